// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A network of forty portals, and how much of it each person hears. 40 days; the year with
// MOISSON_DAYS=365, another life with MOISSON_SEED.
#include "simulation/mail/year.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>

namespace moisson::simulation {
namespace {

MailYearOptions asked() {
    MailYearOptions out;
    if (const char* days = std::getenv("MOISSON_DAYS"))
        out.days = std::atoi(days);
    if (const char* portals = std::getenv("MOISSON_PORTALS"))
        out.portals = std::atoi(portals);
    if (const char* seed = std::getenv("MOISSON_SEED"))
        out.seed = static_cast<std::uint64_t>(std::atoll(seed));
    return out;
}

class Year : public ::testing::Test {
protected:
    // What the receiving servers took, one row for each message, at its first arrival.
    void note_arrivals() {
        with.world.sql().script("create table moisson.arrived (message_id text primary key, "
                                "recipient text, at timestamptz)");
        for (const Taken& one : with.post.taken)
            with.world.sql().exec(
                "insert into arrived (message_id, recipient, at) values ($1, $2, $3) "
                "on conflict do nothing",
                store::Params(one.message_id, one.recipient, one.at)
            );
    }
    // Whom each message reached, and which of them reached somebody twice.
    void count_arrivals() {
        for (const Taken& one : with.post.taken)
            if (!recipients[one.message_id].insert(one.recipient).second) {
                ++doubles;
                doubled.insert(one.message_id);
            }
    }
    void show(const char* title, const char* query) {
        std::printf("\n%s\n", title);
        const store::Rows rows = with.world.sql().exec(query);
        for (int i = 0; i < rows.size(); ++i)
            std::printf("  %s\n", rows.str(i, 0).c_str());
    }

    void tell(std::int64_t most);
    void expect_what_was_sent_arrived();

    MailYear with{asked()};
    std::map<std::string, std::set<std::string>> recipients;
    std::set<std::string> doubled;
    std::int64_t doubles = 0;
};

constexpr const char* weeks = R"sql(
with role as (
    select r.id, r.address, min(s.audience) as audience, min(s.frequency) as frequency
    from subscriber r join subscription s on s.subscriber = r.id group by 1, 2),
spell as (select generate_series(0, (select ceil(extract(epoch from max(at) - min(at)) / 604800)::int
                                     from arrived) - 1) as week),
counted as (
    select o.audience, o.frequency, o.address, w.week, count(a.message_id) as n
    from role o cross join spell w
    left join arrived a on a.recipient = o.address
        and floor(extract(epoch from a.at - (select min(at) from arrived)) / 604800)::int = w.week
    group by 1, 2, 3, 4)
select format('%s %s: %s people, messages per person and week: mean %s, median %s, 95 %% under %s, most %s',
    rpad(audience, 12), rpad(frequency, 10), count(distinct address), round(avg(n), 2),
    percentile_disc(0.5) within group (order by n), percentile_disc(0.95) within group (order by n),
    max(n))
from counted group by audience, frequency order by audience, frequency)sql";

constexpr const char* kinds = R"sql(
select format('%s: %s alerts, %s said, %s inhibited or held at some time', rpad(a.kind, 21), count(distinct a.id),
    count(*) filter (where e.deliver), count(distinct a.id) filter (where e.event in ('inhibited', 'held')))
from alert a join alert_event e on e.alert = a.id group by a.kind order by a.kind)sql";

// Urgent messages less than an hour apart, by arrival.
constexpr const char* hurried = R"sql(
select count(*) from (
    select a.at - lag(a.at) over (partition by a.recipient order by a.at) as gap
    from arrived a join message m using (message_id) where m.kind = 'immediate') x
where gap < interval '59 minutes')sql";
// More than one digest in a day of the person's calendar.
constexpr const char* crowded = R"sql(
select count(*) from (
    select a.recipient, (a.at at time zone r.time_zone)::date as day
    from arrived a join message m using (message_id) join subscriber r on r.address = a.recipient
    where m.kind = 'digest' group by 1, 2 having count(*) > 1) x)sql";
// The most that was sent in 24 hours.
constexpr const char* busiest = R"sql(
select coalesce(max(n), 0) from (
    select count(*) over (order by sent_at range between interval '1 day' preceding and current row) as n
    from message where sent_at is not null) x)sql";
// An alert in more messages to one person than the engine had things to say of it.
constexpr const char* chatter = R"sql(
select count(*) from (
    select m.subscriber, e.episode, count(*) as n from message m cross join unnest(m.episodes) e (episode)
    where m.kind <> 'confirmation' group by 1, 2) x
where n > (select count(*) from alert_event v
           where v.deliver and v.alert = substring(x.episode from 'alerte-([0-9]+)@')::bigint))sql";
// Said of a dataset while its portal was known to be away.
constexpr const char* unjust = R"sql(
select count(*) from alert_event e join alert a on a.id = e.alert join portal p on p.key = a.portal
join portal_health h on h.portal = p.id and h.state in ('DOWN', 'DORMANT')
    and e.at >= h.since and e.at < coalesce(h.until, 'infinity')
where a.audience = 'producer' and e.deliver and e.event in ('fired', 'repeated'))sql";
constexpr const char* strangers = R"sql(
select count(*) from message m where m.kind = 'immediate' and not exists (
    select from subscription s where s.subscriber = m.subscriber and s.audience = 'coordinator'))sql";

void Year::tell(std::int64_t most) {
    std::printf(
        "%d days, %d portals, %lld datasets, %lld people, seed %llu\n",
        with.options.days,
        with.options.portals,
        static_cast<long long>(with.world.number("select count(*) from life")),
        static_cast<long long>(with.world.number("select count(*) from subscriber")),
        static_cast<unsigned long long>(with.options.seed)
    );
    show("People", weeks);
    show("Alerts", kinds);
    std::printf("\nMail servers\n");
    for (const auto& [answer, count] : with.post.answers)
        std::printf("  %s: %lld\n", answer.c_str(), static_cast<long long>(count));
    std::printf(
        "\n%zu messages arrived, %lld copies too many (all of an answer that was lost or of a "
        "sender that was killed), %lld restarts, busiest 24 hours %lld of %d\n",
        recipients.size(),
        static_cast<long long>(doubles),
        static_cast<long long>(with.restarts),
        static_cast<long long>(most),
        with.options.per_day
    );
}

void Year::expect_what_was_sent_arrived() {
    for (const std::string& id : doubled)
        EXPECT_TRUE(with.post.unheard.contains(id)) << id;
    for (const auto& [id, whose] : recipients)
        EXPECT_EQ(whose.size(), 1U) << id;
    EXPECT_EQ(
        with.world.number("select count(*) from message m where m.state = 'sent' and not exists "
                          "(select from arrived a where a.message_id = m.message_id)"),
        0
    ) << "what is said to be sent arrived";
    const store::Rows unsent =
        with.world.sql().exec("select a.message_id from arrived a join message m using "
                              "(message_id) where m.state <> 'sent'");
    for (int i = 0; i < unsent.size(); ++i)
        EXPECT_TRUE(with.post.unheard.contains(unsent.str(i, 0))) << unsent.str(i, 0);
    for (const std::string& address : with.post.closed)
        EXPECT_LE(
            with.world.sql()
                .exec(
                    "select count(*) from message where recipient = $1 and state = 'failed'",
                    store::Params(address)
                )
                .int64(0, 0),
            1
        ) << "a mailbox that is gone is written to once";
}

TEST_F(Year, NobodyGetsMoreThanTheBudgetAndNothingTwice) {
    with.run();
    note_arrivals();
    count_arrivals();
    const std::int64_t most = with.world.number(busiest);
    tell(most);

    EXPECT_EQ(with.world.number(hurried), 0) << "one urgent message an hour";
    EXPECT_EQ(with.world.number(crowded), 0) << "one digest a day";
    EXPECT_LE(most, with.options.per_day);
    EXPECT_EQ(with.world.number(chatter), 0) << "each event is told once";
    EXPECT_EQ(with.world.number(unjust), 0) << "nobody is accused while we are blind";
    EXPECT_EQ(with.world.number(strangers), 0) << "urgent messages are the coordinators'";
    expect_what_was_sent_arrived();

    // A life in which nothing happens proves nothing.
    EXPECT_GT(recipients.size(), 100U);
    EXPECT_GT(with.restarts, 0);
    EXPECT_GT(doubles, 0);
    EXPECT_GT(
        with.world.number("select count(distinct kind) from alert"),
        with.options.days >= 40 ? 6 : 4
    );
}

} // namespace
} // namespace moisson::simulation
