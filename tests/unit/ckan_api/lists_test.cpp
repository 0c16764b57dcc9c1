// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Organisations, groups, tags, licences, resources, and what the site says of itself.
#include "catalogue.hpp"
#include "ckan_api/site.hpp"
#include "core/clock.hpp"
#include "core/limits.hpp"
#include "support/run_coro.hpp"
#include "unit/normalise/vocabulary_fixture.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace moisson::ckan_api::testing {
namespace {

using nlohmann::json;

class CkanLists : public ::testing::Test {
protected:
    json result(const std::string& action) { return facade.result("/api/3/action/" + action); }
    Facade facade;
};

TEST_F(CkanLists, PackageList) {
    EXPECT_EQ(result("package_list?limit=2&offset=1"), json::parse(R"(["jeu-3","jeu-4"])"));
    EXPECT_EQ(result("package_list").size(), 7U);
    EXPECT_EQ(result("package_list?offset=70"), json::array());
    EXPECT_EQ(
        result("current_package_list_with_resources?limit=1")[0]["name"],
        "mali-recensement-general-2022"
    );
    EXPECT_EQ(result("current_package_list_with_resources?limit=2&page=2")[0]["name"], "jeu-6");
}

// More names than one part holds: the answer is made while it is sent, and is one list all the
// same.
TEST_F(CkanLists, LongPackageListsAreStreamed) {
    std::vector<store::CatalogEntry> entries;
    std::vector<std::string> names;
    for (int i = 0; i < 25'000; ++i) {
        store::CatalogEntry entry;
        entry.id = DatasetId(uuid5(Uuid{}, "n" + std::to_string(i)));
        entry.slug = "nom-" + std::to_string(i);
        names.push_back(entry.slug);
        entries.push_back(std::move(entry));
    }
    facade.records.index.apply(entries, store::FeedPosition());
    for (const char* const name : {"jeu-2", "jeu-3", "jeu-4", "jeu-5", "jeu-6", "jeu-8"})
        names.emplace_back(name);
    names.emplace_back("mali-recensement-general-2022");
    std::sort(names.begin(), names.end());
    const auto response = facade.get("/api/3/action/package_list");
    ASSERT_TRUE(response.stream);
    EXPECT_FALSE(response.etag);
    const json whole = json::parse(facade.whole(response), nullptr, false);
    ASSERT_TRUE(whole.is_object());
    EXPECT_EQ(whole["success"], true);
    EXPECT_EQ(whole["result"].get<std::vector<std::string>>(), names);
    const auto some =
        facade.get("/api/3/action/package_list?offset=11000&limit=13000&callback=ici");
    const std::string script = facade.whole(some);
    ASSERT_TRUE(script.starts_with("ici({") && script.ends_with("});"));
    const json part = json::parse(script.substr(4, script.size() - 6));
    EXPECT_EQ(
        part["result"].get<std::vector<std::string>>(),
        std::vector<std::string>(names.begin() + 11'000, names.begin() + 24'000)
    );
    // What goes away while it is sent is gone, what is left comes once.
    const auto torn = facade.get("/api/3/action/package_list");
    for (store::CatalogEntry& entry : entries)
        entry.state = RecordState::archived;
    facade.records.index.apply(entries, store::FeedPosition());
    const json left = json::parse(facade.whole(torn))["result"];
    EXPECT_EQ(left.size(), 10'000U);
    facade.records.failure = Error(Code::store_unavailable);
    EXPECT_EQ(facade.get("/api/3/action/package_list").status, 500);
}

TEST_F(CkanLists, Organizations) {
    EXPECT_EQ(result("organization_list"), json::parse(R"(["ins-togo","instat"])"));
    const json cards = result("organization_list?all_fields=True&sort=package%20");
    EXPECT_EQ(cards[0]["package_count"], 6);
    EXPECT_EQ(cards[0]["display_name"], "INS du Togo");
    EXPECT_EQ(result("organization_list?organizations=[\"instat\"]"), json::parse(R"(["instat"])"));
    EXPECT_EQ(
        facade.error("/api/3/action/organization_list?sort=couleur", 409)["__type"],
        "Validation Error"
    );
    const json shown = result("organization_show?id=instat&include_datasets=true");
    EXPECT_EQ(shown["packages"].size(), 1U);
    EXPECT_EQ(result("organization_show?id=" + shown["id"].get<std::string>())["name"], "instat");
    EXPECT_FALSE(result("organization_show?id=instat").contains("packages"));
    EXPECT_EQ(
        facade.error("/api/3/action/organization_show?id=rien", 404)["message"],
        "Not found: Organization rien"
    );
    EXPECT_EQ(result("organization_autocomplete?q=togo&limit=1")[0]["name"], "ins-togo");
}

// A part of them would be taken for the whole.
TEST_F(CkanLists, AnOrganizationShowsAllItsDatasets) {
    add_copies(facade.records, 150);
    for (const char* const show : {"organization_show?id=ins-togo", "group_show?id=agri"}) {
        const json shown = result(std::string(show) + "&include_datasets=true");
        EXPECT_GT(shown["packages"].size(), 150U) << show;
        EXPECT_EQ(shown["packages"].size(), shown["package_count"]) << show;
    }
}

TEST_F(CkanLists, GroupsAreThemes) {
    EXPECT_FALSE(result("group_list").empty());
    const json shown = result("group_show?id=agri&include_datasets=true");
    EXPECT_EQ(shown["type"], "group");
    EXPECT_EQ(shown["package_count"], 2);
    EXPECT_EQ(shown["packages"].size(), 2U);
    EXPECT_EQ(result("group_package_show?id=agri").size(), 2U);
    EXPECT_EQ(facade.get("/api/3/action/group_show?id=rien").status, 404);
}

TEST_F(CkanLists, TagsFormatsLicences) {
    const json tags = result("tag_list");
    EXPECT_TRUE(std::find(tags.begin(), tags.end(), "eau air") != tags.end()) << tags;
    EXPECT_EQ(result("tag_list?query=riz"), json::parse(R"(["riz"])"));
    EXPECT_EQ(result("tag_list?query=riz&all_fields=1")[0]["state"], "active");
    EXPECT_EQ(result("tag_show?id=riz&include_datasets=1")["packages"].size(), 1U);
    EXPECT_EQ(facade.get("/api/3/action/tag_show?id=rien").status, 404);
    EXPECT_EQ(facade.get("/api/3/action/tag_list?vocabulary_id=x").status, 404);
    EXPECT_EQ(result("tag_search?query=eau")["count"], 2);
    EXPECT_EQ(result("tag_autocomplete?query=eau&limit=1").size(), 1U);
    EXPECT_EQ(result("format_autocomplete?q=cs"), json::parse(R"(["csv"])"));
    const json licences = result("license_list");
    EXPECT_TRUE(licences.size() > 20);
    EXPECT_TRUE(licences[0]["is_okd_compliant"].is_boolean());
    const json old =
        json::parse(facade.get("/api/2/util/resource/format_autocomplete?incomplete=cs").body);
    EXPECT_EQ(old, json::parse(R"({"ResultSet":{"Result":[{"Format":"csv"}]}})"));
    EXPECT_EQ(
        json::parse(facade.get("/api/util/tag/autocomplete?incomplete=riz").body
        )["ResultSet"]["Result"][0]["Name"],
        "riz"
    );
    EXPECT_EQ(facade.get("/api/util/rien").status, 404);
    EXPECT_EQ(facade.get("/api/i18n/fr").body, "{}");
}

TEST_F(CkanLists, Resources) {
    EXPECT_EQ(
        facade.error("/api/3/action/resource_show?id=rien", 404)["message"],
        "Not found: Resource rien"
    );
    const json file = result("resource_search?query=format:geojson")["results"][0];
    EXPECT_EQ(result("resource_show?id=" + file["id"].get<std::string>()), file);
    EXPECT_EQ(result("resource_search?query=name:fichier")["count"], 5);
    EXPECT_EQ(
        result("resource_search?query=name:fichier&query=url:jeu-3&limit=1")["results"].size(),
        1U
    );
    EXPECT_EQ(result("resource_search?query=format:geojson")["count"], 1);
    EXPECT_EQ(facade.get("/api/3/action/resource_search?query=zut").status, 409);
    EXPECT_EQ(facade.get("/api/3/action/resource_search?query=zut:x").status, 409);
}

TEST_F(CkanLists, ResourcesComeInTheOrderThatIsAsked) {
    const auto urls = [&](const std::string& rest) {
        std::vector<std::string> out;
        const json found = result("resource_search?query=name:fichier" + rest);
        for (const json& one : found["results"])
            out.push_back(one["url"].get<std::string>().substr(25));
        return out;
    };
    using Urls = std::vector<std::string>;
    EXPECT_EQ(
        urls("&order_by=url"),
        (Urls{"jeu-2.csv", "jeu-3.csv", "jeu-4.csv", "jeu-5.csv", "jeu-6.csv"})
    );
    EXPECT_EQ(urls("&order_by=url&limit=2&offset=3"), (Urls{"jeu-5.csv", "jeu-6.csv"}));
    EXPECT_EQ(urls("&order_by=couleur"), urls("")) << "as CKAN does";
    EXPECT_EQ(
        facade.get("/api/3/action/resource_search?query=name:x&order_by=url&offset=1001").status,
        409
    );
}

// The walk has no end but that of the catalogue; datasets of one minute are met once each, also
// where a part ends among them.
TEST_F(CkanLists, ResourcesAreFoundInTheOldestDatasetToo) {
    const auto number = static_cast<int>(limits::searched_part) + 150;
    const int before = result("resource_search?query=name:fichier")["count"].get<int>();
    add_copies(facade.records, number);
    const json old = result("resource_search?query=hash:cafe");
    ASSERT_EQ(old["count"], 1);
    EXPECT_EQ(old["results"][0]["hash"], "cafe");
    const json all = result("resource_search?query=name:fichier&limit=3");
    EXPECT_EQ(all["count"], before + number + 1);
    EXPECT_EQ(all["results"].size(), 3U);
    EXPECT_FALSE(all.contains("warnings"));
    const json end =
        result("resource_search?query=name:fichier&offset=" + std::to_string(before + number));
    EXPECT_EQ(end["results"].size(), 1U);
}

// Every look at it is a second later.
class HastyClock final : public Clock {
public:
    Instant now() const override { return test::fake_now(); }
    Steady steady_now() const override { return Steady(std::chrono::seconds(looks_++)); }

private:
    mutable int looks_ = 0;
};

// Who searches resources keeps nobody from the other long answers, and the other way round.
TEST(CkanResources, AreSearchedTwiceAtOnce) {
    test::FakeViews views;
    IndexedRecords records(few_records());
    FewPortals data;
    const i18n::CodeLabels labels = test::fake_labels();
    test::StillClock clock;
    const auto log = telemetry::make_silent_logger();
    asio::io_context context;
    asio::thread_pool pool{1};
    CkanOptions options;
    options.public_url = routes::PublicUrl("https://moisson.example.org");
    options.vocabularies = [] { return normalise::vocabularies(); };
    options.cpu = pool.get_executor();
    const auto site = std::make_shared<const Site>(
        Site{views, data, records, labels, clock, *log, std::move(options)}
    );
    const auto status = [&] {
        Json asked = Json::object();
        asked["query"] = "name:fichier";
        const Answer answer = moisson::testing::run_coro(
            context,
            resource_search(site, Parameters(std::move(asked)))
        );
        return answer ? 200 : answer.error().status;
    };
    {
        const LongAnswer first(site->resource_searches, limits::resource_searches, true);
        EXPECT_EQ(status(), 200);
        const LongAnswer second(site->resource_searches, limits::resource_searches, true);
        EXPECT_EQ(status(), 503);
        EXPECT_TRUE(LongAnswer(*site, true).allowed());
    }
    const LongAnswer one(*site, true);
    const LongAnswer two(*site, true);
    const LongAnswer three(*site, true);
    const LongAnswer four(*site, true);
    EXPECT_FALSE(LongAnswer(*site, true).allowed());
    EXPECT_EQ(status(), 200);
}

// What was not looked at in time is said, with numbers.
TEST(CkanResources, SayHowFarTheyWereLookedFor) {
    test::FakeViews views;
    IndexedRecords records(few_records());
    add_copies(records, 100);
    FewPortals data;
    const i18n::CodeLabels labels = test::fake_labels();
    HastyClock clock;
    const auto log = telemetry::make_silent_logger();
    asio::io_context context;
    asio::thread_pool pool{1};
    CkanOptions options;
    options.public_url = routes::PublicUrl("https://moisson.example.org");
    options.vocabularies = [] { return normalise::vocabularies(); };
    options.cpu = pool.get_executor();
    const auto site = std::make_shared<const Site>(
        Site{views, data, records, labels, clock, *log, std::move(options)}
    );
    Json asked = Json::object();
    asked["query"] = "name:fichier";
    const Answer answer =
        moisson::testing::run_coro(context, resource_search(site, Parameters(std::move(asked))));
    ASSERT_TRUE(answer);
    const json said = json::parse(*answer);
    // Two steps of the walk, the second of which ended late.
    const std::string seen = std::to_string(2 * moisson::limits::live_step);
    ASSERT_EQ(said["warnings"].size(), 1U);
    EXPECT_NE(
        said["warnings"][0].get<std::string>().find("Only " + seen + " of 107 datasets"),
        std::string::npos
    ) << said["warnings"];
}

TEST_F(CkanLists, SaysWhatItIs) {
    const json status = result("status_show");
    EXPECT_EQ(status["ckan_version"], "2.11.0");
    EXPECT_EQ(status["site_url"], "https://moisson.example.org");
    EXPECT_EQ(json::parse(facade.get("/api/util/status").body), status);
    EXPECT_TRUE(result("help_show?name=package_search").is_string());
    EXPECT_EQ(facade.get("/api/3/action/help_show?name=rien").status, 404);
    EXPECT_EQ(result("vocabulary_list"), json::array());
    const json changes = result("recently_changed_packages_activity_list?limit=1");
    EXPECT_EQ(changes[0]["activity_type"], "changed package");
    EXPECT_EQ(changes[0]["data"]["package"]["name"], "mali-recensement-general-2022");
    EXPECT_FALSE(result("package_activity_list?id=mali-recensement-general-2022").empty());
    EXPECT_TRUE(result("package_autocomplete?q=r&limit=2").is_array());
}

} // namespace
} // namespace moisson::ckan_api::testing
