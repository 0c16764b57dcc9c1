// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Corrections: who may make which, and what is refused rather than guessed.
#include "integration/access/admin_fixture.hpp"

#include <string>

namespace moisson::access {
namespace {

class AdminCorrections : public Admin {
protected:
    AdminCorrections() {
        world_.harvest("bf", {store::testing::a_record("bf", "a", "Titre a")});
        world_.harvest("tg", {store::testing::a_record("tg", "b", "Titre b")});
    }
    // `what` says which records, and when.
    int correct(const std::string& who, const std::string& what) {
        return status(
            "POST",
            path_,
            who,
            R"({"field": "licence", "value": "etalab-2.0", "reason": "confirmé", )" + what + "}"
        );
    }

    const std::string path_ = "/api/v1/admin/corrections";
    const std::string why_ = R"({"reason": "vérifié avec le portail"})";
    const std::string chief_ = token("awa", {"corrections:write"});
    const std::string local_ = token("bintou", {"corrections:write"});
};

TEST_F(AdminCorrections, ThatSayTooLittleOrTooMuchAreRefused) {
    EXPECT_EQ(correct(awa_, R"("dataset": "bf-titre-a")"), 403) << "not its scope";
    EXPECT_EQ(status("POST", path_, chief_, R"({"dataset": "bf-titre-a"})"), 400) << "no reason";
    EXPECT_EQ(correct(chief_, R"("action": "add")"), 400) << "of what?";
    EXPECT_EQ(correct(chief_, R"("dataset": "bf-titre-a", "source": "bf")"), 400);
    EXPECT_EQ(correct(chief_, R"("source": "bf", "action": "vite")"), 400);
    EXPECT_EQ(correct(chief_, R"("source": "bf", "when": "x")"), 400);
    EXPECT_EQ(correct(chief_, R"("source": "bf", "wehn": {"field": "licence"})"), 400)
        << "it would correct the whole source";
    EXPECT_NE(json_.dump().find("vouliez-vous dire « when » ?"), std::string::npos);
    EXPECT_EQ(
        correct(
            chief_,
            R"("source": "bf", "when": {"field": "licence", "value": "a", "valeu": "b"})"
        ),
        400
    );
    EXPECT_NE(json_.dump().find("« when » : clé inconnue « valeu »"), std::string::npos);
    EXPECT_EQ(correct(chief_, R"("source": "bf", "expires_at": "2001-01-01")"), 400);
    EXPECT_EQ(
        status(
            "POST",
            path_,
            chief_,
            R"({"source": "bf", "field": "couleur", "value": "x", "reason": "y"})"
        ),
        400
    );
    EXPECT_EQ(correct(chief_, R"("dataset": "nulle-part")"), 404);
    EXPECT_EQ(correct(chief_, R"("source": "nulle-part")"), 404);
    EXPECT_EQ(correct(local_, R"("dataset": "tg-titre-b")"), 403);
    EXPECT_EQ(correct(local_, R"("source": "tg")"), 403);
}

TEST_F(AdminCorrections, AreMadeListedAndEnded) {
    const std::string of_one = R"("dataset": "bf-titre-a")";
    EXPECT_EQ(correct(local_, of_one), 201);
    EXPECT_EQ(json_["data"]["slug"], "bf-titre-a");
    EXPECT_EQ(json_["data"]["action"], "replace");
    EXPECT_TRUE(std::string(json_["data"]["author"]).starts_with("bintou (moisson_"));
    EXPECT_EQ(json_["data"]["reason"], "confirmé");
    const std::string id = json_["data"]["id"].dump();
    EXPECT_EQ(correct(chief_, of_one), 200) << "it is said already";
    EXPECT_EQ(json_["data"]["id"].dump(), id);
    const std::string wide =
        R"("source": "tg", "when": {"field": "licence", "value": "autre"}, "expires_at": "2099-01-31")";
    EXPECT_EQ(correct(chief_, wide), 201);
    EXPECT_EQ(json_["data"]["when"]["value"], "autre");
    EXPECT_EQ(json_["data"]["expires_at"], "2099-01-31T00:00:00Z");
    const std::string other = json_["data"]["id"].dump();
    EXPECT_EQ(correct(chief_, wide), 200);
    EXPECT_EQ(json_["data"]["id"].dump(), other);

    EXPECT_EQ(status("GET", path_, chief_), 200);
    EXPECT_EQ(json_["data"].size(), 2U);
    EXPECT_EQ(status("GET", path_ + "?dataset=bf-titre-a", chief_), 200);
    EXPECT_EQ(json_["data"].size(), 1U);
    EXPECT_EQ(status("GET", path_ + "?dataset=nulle-part", chief_), 404);
    EXPECT_EQ(status("DELETE", path_ + "/" + other, local_, why_), 403);
    EXPECT_EQ(status("DELETE", path_ + "/" + id, local_), 400) << "why is asked for";
    EXPECT_EQ(status("DELETE", path_ + "/" + id, local_, why_), 200);
    EXPECT_TRUE(json_["data"]["ended_at"].is_string());
    EXPECT_EQ(status("DELETE", path_ + "/" + id, local_, why_), 200) << "again";
    EXPECT_EQ(status("DELETE", path_ + "/999", chief_, why_), 404);
    EXPECT_EQ(status("GET", path_, chief_), 200);
    EXPECT_EQ(json_["data"].size(), 1U);
    EXPECT_EQ(status("GET", path_ + "?all=1", chief_), 200);
    EXPECT_EQ(json_["data"].size(), 2U);
    EXPECT_EQ(logged("overlay.made"), 2);
    EXPECT_EQ(logged("overlay.ended"), 1);
}

TEST_F(AdminCorrections, AreAnsweredTheSameAgainHoweverManyCameAfterThem) {
    const std::string asked = R"("source": "bf")";
    ASSERT_EQ(correct(chief_, asked), 201);
    const std::string id = json_["data"]["id"].dump();
    world_.sql().script(
        "insert into overlay (source, field, action, value, when_field, when_value, author, "
        "reason, made_at) select source, field, action, 'v' || n, when_field, when_value, author, "
        "reason, made_at from overlay, generate_series(1, 1001) n"
    );
    EXPECT_EQ(correct(chief_, asked), 200);
    EXPECT_EQ(json_["data"]["id"].dump(), id);
    EXPECT_EQ(status("DELETE", path_ + "/" + id, chief_, why_), 200);
    EXPECT_EQ(status("DELETE", path_ + "/" + id, chief_, why_), 200) << "again";
    EXPECT_TRUE(json_["data"]["ended_at"].is_string());
}

} // namespace
} // namespace moisson::access
