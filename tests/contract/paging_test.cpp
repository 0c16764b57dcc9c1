// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Crawls end, give the same records whatever their pages, and go on from any cursor.
#include "contract/contract.hpp"

#include <map>
#include <optional>
#include <set>

namespace moisson::contract {
namespace {

TEST_P(Contract, HasASimulatedPortal) {
    EXPECT_NO_THROW({
        EXPECT_EQ(protocol(1)->kind(), kind()) << "the protocol of that name speaks for it";
    }) << "tests/portals has no protocol called "
       << kind();
}

TEST_P(Contract, WalksCataloguesOfAnySizeToTheirEnd) {
    for (const std::uint64_t size : {0U, 1U, 2U, 49U, 50U, 51U, 130U}) {
        WireClient http = portal(size);
        const Crawl whole = crawl(http);
        ASSERT_FALSE(whole.error.has_value()) << size << ": " << described(whole.error);
        EXPECT_EQ(whole.digests.size(), size);
        EXPECT_EQ(whole.records.size(), size) << "each record once";
        EXPECT_EQ(whole.received, static_cast<std::int64_t>(size));
        EXPECT_EQ(whole.skipped, 0);
        EXPECT_TRUE(whole.issues.empty()) << size << ": " << to_string(whole.issues[0].code);
        EXPECT_LT(whole.pages, 50) << size;
        if (whole.advertised)
            EXPECT_EQ(*whole.advertised, static_cast<std::int64_t>(size));
    }
}

TEST_P(Contract, ProbesCheaplyAndTellsTheTrueCount) {
    for (const std::uint64_t size : {0U, 33U}) {
        WireClient http = portal(size);
        const Result<kit::Probe> probe = testing::run_coro(connector(http)->probe());
        ASSERT_TRUE(probe.has_value()) << probe.error().detail;
        EXPECT_LE(http.requests.size(), 4U);
        if (probe->advertised_count)
            EXPECT_EQ(*probe->advertised_count, static_cast<std::int64_t>(size));
    }
}

TEST_P(Contract, TwoHarvestsOfAnUnchangedPortalGiveTheSameRecords) {
    WireClient http = portal(70);
    const Crawl first = crawl(http);
    const Crawl second = crawl(http);
    EXPECT_EQ(first.digests.size(), 70U);
    EXPECT_EQ(first.digests, second.digests);
}

TEST_P(Contract, PageSizesChangeNeitherIdsNorDigests) {
    WireClient http = portal(70);
    const Crawl whole = crawl(http);
    for (const int size : {1, 7, 16, 1000}) {
        WireClient again = portal(70);
        const Crawl other = crawl(again, size);
        ASSERT_FALSE(other.error.has_value()) << size << ": " << described(other.error);
        EXPECT_EQ(other.digests, whole.digests) << size;
        EXPECT_EQ(other.received, 70) << size;
    }
}

TEST_P(Contract, ResumingFromAnyCursorGivesWhatAnUninterruptedRunGives) {
    WireClient http = portal(90);
    const Crawl whole = crawl(http, 10);
    ASSERT_EQ(whole.digests.size(), 90U);
    ASSERT_GE(whole.cursors.size(), 2U) << "a run of several pages";
    std::set<std::string> values;
    for (const kit::Cursor& cursor : whole.cursors)
        EXPECT_TRUE(values.insert(cursor.value).second) << "a cursor is visited once";
    std::vector<std::size_t> before(whole.cursors.size(), 0);
    // Records that the pages before a cursor gave: what a run had committed.
    for (std::size_t i = 0; i < whole.cursors.size(); ++i) {
        WireClient fresh = portal(90);
        const Crawl rest = crawl(fresh, 10, whole.cursors[i]);
        ASSERT_FALSE(rest.error.has_value()) << described(rest.error);
        before[i] = whole.records.size() - rest.records.size();
        for (std::size_t k = 0; k < rest.records.size(); ++k)
            ASSERT_EQ(rest.records[k].digest, whole.records[before[i] + k].digest)
                << "from page " << i;
        EXPECT_EQ(static_cast<int>(i) + rest.pages, whole.pages) << "from page " << i;
    }
    EXPECT_EQ(before[0], 0U);
    EXPECT_TRUE(std::is_sorted(before.begin(), before.end()));
}

TEST_P(Contract, ForeignCursorsAreRefused) {
    WireClient http = portal(10);
    for (const char* text :
         {"x", "\xFF", "999999999999999999999", "way=z&start=-1", "{}", ";;;;;"}) {
        const Result<kit::Page> page = testing::run_coro(connector(http)->fetch(kit::Cursor{text}));
        ASSERT_TRUE(page.has_error()) << text;
        EXPECT_EQ(page.error().code, Code::invalid_argument) << text;
    }
}

TEST_P(Contract, ListsEveryId) {
    WireClient http = portal(70);
    const Crawl whole = crawl(http);
    const Result<std::vector<std::string>> listed = testing::run_coro(connector(http)->list_ids());
    ASSERT_TRUE(listed.has_value()) << listed.error().detail;
    const std::set<std::string> ids(listed->begin(), listed->end());
    EXPECT_EQ(ids.size(), 70U);
    for (const kit::WireRecord& record : whole.records)
        EXPECT_TRUE(ids.contains(record.remote_id) || ids.contains(record.alias))
            << record.remote_id;
}

// What settles a count that a crawl does not reach is a list of its own, or none at all.
TEST_P(Contract, AListOfItsOwnIsNoneWhenThePortalRefusesIt) {
    WireClient http = portal(
        70,
        R"({"do":"count","plus":30,"when":{"operation":"package_search"}},)"
        R"({"do":"status","status":404,"when":{"operation":"package_list"}})"
    );
    const auto one = connector(http);
    if (!one->abilities().ids_apart)
        return;
    const Result<std::vector<std::string>> listed = testing::run_coro(one->list_ids());
    ASSERT_TRUE(listed.has_error()) << "name here what refuses the list of this kind";
    EXPECT_EQ(listed.error().code, Code::incomplete_crawl);
}

TEST_P(Contract, RecordsAskedByIdAreThoseOfTheCrawlAndTheGoneAreNamed) {
    WireClient http = portal(60);
    const Crawl whole = crawl(http);
    std::vector<std::string> wanted = ids_of(whole);
    wanted.resize(12);
    wanted.push_back("00000000-aaaa-4bbb-8ccc-dddddddddddd");
    const Result<kit::Page> page = testing::run_coro(connector(http)->fetch_records(wanted));
    ASSERT_TRUE(page.has_value()) << page.error().detail;
    ASSERT_EQ(page->records.size(), 12U);
    for (const kit::WireRecord& record : page->records)
        EXPECT_EQ(to_hex(record.digest), whole.digests.at(record.remote_id));
    const bool told = std::any_of(page->issues.begin(), page->issues.end(), [&](const Issue& i) {
        return i.code == Code::not_found && i.remote_id == wanted.back();
    });
    EXPECT_TRUE(told) << "what is gone is said by its id";
}

TEST_P(Contract, AnInventoryListsEveryRecordWithStampsThatStay) {
    WireClient http = portal(70);
    const Crawl whole = crawl(http);
    const auto one = connector(http);
    std::map<std::string, std::string> stamps[2];
    for (auto& round : stamps) {
        int pages = 0;
        for (std::optional<kit::Cursor> cursor = kit::Cursor(); cursor && pages < 100; ++pages) {
            Result<kit::InventoryPage> page =
                testing::run_coro(connector(http)->inventory(*cursor));
            if (!one->abilities().inventory) {
                ASSERT_TRUE(page.has_error());
                EXPECT_EQ(page.error().code, Code::invalid_argument);
                return;
            }
            ASSERT_TRUE(page.has_value()) << page.error().detail;
            for (const kit::InventoryEntry& entry : page->entries)
                EXPECT_TRUE(round.emplace(entry.remote_id, entry.stamp).second) << "each once";
            cursor = page->next;
        }
    }
    EXPECT_EQ(stamps[0], stamps[1]);
    ASSERT_EQ(stamps[0].size(), 70U);
    for (const kit::WireRecord& record : whole.records) {
        ASSERT_TRUE(stamps[0].contains(record.remote_id)) << record.remote_id;
        if (!record.stamp.empty())
            EXPECT_EQ(stamps[0].at(record.remote_id), record.stamp)
                << "a crawl that tells stamps tells the same";
    }
}

TEST_P(Contract, ADeltaSinceTheBeginningIsEverythingAndSinceTheFutureNothing) {
    WireClient http = portal(70);
    const Crawl whole = crawl(http);
    const auto one = connector(http);
    for (const bool future : {false, true}) {
        const Instant since = future ? Instant(std::chrono::sys_days(std::chrono::days(40'000)))
                                     : Instant(std::chrono::sys_days(std::chrono::days(1)));
        std::map<std::string, std::string> digests;
        int pages = 0;
        for (std::optional<kit::Cursor> cursor = kit::Cursor(); cursor && pages < 100; ++pages) {
            Result<kit::Page> page =
                testing::run_coro(connector(http)->fetch_since(since, *cursor));
            if (!one->abilities().delta) {
                ASSERT_TRUE(page.has_error());
                EXPECT_EQ(page.error().code, Code::invalid_argument);
                return;
            }
            ASSERT_TRUE(page.has_value()) << page.error().detail;
            for (const kit::WireRecord& record : page->records)
                digests[record.remote_id] = to_hex(record.digest);
            cursor = page->next;
        }
        if (future)
            EXPECT_LE(digests.size(), portal_rows) << "one page at most";
        else
            EXPECT_EQ(digests, whole.digests);
    }
}

// The tests of all files of this folder.
INSTANTIATE_TEST_SUITE_P(Kind, Contract, every_kind(), kind_name);

TEST_P(Contract, AnInventoryListsTheRecordsOfACrawlWithTheirStamps) {
    WireClient http = portal(120);
    const auto one = connector(http);
    const kit::Abilities abilities = one->abilities();
    if (!abilities.inventory) {
        const auto refused = testing::run_coro(one->inventory(kit::Cursor()));
        EXPECT_EQ(refused.error().code, Code::invalid_argument);
        return;
    }
    std::map<std::string, std::string> stamps;
    std::optional<kit::Cursor> cursor = kit::Cursor();
    for (int pages = 0; cursor && pages < 50; ++pages) {
        Result<kit::InventoryPage> page = testing::run_coro(one->inventory(*cursor));
        ASSERT_TRUE(page.has_value()) << page.error().detail;
        for (const kit::InventoryEntry& entry : page->entries)
            EXPECT_TRUE(stamps.emplace(entry.remote_id, entry.stamp).second) << "each once";
        cursor = page->next;
    }
    const Crawl whole = crawl(http);
    ASSERT_EQ(stamps.size(), whole.records.size());
    for (const kit::WireRecord& record : whole.records) {
        ASSERT_TRUE(stamps.contains(record.remote_id)) << record.remote_id;
        const std::string& stamp = stamps.at(record.remote_id);
        EXPECT_FALSE(stamp.empty()) << record.remote_id;
        if (!abilities.stamps_apart)
            EXPECT_EQ(record.stamp, stamp) << record.remote_id;
    }
}

TEST_P(Contract, AMarkIsTheSameUntilTheCatalogueIsNot) {
    WireClient http = portal(33);
    const Result<kit::Probe> first = testing::run_coro(connector(http)->probe());
    ASSERT_TRUE(first.has_value()) << first.error().detail;
    if (first->mark.empty()) {
        // Those whose protocol, or whose way of paging, may leave them nothing to say.
        EXPECT_TRUE((std::set<std::string>{"dcat", "json"}).contains(kind()));
        return;
    }
    const auto again = connector(http);
    again->remember(first->mark);
    const std::size_t before = http.requests.size();
    const Result<kit::Probe> second = testing::run_coro(again->probe());
    ASSERT_TRUE(second.has_value()) << second.error().detail;
    EXPECT_EQ(second->mark, first->mark);
    EXPECT_LE(http.requests.size() - before, 3U) << "one may ask where the API is";
    // The records are there for whoever wants them all the same.
    const Result<kit::Page> page = testing::run_coro(again->fetch(kit::Cursor()));
    ASSERT_TRUE(page.has_value()) << page.error().detail;
    EXPECT_FALSE(page->records.empty());
    WireClient other = portal(34);
    const auto changed = connector(other);
    changed->remember(first->mark);
    const Result<kit::Probe> third = testing::run_coro(changed->probe());
    ASSERT_TRUE(third.has_value()) << third.error().detail;
    EXPECT_NE(third->mark, first->mark);
}

} // namespace
} // namespace moisson::contract
