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
    broken.content_changed_at = broken.checked_at;
    store::LinkReport read = doubtful;
    read.probes = R"([{"exchanges":[{"curl":"curl x"},{"curl":"curl y","whole":true}]}])";
    read.sha256 = std::string(64, 'a');
    read.hashed_at = broken.checked_at;
    read.checksum = std::string(64, 'b');
    read.checksum_algorithm = "sha256";
    store::LinkReport other_sum = read;
    other_sum.checksum_algorithm = "sha1";
    views_.link_reports = {broken, doubtful, condemned, withdrawn, read, other_sum};
    const std::string id = to_string(full_record().id);
    const Json body = json("/api/v1/datasets/" + id + "/links");
    ASSERT_EQ(body["data"].size(), 6U);
    EXPECT_EQ(body["data"][0]["content"]["changed_at"], "2026-09-21T14:13:20Z");
    EXPECT_EQ(body["data"][0]["content"]["sha256"], nullptr);
    EXPECT_EQ(body["data"][1]["content"], nullptr) << "nothing is known of it";
    const Json& content = body["data"][4]["content"];
    EXPECT_EQ(content["sha256"], std::string(64, 'a'));
    EXPECT_EQ(content["read_at"], "2026-09-21T14:13:20Z");
    EXPECT_EQ(content["as_declared"], false);
    EXPECT_THAT(content["sentence"].get<std::string>(), HasSubstr("somme de contrôle"));
    EXPECT_EQ(body["data"][4]["state"], "SUSPECT") << "never a fault of the link";
    EXPECT_EQ(body["data"][4]["curl"], "curl x") << "what the verdict came from";
    EXPECT_EQ(body["data"][5]["content"]["as_declared"], nullptr) << "of another kind";
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
