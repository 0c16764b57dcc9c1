// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Views over a real index and a store of values.
#include "search/follower.hpp"
#include "search/search_index.hpp"
#include "support/manual_clock.hpp"
#include "support/run_coro.hpp"
#include "unit/views/fake_store.hpp"
#include "views/highlight.hpp"
#include "views/make_views.hpp"
#include "views/portal_cache.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <gtest/gtest.h>

#include <future>

namespace moisson::test {
namespace {

using moisson::testing::run_coro;
using views::DatasetOutcome;
using views::Marked;

std::string show(const Marked& marked) {
    std::string out;
    for (const views::MarkedPart& part : marked)
        out += part.match ? "[" + part.text + "]" : part.text;
    return out;
}

LangText french(std::string text) {
    LangText out;
    out.lang = "fr";
    out.text = std::move(text);
    return out;
}

TEST(MarkWords, MarksOriginalSpellingsAndKeepsTheText) {
    EXPECT_EQ(
        show(views::mark_words("L'Eau potable & l'eau", {"eau"})),
        "L'[Eau] potable & l'[eau]"
    );
    EXPECT_EQ(show(views::mark_words("OpenData <b>", {"opendata"})), "[OpenData] <b>");
    EXPECT_EQ(show(views::mark_words("rien", {"eau"})), "rien");
    EXPECT_TRUE(views::mark_words("", {"eau"}).empty());
}

TEST(ExcerptAround, StartsNearTheMatchAndCutsOnWords) {
    const std::string far =
        std::string(60, 'x') + " " + std::string(60, 'y') + " le budget communal voté";
    const std::string cut = views::excerpt_around(far, {"budget"}, 60);
    EXPECT_NE(cut.find("budget"), std::string::npos);
    EXPECT_TRUE(cut.starts_with("…"));
    EXPECT_EQ(views::excerpt_around("court", {"budget"}, 60), "court");
    EXPECT_EQ(views::excerpt_around("un deux trois quatre", {}, 10), "un deux…");
}

class ViewsTest : public ::testing::Test {
protected:
    ViewsTest() {
        store::CatalogEntry entry;
        entry.id = dataset_id_at_first_sight("ci", "ckan", "riz");
        entry.slug = "ci-prix-du-riz";
        entry.portal_key = "ci";
        entry.dataset.title.push_back(french("Prix du riz"));
        entry.dataset.description.push_back(french("Relevés par marché"));
        entry.dataset.countries = {"CI"};
        entry.first_seen = clock.now();
        std::vector<store::CatalogEntry> entries{entry};
        entry.id = dataset_id_at_first_sight("ci", "ckan", "ancien");
        entry.slug = "ci-ancien";
        entry.state = RecordState::archived;
        entries.push_back(entry);
        index.apply(entries, store::FeedPosition());
        index.set_ready();
        store::PortalSummary portal;
        portal.key = "ci";
        portal.title = "Données de Côte d'Ivoire";
        database.portal_list.push_back(portal);
        store::DatasetRecord record;
        record.id = entries[0].id;
        record.slug = entries[0].slug;
        database.by_name["ci-prix-du-riz"] = record;
        database.by_name["ancien-nom"] = record;
        record.state = RecordState::archived;
        record.slug = "ci-ancien";
        database.by_name["ci-ancien"] = record;
        auto status = [this] { return follower; };
        catalogue =
            views::make_catalog_views(index, database, clock, status, searches.get_executor());
    }
    views::DatasetAnswer dataset(const std::string& name) {
        asio::awaitable<Result<views::DatasetAnswer>> task = catalogue->dataset(name);
        return run_coro(io, std::move(task)).value();
    }
    Result<views::SearchPage> search(const std::string& text) {
        search::SearchQuery query;
        query.text = text;
        search::FacetRequest request;
        request.facet = search::Facet::portal;
        query.facets.push_back(request);
        asio::awaitable<Result<views::SearchPage>> task = catalogue->search(query, "fr");
        return run_coro(io, std::move(task));
    }

    moisson::testing::ManualClock clock;
    search::SearchIndex index;
    FakeStore database;
    search::FollowerStatus follower;
    // Outlives the pool, whose jobs hold on to it.
    asio::io_context io;
    asio::thread_pool searches{1};
    std::unique_ptr<views::CatalogViews> catalogue;
};

TEST_F(ViewsTest, ShowsMarkedResultsWithTheNamesOfPortals) {
    const auto page = search("riz").value();
    ASSERT_EQ(page.hits.size(), 1U);
    EXPECT_EQ(show(page.hits[0].title), "Prix du [riz]");
    EXPECT_EQ(page.hits[0].portal_title, "Données de Côte d'Ivoire");
    EXPECT_EQ(page.result.facets[0].items[0].label, "Données de Côte d'Ivoire");
}

TEST_F(ViewsTest, SearchesWithoutTheDatabaseAndDoesNotAskItEachTime) {
    EXPECT_TRUE(search("riz"));
    database.down = true;
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(search("riz")->hits[0].portal_title, "Données de Côte d'Ivoire");
    EXPECT_EQ(database.portal_reads, 1);
}

TEST_F(ViewsTest, JudgesAsOfTheLeastRecentCompleteRunOfThePortal) {
    FreshnessDates& dates = database.by_name["ci-prix-du-riz"].signal.freshness;
    dates.basis = FreshnessBasis::declared;
    const Instant due = std::chrono::floor<std::chrono::days>(clock.now()) - std::chrono::days(5);
    dates.expected_at = due;
    dates.late_at = due + std::chrono::days(2);
    dates.very_late_at = due + std::chrono::days(4);
    database.by_name["ci-prix-du-riz"].portal_key = "ci";
    store::PortalSummary& portal = database.portal_list[0];
    const auto read_at = [&](const char* key, Instant when) {
        store::SourceSummary source;
        source.key = key;
        source.last_complete_run.emplace();
        source.last_complete_run->started_at = when;
        portal.sources.push_back(source);
    };
    const auto again = [this] {
        clock.advance(io, std::chrono::minutes(2));
        return dataset("ci-prix-du-riz").freshness;
    };
    EXPECT_EQ(again().state, Freshness::inconnue);
    read_at("ci", due + std::chrono::hours(80));
    EXPECT_EQ(again().state, Freshness::en_retard);
    EXPECT_EQ(again().seen_until, due + std::chrono::days(3));
    read_at("ci-2", due + std::chrono::hours(5));
    EXPECT_EQ(again().state, Freshness::attendue);
    // The search says the same, and counts it.
    portal.sources[1].enabled = false;
    EXPECT_EQ(again().state, Freshness::en_retard);
    EXPECT_EQ(search("riz")->hits[0].freshness.state, Freshness::inconnue);
}

TEST_F(ViewsTest, AnswersTheRestWhileASearchIsSlow) {
    std::promise<void> slow;
    asio::post(searches, [&slow] { slow.get_future().wait(); });
    std::vector<std::string> order;
    search::SearchQuery query;
    query.text = "riz";
    asio::co_spawn(io, catalogue->search(query, "fr"), [&](std::exception_ptr, auto page) {
        order.push_back(page ? "search" : "no search");
        io.stop();
    });
    asio::co_spawn(io, catalogue->dataset("ci-prix-du-riz"), [&](std::exception_ptr, auto) {
        order.push_back("dataset");
        slow.set_value();
    });
    const auto guard = asio::make_work_guard(io);
    io.run_for(std::chrono::seconds(5));
    EXPECT_EQ(order, (std::vector<std::string>{"dataset", "search"}));
}

TEST_F(ViewsTest, TellsApartFoundMovedGoneAndUnknown) {
    EXPECT_EQ(dataset("ci-prix-du-riz").outcome, DatasetOutcome::found);
    EXPECT_EQ(dataset("ancien-nom").outcome, DatasetOutcome::moved);
    EXPECT_EQ(dataset("ancien-nom").slug, "ci-prix-du-riz");
    EXPECT_EQ(dataset("ci-ancien").outcome, DatasetOutcome::gone);
    EXPECT_EQ(dataset("jamais-vu").outcome, DatasetOutcome::not_found);
}

TEST_F(ViewsTest, ShowsTheShortFormWithoutTheDatabase) {
    database.down = true;
    EXPECT_EQ(dataset("ci-prix-du-riz").outcome, DatasetOutcome::found_brief);
    EXPECT_EQ(dataset("ci-ancien").outcome, DatasetOutcome::gone);
    const std::string id = to_string(dataset_id_at_first_sight("ci", "ckan", "riz"));
    EXPECT_EQ(dataset(id).brief->slug, "ci-prix-du-riz");
    asio::awaitable<Result<views::DatasetAnswer>> task = catalogue->dataset("ancien-nom");
    EXPECT_EQ(run_coro(io, std::move(task)).error().code, Code::store_unavailable);
}

// Its counts cost a large base the better part of a second.
TEST_F(ViewsTest, ReadsThePortalsAtMostOnceASecond) {
    const auto read = [this] {
        asio::awaitable<Result<std::vector<views::PortalSummary>>> task = catalogue->portals();
        return run_coro(io, std::move(task)).value().size();
    };
    EXPECT_TRUE(catalogue->portal_keys().empty());
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(read(), 1U);
    EXPECT_EQ(database.portal_reads, 1);
    EXPECT_EQ(catalogue->portal_keys(), std::vector<std::string>{"ci"});
    asio::awaitable<Result<views::HomeView>> home = catalogue->home("fr");
    EXPECT_EQ(run_coro(io, std::move(home)).value().portals, 1);
    EXPECT_EQ(database.portal_reads, 1);
    clock.advance(io, std::chrono::seconds(2));
    EXPECT_EQ(read(), 1U);
    EXPECT_EQ(database.portal_reads, 2);
}

TEST_F(ViewsTest, RefusesToSearchBeforeTheIndexIsReady) {
    search::SearchIndex empty;
    auto status = [this] { return follower; };
    catalogue = views::make_catalog_views(empty, database, clock, status, searches.get_executor());
    EXPECT_EQ(search("riz").error().code, Code::store_unavailable);
    asio::awaitable<Result<views::HomeView>> home = catalogue->home("fr");
    EXPECT_EQ(run_coro(io, std::move(home)).error().code, Code::store_unavailable);
    EXPECT_EQ(database.portal_reads, 0) << "it would wait for a database that builds an index";
    EXPECT_FALSE(catalogue->readiness().index_ready);
}

TEST_F(ViewsTest, CountsForTheHomePageWithoutArchivedDatasets) {
    asio::awaitable<Result<views::HomeView>> task = catalogue->home("fr");
    const auto home = run_coro(io, std::move(task)).value();
    EXPECT_EQ(home.datasets, 1);
    EXPECT_EQ(home.portals, 1);
    EXPECT_EQ(home.newest.size(), 1U);
    ASSERT_EQ(home.countries.size(), 1U);
    EXPECT_EQ(home.countries[0].value, "CI");
}

TEST_F(ViewsTest, ShowsIssuesOfAPortalMostFrequentFirstWithSamples) {
    database.portal_list[0].issues = {{"BAD_DATE", 3}, {"BAD_URL", 70}};
    for (int i = 0; i < 9; ++i) {
        store::IssueRow row;
        row.issue = Issue(Code::bad_url, Stage::normalise, std::to_string(i));
        database.issue_rows.push_back(row);
    }
    asio::awaitable<Result<views::PortalView>> task = catalogue->portal("ci");
    const auto view = run_coro(io, std::move(task)).value();
    ASSERT_EQ(view.issues.size(), 2U);
    EXPECT_EQ(view.issues[0].code, Code::bad_url);
    EXPECT_EQ(view.issues[0].count, 70);
    EXPECT_EQ(view.issues[0].samples.size(), 5U);
}

TEST_F(ViewsTest, PutsErrorsBeforeWarningsHoweverMany) {
    database.portal_list[0].issues = {{"BAD_DATE", 300}, {"NOT_JSON", 1}, {"BAD_URL", 70}};
    asio::awaitable<Result<views::PortalView>> task = catalogue->portal("ci");
    const auto view = run_coro(std::move(task)).value();
    ASSERT_EQ(view.issues.size(), 3U);
    EXPECT_EQ(view.issues[0].code, Code::not_json);
    EXPECT_EQ(view.issues[1].code, Code::bad_date);
}

TEST_F(ViewsTest, ShowsAPortalsProblemOnceHoweverManyRunsMetIt) {
    database.portal_list[0].issues = {{"COUNT_MISMATCH", 1}};
    store::SourceSummary source;
    source.key = "ci";
    source.told_run = RunId(2);
    database.portal_list[0].sources = {source};
    for (const std::int64_t run : {1, 2}) {
        store::IssueRow row;
        row.run = RunId(run);
        row.issue = Issue(Code::count_mismatch, Stage::reconcile, "12 of 13 received");
        database.issue_rows.push_back(row);
    }
    asio::awaitable<Result<views::PortalView>> task = catalogue->portal("ci");
    const auto view = run_coro(io, std::move(task)).value();
    ASSERT_EQ(view.issues.size(), 1U);
    EXPECT_EQ(view.issues[0].samples.size(), 1U);
}

TEST_F(ViewsTest, NamesTheRecordsThatHaveProblems) {
    database.portal_list[0].issues = {{"BAD_DATE", 2}};
    for (const char* const id : {"0a1b", "gone"}) {
        store::IssueRow row;
        row.issue = Issue(Code::bad_date, Stage::normalise, "issued: hier");
        row.issue.remote_id = id;
        database.issue_rows.push_back(row);
    }
    database.names["0a1b"] = {"Prix du riz", "ci-prix-du-riz"};
    asio::awaitable<Result<views::PortalView>> task = catalogue->portal("ci");
    const auto view = run_coro(io, std::move(task)).value();
    EXPECT_EQ(view.names, (views::RecordNames{{"0a1b", {"Prix du riz", "ci-prix-du-riz"}}}));
}

TEST_F(ViewsTest, RecountsARunOnlyWhenAsked) {
    store::RunReport report;
    report.detail.requests = 17;
    report.checks.push_back({"created", 2, 2, 2});
    database.run_reports[RunId(42)] = report;
    const auto view = [this](RunId id, views::Recount recount) {
        asio::awaitable<Result<views::RunView>> task = catalogue->run(id, recount);
        return run_coro(io, std::move(task));
    };
    EXPECT_EQ(view(RunId(42), views::Recount::yes).value().report.checks.size(), 1U);
    const views::RunView plain = view(RunId(42), views::Recount::no).value();
    EXPECT_TRUE(plain.report.checks.empty());
    EXPECT_EQ(plain.report.detail.requests, 17);
    EXPECT_EQ(view(RunId(7), views::Recount::no).error().code, Code::not_found);
}

TEST_F(ViewsTest, SaysHowOldItsKnowledgeIs) {
    follower.last_contact = clock.now() - std::chrono::seconds(90);
    follower.generation = 42;
    const views::Readiness readiness = catalogue->readiness();
    EXPECT_EQ(readiness.lag, std::chrono::seconds(90));
    EXPECT_EQ(readiness.generation, 42);
    EXPECT_FALSE(readiness.database_ok);
}

TEST(InDifficulty, IsAFailedRunOrThreeMissedIntervals) {
    const Instant now{std::chrono::hours(500'000)};
    store::PortalSummary portal;
    EXPECT_FALSE(views::is_in_difficulty(portal, now));
    portal.last_run.emplace();
    portal.last_run->state = RunState::failed;
    EXPECT_TRUE(views::is_in_difficulty(portal, now));
    portal.last_run->state = RunState::complete;
    store::SourceSummary source;
    source.interval = std::chrono::hours(24);
    portal.sources.push_back(source);
    portal.last_complete_run.emplace();
    portal.last_complete_run->ended_at = now - std::chrono::hours(71);
    EXPECT_FALSE(views::is_in_difficulty(portal, now));
    portal.last_complete_run->ended_at = now - std::chrono::hours(73);
    EXPECT_TRUE(views::is_in_difficulty(portal, now));
    portal.enabled = false;
    EXPECT_FALSE(views::is_in_difficulty(portal, now));
}

TEST(InDifficulty, IsAHeldRunUntilSomebodyDecides) {
    const Instant now{std::chrono::hours(500'000)};
    store::PortalSummary portal;
    portal.last_run.emplace();
    portal.last_run->state = RunState::held;
    EXPECT_TRUE(views::is_in_difficulty(portal, now));
    portal.last_run->decision.emplace().verdict = HeldVerdict::refused;
    EXPECT_FALSE(views::is_in_difficulty(portal, now));
    // A probe or a smaller run may have come since.
    portal.last_run->state = RunState::complete;
    portal.sources.emplace_back().awaiting_decision = RunId(7);
    EXPECT_TRUE(views::is_in_difficulty(portal, now));
}

} // namespace
} // namespace moisson::test
