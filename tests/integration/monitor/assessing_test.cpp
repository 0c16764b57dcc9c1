// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From a harvest to the stored dates, and from there to the filter.
#include "integration/store/fixture.hpp"
#include "monitor/assessing.hpp"
#include "search/search_index.hpp"
#include "store/measures.hpp"
#include "store/updates_due.hpp"
#include "store/verdict_history.hpp"
#include "unit/monitor/builders.hpp"
#include "unit/normalise/vocabulary_fixture.hpp"

namespace moisson::store::testing {
namespace {

using monitor::at;
using monitor::on;

RecordChange dated(const std::string& id, const std::string& frequency, std::string_view modified) {
    RecordChange record = a_record("bf", id, "Jeu " + id);
    record.dataset.frequency.code = frequency;
    record.dataset.distributions.clear();
    record.dataset.modified = on(modified);
    return record;
}

monitor::AssessingReport assess(World& world, int step = 500) {
    const auto store = make_assessment_store(world.database);
    return await(monitor::assess_waiting(
                     *store,
                     monitor::assessment_rules(normalise::vocabularies()),
                     step
                 ))
        .value();
}

TEST(Assessing, WritesTheDatesOfWhatWasHarvestedAndNothingTwice) {
    World world;
    world.sync({a_portal("bf")});
    EXPECT_EQ(assess(world).looked_at, 0) << "nothing is judged before the first complete run";
    world.harvest(
        "bf",
        {dated("semaine", "WEEKLY", "2020-01-06"),
         dated("jamais", "NEVER", "2020-01-06"),
         dated("sans", "", "2020-01-06")}
    );
    const std::int64_t before = world.number("select max(number) from change");
    const monitor::AssessingReport report = assess(world, 2);
    EXPECT_EQ(report.looked_at, 3);
    EXPECT_EQ(report.changed, 3);
    EXPECT_EQ(
        world.text("select late_at::date::text from dataset_signal where basis = 'declared'"),
        "2020-01-20"
    );
    EXPECT_EQ(world.number("select count(*) from dataset_signal where basis = 'not_due'"), 1);
    // Followers hear of each of them, and the history does not.
    EXPECT_EQ(
        world.number(("select count(*) from change where cause = 'signal' and number > " +
                      std::to_string(before))
                         .c_str()),
        3
    );
    EXPECT_EQ(world.number("select count(*) from dataset_history"), 0);
    EXPECT_EQ(assess(world).looked_at, 0);
    // Another run: looked at again, nothing is written.
    world.harvest(
        "bf",
        {dated("semaine", "WEEKLY", "2020-01-06"),
         dated("jamais", "NEVER", "2020-01-06"),
         dated("sans", "", "2020-01-06")}
    );
    const monitor::AssessingReport again = assess(world);
    EXPECT_EQ(again.looked_at, 3);
    EXPECT_EQ(again.changed, 0);
    // Other rules judge again without a run.
    AssessmentRules other = monitor::assessment_rules(normalise::vocabularies());
    other.version += "+";
    const auto store = make_assessment_store(world.database);
    EXPECT_EQ(await(monitor::assess_waiting(*store, other, 500))->looked_at, 3);
}

// A correction of the frequency, a new vocabulary of the source: no run tells of them.
TEST(Assessing, WhatIsMappedAgainIsJudgedAgain) {
    World world;
    world.sync({a_portal("bf")});
    RecordChange record = dated("r", "WEEKLY", "2020-01-06");
    world.harvest("bf", {record, dated("autre", "WEEKLY", "2020-01-06")});
    EXPECT_EQ(assess(world).changed, 2);
    EXPECT_EQ(assess(world).looked_at, 0);
    record.mapping_version = sha256("mapping 2");
    record.dataset.frequency.code = "ANNUAL";
    DatabaseOptions options = database_options(world.conninfo);
    options.role = "moisson_harvest";
    Database database(options);
    const auto harvests = make_harvest_store(database);
    const SourceId source(world.number("select id from source"));
    const auto remapped = await(harvests->commit_remap(source, {record}, {}, 0));
    ASSERT_TRUE(remapped) << remapped.error().detail;
    ASSERT_EQ(remapped->remapped, 1);
    const monitor::AssessingReport again = assess(world);
    EXPECT_EQ(again.looked_at, 2);
    EXPECT_EQ(again.changed, 1);
    EXPECT_EQ(assess(world).looked_at, 0);
    // In the middle of a walk: what it has passed is looked at again at its end.
    world.sql().script(
        "update assessment set after = 'ffffffff-0000-0000-0000-000000000000', tally = '{}'"
    );
    record.mapping_version = sha256("mapping 3");
    record.dataset.frequency.code = "DAILY";
    ASSERT_EQ(await(harvests->commit_remap(source, {record}, {}, 0))->remapped, 1);
    EXPECT_EQ(assess(world).changed, 1);
}

// Decision 19: one row for each change, whoever writes; none when nothing changes.
TEST(Assessing, WhatWasThoughtOfADatasetIsKeptAsIntervals) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", {dated("r", "WEEKLY", "2020-01-06")});
    assess(world);
    const auto spans = [&] {
        const Uuid id = *uuid_from_string(world.text("select id::text from dataset"));
        return await(read_verdicts(world.database, id)).value();
    };
    ASSERT_EQ(spans().size(), 1U);
    EXPECT_FALSE(spans()[0].until);
    EXPECT_TRUE(spans()[0].quality);
    EXPECT_EQ(to_iso8601(*spans()[0].late_at), "2020-01-20T00:00:00Z");
    travel(world, "1 day");
    world.harvest("bf", {dated("r", "WEEKLY", "2020-01-06")});
    assess(world);
    EXPECT_EQ(spans().size(), 1U) << "the same verdict is no row";
    world.sql().script("update dataset_signal set popularity = 7");
    EXPECT_EQ(spans().size(), 1U);
    travel(world, "2 days");
    world.sql().script(
        "set role moisson_monitor; update dataset_signal set links = 'broken'; reset role"
    );
    ASSERT_EQ(spans().size(), 2U);
    EXPECT_EQ(spans()[0].links, "broken");
    EXPECT_EQ(spans()[1].until, spans()[0].since);
}

// What is published in time has other dates each week and the same verdict.
TEST(Assessing, DatesThatMoveWhileItIsUpToDateAreNoOtherVerdict) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", {dated("r", "WEEKLY", "2020-01-06")});
    assess(world);
    const auto spans = [&] {
        const Uuid id = *uuid_from_string(world.text("select id::text from dataset"));
        return await(read_verdicts(world.database, id)).value();
    };
    // expected, late and very late in so many days
    const auto dates = [&](int expected) {
        world.sql().exec(
            "update dataset_signal set expected_at = moisson.now() + $1 * interval '1 day', "
            "late_at = moisson.now() + ($1 + 7) * interval '1 day', "
            "very_late_at = moisson.now() + ($1 + 21) * interval '1 day'",
            Params(static_cast<std::int64_t>(expected))
        );
    };
    travel(world, "1 day");
    dates(7);
    ASSERT_EQ(spans().size(), 2U) << "very late before, up to date now";
    travel(world, "5 days");
    dates(9);
    const auto moved = spans();
    ASSERT_EQ(moved.size(), 2U);
    EXPECT_EQ(
        to_iso8601(*moved[0].expected_at),
        to_iso8601(world.sql().exec("select expected_at from dataset_signal").instant(0, 0))
    );
    travel(world, "20 days");
    dates(7);
    EXPECT_EQ(spans().size(), 3U) << "it had been late meanwhile";
}

// The transaction that began first may commit last: what it says is the last word.
TEST(Assessing, AVerdictOfALongTransactionIsNotPutBeforeAnother) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", {dated("r", "WEEKLY", "2020-01-06")});
    assess(world);
    Connection early(session(world.conninfo));
    early.exec("begin");
    early.exec("select moisson.now()");
    world.sql().script("update dataset_signal set links = 'broken'");
    early.exec("update dataset_signal set links = 'ok'");
    early.exec("commit");
    const Uuid id = *uuid_from_string(world.text("select id::text from dataset"));
    const auto spans = await(read_verdicts(world.database, id)).value();
    ASSERT_FALSE(spans.empty());
    EXPECT_EQ(spans[0].links, "ok");
    EXPECT_FALSE(spans[0].until);
}

// "À jour, rien à publier" is the best evidence there is (S4).
TEST(Assessing, AProducersWordMovesTheDates) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest(
        "bf",
        {dated("r", "WEEKLY", "2020-01-06"), dated("autre", "WEEKLY", "2020-01-06")}
    );
    assess(world);
    world.sql().script("insert into feedback (at, kind, dataset) select '2020-02-03 15:00+00', "
                       "'up_to_date', id from dataset where remote_id = 'r'");
    world.harvest(
        "bf",
        {dated("r", "WEEKLY", "2020-01-06"), dated("autre", "WEEKLY", "2020-01-06")}
    );
    EXPECT_EQ(assess(world).changed, 1);
    EXPECT_EQ(
        world.text("select evidence || ' ' || counted_from::date || ' ' || late_at::date from "
                   "dataset_signal g join dataset d on d.id = g.dataset where d.remote_id = 'r'"),
        "confirmed 2020-02-03 2020-02-17"
    );
}

TEST(Assessing, AFileThatChangedMovesTheDatesAndDocumentationDoesNot) {
    World world;
    world.sync({a_portal("bf")});
    RecordChange file = a_record("bf", "r", "Jeu");
    file.dataset.frequency.code = "WEEKLY";
    file.dataset.modified = on("2020-01-06");
    RecordChange notice = a_record("bf", "notice", "Notice");
    notice.dataset.frequency.code = "WEEKLY";
    notice.dataset.modified = on("2020-01-06");
    for (Distribution& one : notice.dataset.distributions)
        one.kind = "Documentation";
    world.harvest("bf", {file, notice});
    assess(world);
    world.sql().script(
        "insert into link_memory (link, memory, probes) select link, json_build_object("
        "'content_changed_at', min('2020-02-0' || (2 + position % 2)::text || 'T15:00:00Z')), "
        "'[]'::json "
        "from distribution where link is not null group by link"
    );
    world.harvest("bf", {file, notice});
    EXPECT_EQ(assess(world).changed, 1);
    EXPECT_EQ(
        world.text("select evidence || ' ' || counted_from::date || ' ' || late_at::date from "
                   "dataset_signal g join dataset d on d.id = g.dataset where d.remote_id = 'r'"),
        "content 2020-02-03 2020-02-17"
    );
}

TEST(Assessing, WhatLostItsFilesIsKnownFromWhatNeverHadAny) {
    World world;
    world.sync({a_portal("bf")});
    RecordChange never = dated("jamais", "WEEKLY", "2020-01-06");
    RecordChange file = a_record("bf", "fichier", "Jeu fichier");
    RecordChange loses = a_record("bf", "perdu", "Jeu perdu");
    world.harvest("bf", {never, file, loses});
    assess(world);
    const auto known = [&] {
        return world.text(
            "select coalesce(string_agg(d.remote_id || ':' || (e.since is not null)::text, ' ' "
            "order by d.remote_id), '') from dataset_empty e join dataset d on d.id = e.dataset"
        );
    };
    EXPECT_EQ(known(), "jamais:false");
    RecordChange lost = loses;
    lost.dataset.distributions.resize(1);
    lost.dataset.distributions[0].kind = "Documentation";
    lost.source_digest = sha256("sans fichier");
    world.harvest("bf", {never, file, lost});
    assess(world);
    EXPECT_EQ(known(), "jamais:false perdu:true");
    // Its files are back.
    loses.source_digest = sha256("de retour");
    world.harvest("bf", {never, file, loses});
    assess(world);
    EXPECT_EQ(known(), "jamais:false");
}

TEST(Assessing, AnHourSharedByAFifthOfTheSourceIsWeakEvidence) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> records;
    for (int i = 0; i < 25; ++i)
        records.push_back(dated(
            "masse" + std::to_string(i),
            "WEEKLY",
            "2026-01-06T10:0" + std::to_string(i % 10) + ":00Z"
        ));
    for (int i = 0; i < 19; ++i)
        records.push_back(dated("autre" + std::to_string(i), "WEEKLY", "2025-01-06T10:00:00Z"));
    world.harvest("bf", records);
    assess(world);
    EXPECT_EQ(
        world.number("select count(*) from dataset_signal where evidence = 'mass_touched'"),
        25
    );
    EXPECT_EQ(world.number("select count(*) from dataset_signal where evidence = 'dataset'"), 19);
}

TEST(Assessing, TheFilterFindsAndTheCalendarRewritesNothing) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest(
        "bf",
        {dated("semaine", "WEEKLY", "2026-01-06"), dated("an", "ANNUAL", "2026-01-06")}
    );
    assess(world);
    search::SearchIndex index;
    index.apply(await(world.feed->chunk(DatasetId(), 100)).value(), FeedPosition());
    const auto totals = [&](const char* seen) {
        search::SearchQuery query;
        auto until = std::make_shared<search::SeenUntil>();
        until->emplace("bf", at(seen));
        query.seen_until = std::move(until);
        query.facets.push_back({search::Facet::freshness, 10, {}});
        std::map<std::string, std::int64_t> out;
        const auto answer = index.search(query);
        for (const search::FacetItem& item : answer->facets.front().items)
            out[item.value] = item.count;
        for (const auto& [value, count] : out) {
            search::SearchQuery filtered = query;
            filtered.filter(search::Facet::freshness) = {value};
            EXPECT_EQ(index.search(filtered)->total, count) << value;
        }
        return out;
    };
    using Counts = std::map<std::string, std::int64_t>;
    EXPECT_EQ(totals("2026-01-12T00:00:00Z"), (Counts{{"a_jour", 2}}));
    EXPECT_EQ(totals("2026-01-13T00:00:00Z"), (Counts{{"a_jour", 1}, {"attendue", 1}}));
    EXPECT_EQ(totals("2026-01-20T00:00:00Z"), (Counts{{"a_jour", 1}, {"en_retard", 1}}));
    EXPECT_EQ(totals("2027-04-06T00:00:00Z"), (Counts{{"tres_en_retard", 2}}));
}

// Rows are shown to whoever is in a hurry only.
TEST(Assessing, WhatAnybodyMayAskIsReadWithinThePublicLimit) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", {dated("r", "WEEKLY", "2020-01-06")});
    assess(world);
    world.sql().script(
        "update dataset_signal set expected_at = moisson.now() + interval '7 days'; "
        "insert into daily_measure values ('2026-11-01', 'all', '', 1, 1, 0, 0, 0, 0, 0, 0, 0)"
    );
    for (const char* const table : {"dataset_signal", "verdict", "daily_measure"})
        world.sql().script(
            std::string("alter table ") + table + " enable row level security; " +
            "create policy hurried on " + table +
            " using (current_setting('statement_timeout') = '5s')"
        );
    DatabaseOptions options = database_options(world.conninfo);
    options.role = "moisson_api";
    Database reads(options);
    UpdatesQuery updates;
    updates.portal = "bf";
    EXPECT_EQ(await(read_updates_due(reads, updates)).value().size(), 1U);
    const Uuid id = *uuid_from_string(world.text("select id::text from dataset"));
    EXPECT_FALSE(await(read_verdicts(reads, id)).value().empty());
    MeasureQuery measures;
    measures.from = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);
    measures.to = measures.from;
    EXPECT_EQ(await(read_measures(reads, measures)).value().size(), 1U);
}

} // namespace
} // namespace moisson::store::testing
