// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The simulated udata API: visibility, pages, masks, orders, lies, and documents made of an export.
#include "portals/faults.hpp"
#include "portals/generator.hpp"
#include "portals/portal.hpp"
#include "portals/udata.hpp"
#include "portals/udata_recorded.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <set>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

std::shared_ptr<const Catalogue> invented(std::uint64_t count, double hidden = 0) {
    GeneratorOptions options;
    options.seed = 3;
    options.count = count;
    options.defects.is_private = hidden;
    return generate(options);
}

struct Site {
    explicit Site(
        std::shared_ptr<const Catalogue> catalogue,
        std::string script = "",
        std::uint64_t page_size_max = 1'000
    ) {
        UdataOptions options;
        options.page_size_max = page_size_max;
        PortalOptions portal_options;
        if (!script.empty())
            portal_options.script = Script::from_text(script);
        portal = std::make_unique<Portal>(
            portal_options,
            make_udata(options, as_udata([catalogue](Instant) { return catalogue; }))
        );
    }

    ScriptedResponse get(const std::string& target, const std::string& mask = "") const {
        PortalRequest request;
        request.target = target;
        request.headers.emplace_back("Host", "udata.example");
        if (!mask.empty())
            request.headers.emplace_back("X-Fields", mask);
        return portal->handle(request, Instant());
    }
    Json json(const std::string& target, const std::string& mask = "") const {
        return Json::parse(get(target, mask).body.text());
    }

    std::unique_ptr<Portal> portal;
};

TEST(SimulatedUdata, PagesHoldEveryListedRecordOnceAndLinkToTheNext) {
    const Site site(invented(103));
    std::set<std::string> ids;
    for (int page = 1; page <= 11; ++page) {
        const Json answer =
            site.json("/api/1/datasets/?sort=created&page_size=10&page=" + std::to_string(page));
        EXPECT_EQ(answer["total"], 103);
        EXPECT_EQ(answer["page_size"], 10);
        EXPECT_EQ(answer["next_page"].is_null(), page == 11);
        for (const Json& dataset : answer["data"])
            ids.insert(dataset["id"].get<std::string>());
    }
    EXPECT_EQ(ids.size(), 103U);
    EXPECT_EQ(site.get("/api/1/datasets/?page_size=10&page=12").status, 404);
    EXPECT_EQ(site.get("/api/1/datasets/?page=0").status, 400);
    EXPECT_EQ(site.get("/api/1/datasets/?sort=charme").status, 400);
    EXPECT_EQ(site.json("/api/1/datasets/")["data"].size(), 20U);
}

TEST(SimulatedUdata, HiddenRecordsAreNotListedAndNotShown) {
    const auto all = invented(60, 0.3);
    const Site site(all);
    std::size_t hidden = 0;
    for (const Record& record : all->records()) {
        const int status = site.get("/api/1/datasets/" + record.id + "/").status;
        EXPECT_EQ(status, record.is_private ? 404 : 200);
        hidden += record.is_private ? 1 : 0;
    }
    EXPECT_GT(hidden, 5U);
    EXPECT_EQ(site.json("/api/1/datasets/?page_size=100")["total"], 60 - hidden);
}

TEST(SimulatedUdata, AMaskLeavesOnlyItsMembers) {
    const Site site(invented(12));
    const Json answer = site.json("/api/1/datasets/", "data{id,slug,absent},total");
    ASSERT_EQ(answer["data"].size(), 12U);
    EXPECT_EQ(answer["data"][0].size(), 3U);
    EXPECT_TRUE(answer["data"][0]["absent"].is_null());
}

TEST(SimulatedUdata, TheLastChangedComesFirstWhenAsked) {
    const Site site(invented(40));
    const Json data = site.json("/api/1/datasets/?sort=-last_update&page_size=40")["data"];
    for (std::size_t i = 1; i < data.size(); ++i)
        EXPECT_GE(data[i - 1]["last_update"], data[i]["last_update"]);
}

TEST(SimulatedUdata, VersionTwoGivesTheAddressOfTheResources) {
    const Site site(invented(3));
    const Json dataset = site.json("/api/2/datasets/")["data"][0];
    EXPECT_TRUE(dataset["resources"]["href"].get<std::string>().ends_with("page_size=50"));
    EXPECT_GE(dataset["resources"]["total"], 1);
}

TEST(SimulatedUdata, RulesOfTheListingApplyUnderTheirNameInCkan) {
    const Site broken(
        invented(60),
        R"({"rules":[{"when":{"operation":"package_search","start":[20,40]},"do":"status","status":502}]})"
    );
    EXPECT_EQ(broken.get("/api/1/datasets/?page_size=20").status, 200);
    EXPECT_EQ(broken.get("/api/1/datasets/?page_size=20&page=2").status, 502);
    EXPECT_EQ(broken.get("/api/1/site/").status, 200);
    const Site patched(
        invented(60),
        R"({"rules":[{"do":"patch","record":{"metadata_modified":"avant-hier","name":null}}]})"
    );
    const Json first = patched.json("/api/1/datasets/")["data"][0];
    EXPECT_EQ(first["last_update"], "avant-hier");
    EXPECT_TRUE(first["slug"].is_null());
}

TEST(SimulatedUdata, APoisonedRecordBreaksItsPagesButNotTheInventory) {
    const Site site(invented(60), R"({"rules":[{"do":"poison","rank":17}]})");
    EXPECT_EQ(site.get("/api/1/datasets/?sort=created&page_size=10&page=2").status, 500);
    EXPECT_EQ(site.get("/api/1/datasets/?sort=created&page_size=10&page=3").status, 200);
    EXPECT_EQ(
        site.json("/api/1/datasets/?sort=created&page_size=60", "data{id}")["data"].size(),
        60U
    );
}

TEST(SimulatedUdata, AnExportBecomesDocumentsAndWhatIsArchivedAnswers410) {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / "moisson-udata-export";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "export.csv")
        << "\"id\";\"title\";\"slug\";\"archived\";\"resources_count\";\"main_resources_count\";"
           "\"resources_formats\";\"tags\";\"license\";\"created_at\";\"last_modified\"\r\n"
           "\"b2\";\"Un \"\"mot\"\";\n et deux\";\"un\";False;3;2;\"csv,pdf\";\"x,y\";\"Licence "
           "Ouverte / Open "
           "Licence\";\"2020-01-01T00:00:00\";\"2020-01-02T00:00:00\"\r\n"
           "\"a1\";\"Ancien\";\"ancien\";\"2024-03-21\";0;0;\"\";\"\";\"\";\"2019-01-01T00:00:00\";"
           "\"\"\r\n";
    RecordedCatalogue recorded;
    recorded.key = "export";
    recorded.paths = {"export.csv"};
    const auto catalogue = load_udata(recorded, folder.string());
    ASSERT_EQ(catalogue->listed->size(), 1U);
    EXPECT_EQ(catalogue->hidden.at("a1"), 410);
    const Json dataset = Json::parse(catalogue->listed->text(catalogue->listed->records()[0]));
    EXPECT_EQ(dataset["title"], "Un \"mot\";\n et deux");
    EXPECT_EQ(dataset["license"], "fr-lo");
    ASSERT_EQ(dataset["resources"].size(), 3U);
    EXPECT_EQ(dataset["resources"][1]["format"], "pdf");
    EXPECT_EQ(dataset["resources"][2]["type"], "documentation");

    write_udata(*catalogue, (folder / "rendu").string());
    ASSERT_TRUE(is_udata((folder / "rendu").string()));
    const auto mapped = open_udata((folder / "rendu").string());
    EXPECT_EQ(mapped->hidden, catalogue->hidden);
    EXPECT_EQ(mapped->listed->size(), 1U);
    std::filesystem::remove_all(folder);
}

} // namespace
} // namespace moisson::portals
