// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The simulated data.json, the simulated API of a portal's own, and files served as they are.
#include "portals/datajson.hpp"
#include "portals/documents.hpp"
#include "portals/json_api.hpp"
#include "unit/portals/harness.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace moisson::portals {
namespace {

CatalogueAt always(std::uint64_t count) {
    return [catalogue = small_catalogue(count)](Instant) { return catalogue; };
}

std::unique_ptr<Portal>
portal_of(std::unique_ptr<Protocol> protocol, const std::string& script = "") {
    PortalOptions options;
    options.key = "essai";
    if (!script.empty())
        options.script = Script::from_text(script);
    return std::make_unique<Portal>(std::move(options), std::move(protocol));
}

std::set<std::string> ids_of(const nlohmann::json& list, const char* key) {
    std::set<std::string> ids;
    for (const auto& entry : list)
        ids.insert(entry.at(key).get<std::string>());
    return ids;
}

TEST(SimulatedDatajson, HoldsEveryPackageOnceWithItsFiles) {
    const auto catalogue = small_catalogue(80);
    const auto portal = portal_of(make_datajson(DatajsonOptions(), always(80)));
    const auto document = ask_json(*portal, "/data.json");
    ASSERT_EQ(document["dataset"].size(), 80U);
    EXPECT_EQ(ids_of(document["dataset"], "identifier").size(), 80U);
    for (std::size_t i = 0; i < 80; ++i) {
        const auto package = nlohmann::json::parse(catalogue->text(catalogue->records()[i]));
        const auto& dataset = document["dataset"][i];
        EXPECT_EQ(dataset["identifier"], package["id"]);
        EXPECT_EQ(dataset["title"], package["title"]);
        EXPECT_EQ(dataset["distribution"].size(), package["resources"].size());
        EXPECT_EQ(dataset["keyword"].size(), package["tags"].size());
    }
}

TEST(SimulatedDatajson, AnswersNotModifiedToItsOwnTagOnly) {
    const auto portal = portal_of(make_datajson(DatajsonOptions(), always(5)));
    PortalRequest request;
    request.target = "/data.json";
    const ScriptedResponse first = portal->handle(request, noon());
    const std::string tag(header(first.headers, "etag"));
    ASSERT_FALSE(tag.empty());
    request.headers = {{"If-None-Match", tag}};
    const ScriptedResponse same = portal->handle(request, noon());
    EXPECT_EQ(same.status, 304);
    EXPECT_EQ(same.body.size(), 0U);
    request.headers = {{"If-None-Match", "\"autre\""}};
    EXPECT_EQ(portal->handle(request, noon()).status, 200);
}

TEST(SimulatedDatajson, IsAlsoPackedAndWhereArcgisHubKeepsIt) {
    const auto portal = portal_of(make_datajson(DatajsonOptions(), always(5)));
    const std::string packed = ask(*portal, "/data.json.gz").body.text();
    EXPECT_TRUE(packed.starts_with("\x1f\x8b"));
    DatajsonOptions options;
    options.hub = true;
    const auto hub = portal_of(make_datajson(options, always(5)));
    EXPECT_EQ(ask(*hub, "/data.json").status, 404);
    EXPECT_EQ(ask_json(*hub, "/api/feed/dcat-us/1.1.json")["dataset"].size(), 5U);
}

TEST(SimulatedDatajson, HonoursTheScript) {
    const auto size_with = [](const std::string& effect) {
        const auto portal = portal_of(
            make_datajson(DatajsonOptions(), always(40)),
            R"({"rules":[{"when":{},)" + effect + "}]}"
        );
        return ask_json(*portal, "/data.json")["dataset"].size();
    };
    EXPECT_EQ(size_with(R"("do":"short_page","keep":7)"), 7U);
    EXPECT_EQ(size_with(R"("do":"empty_page")"), 0U);
    EXPECT_LT(size_with(R"("do":"shrink","keep":0.5)"), 35U);
}

TEST(SimulatedJsonApi, GivesTheSameRecordsInEveryWayOfPaging) {
    JsonApiOptions options;
    options.rows_max = 30;
    const auto portal = portal_of(make_json_api(options, always(100)));
    const auto all = ids_of(ask_json(*portal, "/api/tous")["resultats"]["jeux"], "reference");
    ASSERT_EQ(all.size(), 100U);
    std::set<std::string> by_page;
    std::set<std::string> by_offset;
    for (int i = 0; i < 5; ++i) {
        const auto page = ask_json(*portal, "/api/jeux?taille=25&page=" + std::to_string(i + 1));
        by_page.merge(ids_of(page["resultats"]["jeux"], "reference"));
        const auto offset =
            ask_json(*portal, "/api/jeux?taille=25&debut=" + std::to_string(25 * i));
        by_offset.merge(ids_of(offset["resultats"]["jeux"], "reference"));
        EXPECT_EQ(page["total"], 100);
    }
    EXPECT_EQ(by_page, all);
    EXPECT_EQ(by_offset, all);
    std::set<std::string> by_next;
    std::string target = "/api/jeux";
    for (int requests = 0; !target.empty() && requests < 10; ++requests) {
        const auto page = ask_json(*portal, target);
        by_next.merge(ids_of(page["resultats"]["jeux"], "reference"));
        target = page.value("suivant", "");
    }
    EXPECT_EQ(by_next, all);
}

TEST(SimulatedJsonApi, GivesOneRecordWithItsFilesOr404) {
    JsonApiOptions options;
    options.whole_list = false;
    const auto portal = portal_of(make_json_api(options, always(10)));
    const auto list = ask_json(*portal, "/api/tous")["resultats"]["jeux"];
    EXPECT_FALSE(list[0].contains("fichiers"));
    const std::string id = list[0]["reference"].get<std::string>();
    EXPECT_FALSE(ask_json(*portal, "/api/jeux/" + id)["jeu"]["fichiers"].empty());
    EXPECT_EQ(ask(*portal, "/api/jeux/inconnu").status, 404);
}

TEST(SimulatedDocuments, AreServedByteForByteAtTheirPaths) {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("moisson-doc-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "a b");
    const std::string bytes("\xFF\0{\r\n", 5);
    std::ofstream(folder / "a b/é.ttl", std::ios::binary) << bytes;
    std::ofstream(folder / "un.json.gz", std::ios::binary) << "x";
    const auto portal = portal_of(make_documents({folder.string()}));
    const ScriptedResponse found = ask(*portal, "/a%20b/%C3%A9.ttl");
    EXPECT_EQ(found.status, 200);
    EXPECT_EQ(found.body.text(), bytes);
    EXPECT_EQ(header(found.headers, "content-type"), "text/turtle");
    EXPECT_EQ(header(ask(*portal, "/un.json.gz").headers, "content-type"), "application/gzip");
    EXPECT_EQ(ask(*portal, "/deux").status, 404);
    EXPECT_EQ(ask(*portal, "/a%20b/../un.json.gz").status, 404);
    const auto alone = portal_of(make_documents({(folder / "un.json.gz").string()}));
    EXPECT_EQ(ask(*alone, "/un.json.gz").body.text(), "x");
    EXPECT_THROW(make_documents({"/nulle/part"}), std::invalid_argument);
    std::filesystem::remove_all(folder);
}

} // namespace
} // namespace moisson::portals
