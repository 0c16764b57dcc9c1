// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Recorded catalogues: shapes on small cases of our own, counts on the corpus when it is there.
#include "portals/replay.hpp"
#include "unit/portals/harness.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace moisson::portals {
namespace {

class Replay : public ::testing::Test {
protected:
    void SetUp() override {
        const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
        folder_ = std::filesystem::path(::testing::TempDir()) /
                  ("moisson-replay-" + std::to_string(::getpid()) + info->name());
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string write(const std::string& name, const std::string& text) {
        const auto path = folder_ / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text;
        return path.string();
    }

    std::filesystem::path folder_;
};

const char* const package = R"({"id":"a","name":"un","title":"Un","resources":[]})";

TEST_F(Replay, FindsPackagesInEveryShape) {
    const std::string text(package);
    EXPECT_EQ(load_file(write("list.json", "[" + text + "]"))->size(), 1U);
    EXPECT_EQ(load_file(write("one.json", text))->size(), 1U);
    EXPECT_EQ(
        load_file(write("envelope.json", "{\"success\":true,\"result\":" + text + "}"))->size(),
        1U
    );
    EXPECT_EQ(
        load_file(write("search.json", "{\"result\":{\"count\":1,\"results\":[" + text + "]}}"))
            ->size(),
        1U
    );
    EXPECT_EQ(
        load_file(write(
                      "lines.jsonl",
                      text + "\n"
                             R"({"id":"b","title":"Deux","notes":""})"
                  ))
            ->size(),
        2U
    );
    const std::string quoted = nlohmann::json(text).dump();
    EXPECT_EQ(
        load_file(write("solr.json", "{\"results\":[{\"data_dict\":" + quoted + "}]}"))->size(),
        1U
    );
}

TEST_F(Replay, RefusesWhatIsNoPackage) {
    EXPECT_THROW(
        load_file(write(
            "organization.json",
            R"({"id":"o","name":"o","title":"O","extras":[],"is_organization":true})"
        )),
        std::runtime_error
    );
    EXPECT_THROW(load_file(write("urls.json", R"(["http://a.example"])")), std::runtime_error);
    EXPECT_THROW(load_file(folder_.string() + "/absent.json"), std::runtime_error);
}

TEST_F(Replay, DiscoversCataloguesTheTableDoesNotName) {
    write("dumps/ckan/nouveau-portail/tout.json", std::string("[") + package + "]");
    write("ckan/ulm/ulm/catalog.json", "[]");
    const auto found = recorded_catalogues(folder_.string());
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].key, "dumps-ckan-nouveau-portail-tout");
    EXPECT_EQ(load_recorded(found[0], folder_.string())->size(), 1U);
}

TEST_F(Replay, EscapesTextAsPythonDoesAndKeepsKeyOrder) {
    const auto catalogue = load_file(write("e.json", R"([{"title":"Été","id":"a","notes":""}])"));
    EXPECT_EQ(
        catalogue->text(catalogue->records()[0]),
        R"({"title":"\u00c9t\u00e9","id":"a","notes":""})"
    );
}

TEST(RecordedCorpus, PagesThroughEveryCatalogue) {
    const char* corpus = std::getenv("MOISSON_CORPUS");
    if (corpus == nullptr || !std::filesystem::is_directory(corpus)) {
        std::puts("MOISSON_CORPUS is not set: recorded catalogues were not replayed");
        return;
    }
    const auto catalogues = recorded_catalogues(corpus);
    EXPECT_FALSE(catalogues.empty());
    for (const RecordedCatalogue& recorded : catalogues) {
        const auto catalogue = load_recorded(recorded, corpus);
        const auto portal = make_test_portal(catalogue);
        std::set<std::string> seen;
        std::uint64_t received = 0;
        while (received < catalogue->size()) {
            const auto page = ask_json(
                *portal,
                search_target("rows=100&sort=id+asc&start=" + std::to_string(received))
            );
            const auto& results = page["result"]["results"];
            ASSERT_FALSE(results.empty()) << recorded.key;
            received += results.size();
            for (const auto& record : results)
                seen.insert(record.dump(-1, ' ', true));
        }
        EXPECT_EQ(seen.size(), catalogue->size()) << recorded.key;
        EXPECT_EQ(received, catalogue->size()) << recorded.key;
    }
}

} // namespace
} // namespace moisson::portals
