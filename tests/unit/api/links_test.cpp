// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/datasets/{id}/links
#include "unit/api/api_fixture.hpp"

#include <gmock/gmock.h>

namespace moisson::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(ApiTest, LinksComeWithSentencesEvidenceAndRepair) {
    store::LinkReport broken;
    broken.url = "https://mali.example/perdu.csv";
    broken.state = "BROKEN";
    broken.standing = "broken";
    broken.code = "http_404";
    broken.checked_at = Instant(std::chrono::seconds(1'790'000'000));
    broken.probes =
        R"([{"at":"2026-09-21T12:26:40Z","code":"http_404","exchanges":[{"curl":"curl x"}]}])";
    broken.copy_url = "https://hdx.example/perdu.csv";
    broken.copy_dataset_slug = "hdx-perdu";
    store::LinkReport doubtful = broken;
    doubtful.state = "SUSPECT";
    doubtful.standing = "ok";
    doubtful.copy_url.clear();
    doubtful.probes = "{damaged";
    store::LinkReport condemned = broken;
    condemned.code = "HOST_DOWN";
    store::LinkReport withdrawn = broken;
    withdrawn.state = "RESTRICTED";
    withdrawn.code = "forbidden_403";
    withdrawn.withdrawn = true;
    views_.link_reports = {broken, doubtful, condemned, withdrawn};
    const std::string id = to_string(full_record().id);
    const Json body = json("/api/v1/datasets/" + id + "/links");
    ASSERT_EQ(body["data"].size(), 4U);
    EXPECT_THAT(
        body["data"][3]["sentence"].get<std::string>(),
        HasSubstr("probablement retiré ou devenu privé")
    );
    EXPECT_EQ(body["data"][2]["sentence"], "Le serveur ne répond plus.") << "nobody asked it";
    const Json& one = body["data"][0];
    EXPECT_EQ(one["state"], "BROKEN");
    EXPECT_THAT(one["sentence"].get<std::string>(), HasSubstr("Plusieurs vérifications"));
    EXPECT_EQ(one["label"], "Inaccessible");
    EXPECT_THAT(one["code_sentence"].get<std::string>(), HasSubstr("404"));
    EXPECT_EQ(one["curl"], "curl x");
    EXPECT_EQ(one["repair"]["kind"], "copy");
    EXPECT_THAT(one["repair"]["dataset"].get<std::string>(), HasSubstr("hdx-perdu"));
    EXPECT_EQ(body["data"][1]["label"], "Vérification en cours");
    EXPECT_EQ(body["data"][1]["curl"], nullptr);
    EXPECT_EQ(body["data"][1]["repair"], nullptr);
    EXPECT_EQ(get("/api/v1/datasets/inconnu/links").status, 404);
    EXPECT_EQ(get("/api/v1/datasets?links=broken").status, 200);
}

} // namespace
} // namespace moisson::test
