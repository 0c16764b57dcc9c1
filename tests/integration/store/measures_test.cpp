// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The series that daily measures make: by day, and by the last day of each week or month.
#include "fixture.hpp"
#include "store/measures.hpp"
#include "store/portal_gauges.hpp"

namespace moisson::store::testing {
namespace {

using std::chrono::sys_days;
using namespace std::chrono_literals;

constexpr const char* fill = R"sql(
insert into daily_measure
select d::date, s, case s when 'all' then '' when 'portal' then 'bf' else 'BF' end,
    extract(doy from d), 1, 2, 3, 4, 5, 6, 100, 2
from generate_series('2026-01-01'::timestamp, '2026-03-10', '1 day') d,
    unnest(array['all', 'portal', 'country']) s
where d::date <> '2026-01-31')sql";

TEST(Measures, AreReadByDayWeekAndMonth) {
    World world;
    world.sql().exec(fill);
    MeasureQuery query;
    query.from = sys_days(2026y / 1 / 10);
    query.to = sys_days(2026y / 3 / 5);
    const std::vector<Measure> days = await(read_measures(world.database, query)).value();
    ASSERT_EQ(days.size(), 54U) << "a day without a measure is left out";
    EXPECT_EQ(days.front().day, query.from);
    EXPECT_EQ(days.front().datasets, 10);
    EXPECT_EQ(days.front().states, (std::array<std::int64_t, 6>{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(days.front().quality(), 50.0);
    EXPECT_EQ(days.back().day, query.to);
    query.step = MeasureStep::month;
    const std::vector<Measure> months = await(read_measures(world.database, query)).value();
    ASSERT_EQ(months.size(), 3U);
    EXPECT_EQ(months[0].day, sys_days(2026y / 1 / 30)) << "the last that was measured";
    EXPECT_EQ(months[1].day, sys_days(2026y / 2 / 28));
    EXPECT_EQ(months[2].day, query.to);
    query.step = MeasureStep::week;
    const std::vector<Measure> weeks = await(read_measures(world.database, query)).value();
    EXPECT_EQ(weeks[0].day, sys_days(2026y / 1 / 11)) << "a Sunday";
    EXPECT_EQ(weeks.size(), 9U);
    query.scope = MeasureScope::portal;
    query.subject = "tg";
    EXPECT_TRUE(await(read_measures(world.database, query)).value().empty());
    query.subject = "bf";
    EXPECT_EQ(await(read_measures(world.database, query)).value().size(), 9U);
    query.scope = MeasureScope::country;
    query.subject = "BF";
    EXPECT_EQ(await(read_measures(world.database, query)).value(), weeks);
}

// Two agents of one name in addresses are one publisher, as in the index.
TEST(Measures, OfAPublisherAreThoseOfAllThatAreNamedSo) {
    World world;
    world.sync({a_portal("bf"), a_portal("tg")});
    world.harvest("bf", {a_record("bf", "a", "A")});
    world.harvest("tg", {a_record("tg", "b", "B")});
    const std::string slug = world.text("select min(slug) from agent");
    ASSERT_EQ(world.number("select count(*) from agent"), 2);
    world.sql().script("update agent set slug = (select min(slug) from agent)");
    world.sql().exec("insert into daily_measure select '2026-02-01', 'publisher', id::text, 3, 1, "
                     "0, 1, 0, 1, 0, 100, 2, 300, 1 from agent");
    MeasureQuery query;
    query.scope = MeasureScope::publisher;
    query.subject = slug;
    query.from = sys_days(2026y / 1 / 1);
    query.to = sys_days(2026y / 3 / 1);
    const std::vector<Measure> both = await(read_measures(world.database, query)).value();
    ASSERT_EQ(both.size(), 1U);
    EXPECT_EQ(both[0].datasets, 6);
    EXPECT_EQ(both[0].quality(), 50.0);
    EXPECT_EQ(both[0].mqa(), 300.0);
    query.subject = "inconnu";
    EXPECT_TRUE(await(read_measures(world.database, query)).value().empty());
}

// For monitoring: the newest measure, the certificate and the stretches of the last month.
TEST(Measures, GaugesAreReadOfEachEnabledPortal) {
    World world;
    world.sync({a_portal("bf"), a_portal("tg")});
    world.sql().exec(fill);
    world.sql().script(
        "insert into portal_watch (portal, next_at, certificate_expires) select id, moisson.now(), "
        "'2027-01-02' from portal where key = 'bf' on conflict (portal) do update set "
        "certificate_expires = excluded.certificate_expires;"
        "insert into portal_health (portal, since, until, state, reasons) select id, moisson.now() "
        "- v.days * interval '1 day', moisson.now() - (v.days - 1) * interval '1 day', v.state, "
        "'{}' from portal, (values (60, 'DOWN'), (3, 'UP'), (2, 'DOWN')) v (days, state) where key "
        "= 'bf'"
    );
    const auto gauges = await(read_portal_gauges(world.database)).value();
    ASSERT_EQ(gauges.size(), 2U);
    EXPECT_EQ(gauges[0].portal, "bf");
    ASSERT_TRUE(gauges[0].measure);
    EXPECT_EQ(gauges[0].measure->day, sys_days(2026y / 3 / 10));
    EXPECT_EQ(gauges[0].measure->quality(), 50.0);
    EXPECT_TRUE(gauges[0].standing.certificate_expires);
    ASSERT_EQ(gauges[0].standing.intervals.size(), 2U) << "two months ago is too old";
    EXPECT_EQ(gauges[0].standing.intervals[1].state, PortalHealth::down);
    EXPECT_FALSE(gauges[1].measure);
    EXPECT_TRUE(gauges[1].standing.intervals.empty());
}

} // namespace
} // namespace moisson::store::testing
