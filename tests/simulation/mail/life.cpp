// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What happens to portals, datasets, servers and people. Draws over datasets are made by PostgreSQL
// from their ids, so that a seed is one life.
#include "simulation/mail/year.hpp"
#include "store/subscription_store.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace moisson::simulation {

using store::testing::await;

namespace {

constexpr std::array<const char*, 12>
    countries{"BF", "BJ", "CI", "SN", "TG", "ML", "NE", "CM", "MG", "GN", "TD", "GA"};
constexpr std::array<const char*, 4> zones{
    "UTC",
    "Africa/Lagos",
    "Indian/Antananarivo",
    "America/Port-au-Prince"};
constexpr int publishers = 4;
constexpr std::size_t page_size = 500;
// Every eighth portal joins later, a month after the one before.
constexpr int late_comer = 8;

std::string country_of(int portal) {
    return countries.at(static_cast<std::size_t>(portal) % countries.size());
}
std::string file_host(int portal) {
    return fmt::format("fichiers.{}.example", portal_key(portal));
}

store::RecordChange record_of(int portal, int number) {
    store::RecordChange out = store::testing::a_record(
        portal_key(portal),
        fmt::format("r{}", number),
        fmt::format("Jeu {} du portail {}", number, portal)
    );
    Dataset& dataset = out.dataset;
    dataset.countries = {country_of(portal)};
    const std::string publisher = fmt::format("{}-org{}", portal_key(portal), number % publishers);
    dataset.publisher.key = dataset.publisher.slug = publisher;
    dataset.publisher.name = {{"fr", "Organisation " + publisher, false}};
    dataset.distributions.resize(1);
    Distribution& file = dataset.distributions[0];
    file.url = file.raw_url = fmt::format("https://{}/{}.csv", file_host(portal), number);
    return out;
}

// In [0, 1), from a text.
constexpr const char* draw_function = R"sql(
create function moisson.draw(text) returns double precision language sql immutable as
    $$ select ('x' || substr(md5($1), 1, 8))::bit(32)::bigint / 4294967296.0 $$;
create table moisson.life (dataset uuid primary key, portal text, period interval,
    publish_at timestamptz, round int not null default 0))sql";

} // namespace

void MailYear::settle_in() {
    std::vector<Portal> list;
    for (int i = 0; i < options.portals; ++i) {
        Portal portal = store::testing::a_portal(portal_key(i));
        portal.countries = {country_of(i)};
        list.push_back(std::move(portal));
    }
    world.sync(std::move(list));
    sql(draw_function);
    post.now = world.sql().exec("select moisson.now()").instant(0, 0);
    for (int i = 0; i < options.portals; ++i)
        portal_ids_.push_back(
            world.sql()
                .exec("select id from portal where key = $1", store::Params(portal_key(i)))
                .int64(0, 0)
        );
    await(health_->claim(store::WatchTimes())).value();
    for (int i = 0; i < options.portals; ++i)
        if (i % late_comer != late_comer - 1)
            join(i);
    sql("update portal_watch set certificate_expires = moisson.now() + interval '90 days' * "
        "(0.3 + 0.7 * moisson.draw(portal::text))");
    draw_outages();
    draw_hosts();
    people();
}

// Its first harvest: three in twenty of its datasets are late, as many have a broken link.
void MailYear::join(int portal) {
    std::vector<store::PageCommit> pages;
    std::vector<store::RecordChange> records;
    const int count =
        options.datasets_per_portal / 2 +
        static_cast<int>(rng_.below(static_cast<std::uint64_t>(options.datasets_per_portal)));
    for (int i = 0; i < count; ++i) {
        records.push_back(record_of(portal, i));
        const bool last = i + 1 == count;
        if (records.size() == page_size || last) {
            pages.push_back(
                store::testing::a_page(static_cast<std::int64_t>(pages.size()), records, last)
            );
            records.clear();
        }
    }
    const std::string key = portal_key(portal);
    world.harvest(key, std::move(pages));
    sql(fmt::format(
        R"sql(
update link set state = 'OK', standing = 'ok', since = moisson.now() where host = '{1}';
update link set state = 'BROKEN', standing = 'broken', code = 'http_404'
    where host = '{1}' and moisson.draw(id::text) < 0.15;
insert into life (dataset, portal, period, publish_at)
select d.id, '{0}', p.period, moisson.now() + p.period * moisson.draw(d.id || 'begin{2}')
from dataset d cross join lateral (select case when moisson.draw(d.id || 'period') < 0.35
    then interval '30 days' when moisson.draw(d.id || 'period') < 0.65 then interval '91 days'
    else interval '365 days' end as period) p
where d.source = (select id from source where key = '{0}');
insert into dataset_signal (dataset, basis, evidence, counted_from, expected_at, late_at,
    very_late_at, links)
select f.dataset, 'declared', 'dataset', moisson.now() - f.period, f.publish_at,
    case when moisson.draw(f.dataset || 'late') < 0.15 then moisson.now() - interval '20 days'
         else f.publish_at + f.period * 0.2 end,
    case when moisson.draw(f.dataset || 'late') < 0.15 then moisson.now() - interval '2 days'
         else f.publish_at + f.period * 0.5 end,
    case when l.standing = 'broken' then 'broken' else 'ok' end
from life f join distribution t on t.dataset = f.dataset join link l on l.id = t.link
where f.portal = '{0}' on conflict (dataset) do update set basis = excluded.basis,
    counted_from = excluded.counted_from, expected_at = excluded.expected_at,
    late_at = excluded.late_at, very_late_at = excluded.very_late_at, links = excluded.links;
analyze)sql",
        key,
        file_host(portal),
        options.seed
    ));
    joined_.at(static_cast<std::size_t>(portal)) = true;
}

void MailYear::draw_outages() {
    const int end = options.days * 24;
    const auto below = [this](int bound) {
        return static_cast<int>(rng_.below(static_cast<std::uint64_t>(std::max(bound, 1))));
    };
    for (int portal = 0; portal < options.portals; ++portal) {
        // Six a year, as many lasting hours as most do, few lasting days.
        for (int i = 0; i < 1 + options.days / 60; ++i) {
            const int kind = below(10);
            const int length = kind < 6 ? 1 + below(6) : kind < 9 ? 6 + below(42) : 48 + below(192);
            const int from = below(end);
            outages_.push_back({portal, from, from + length});
        }
        if (portal % 14 == 3) {
            const int from = below(end);
            outages_.push_back({portal, from, from + 45 * 24});
        }
        if (portal % 16 == 7) {
            const int from = below(end);
            for (int i = 0; i < 50; ++i)
                outages_.push_back({portal, from + 6 * i, from + 6 * i + 1 + below(3)});
        }
    }
    for (int i = 0; i < 1 + options.days / 90; ++i) {
        const int from = below(end);
        post_away_.push_back({0, from, from + 5 + below(25)});
    }
}

void MailYear::draw_hosts() {
    for (int portal = 0; portal < options.portals; portal += 3)
        for (int i = 0; i < 1 + options.days / 120; ++i) {
            const int from =
                static_cast<int>(rng_.below(static_cast<std::uint64_t>(options.days) * 24));
            const int length = 20 + static_cast<int>(rng_.below(200));
            hosts_.push_back({portal, from, from + length});
        }
}

void MailYear::people() {
    int number = 0;
    const auto grant = [&](Audience audience,
                           SubscriptionScope scope,
                           const std::string& value,
                           MailFrequency frequency) {
        store::GrantRequest asked;
        // One mail server in ten greylists.
        asked.address = fmt::format("n{}@{}.example", number, number % 10 == 0 ? "gris" : "clair");
        asked.audience = audience;
        asked.scope = scope;
        asked.value = value;
        asked.frequency = frequency;
        asked.time_zone = zones.at(static_cast<std::size_t>(number) % zones.size());
        asked.by = "simulation";
        await(store::grant_subscription(world.database, std::move(asked))).value();
        ++number;
    };
    grant(Audience::coordinator, SubscriptionScope::all, "", MailFrequency::immediate);
    for (const char* country : countries)
        grant(Audience::coordinator, SubscriptionScope::country, country, MailFrequency::immediate);
    for (int portal = 0; portal < options.portals; ++portal) {
        const std::string key = portal_key(portal);
        grant(Audience::producer, SubscriptionScope::portal, key, MailFrequency::daily);
        grant(Audience::producer, SubscriptionScope::portal, key, MailFrequency::weekly);
        grant(Audience::subscriber, SubscriptionScope::portal, key, MailFrequency::weekly);
    }
    const store::Rows agents = world.sql().exec("select id::text from agent order by key limit 60");
    for (int i = 0; i < agents.size(); ++i)
        grant(
            Audience::producer,
            SubscriptionScope::organization,
            agents.str(i, 0),
            i % 2 == 0 ? MailFrequency::weekly : MailFrequency::daily
        );
    for (const char* country : countries)
        grant(Audience::subscriber, SubscriptionScope::country, country, MailFrequency::daily);
    const store::Rows some = world.sql().exec(
        "select dataset::text from life order by moisson.draw(dataset::text) limit 20"
    );
    for (int i = 0; i < some.size(); ++i)
        grant(
            Audience::subscriber,
            SubscriptionScope::dataset,
            some.str(i, 0),
            MailFrequency::daily
        );
}

void MailYear::a_day(int day) {
    if (day > 0 && day % 30 == 0)
        for (int portal = late_comer - 1; portal < options.portals; portal += late_comer)
            if (!joined(portal)) {
                join(portal);
                break;
            }
    harvests(day);
    publish(day);
    break_and_mend(day);
    storms(day);
    certificates(day);
    // Two mailboxes end.
    if (day == 20)
        post.closed.insert("n15@clair.example");
    if (day == 45)
        post.closed.insert("n3@clair.example");
}

// One source in a hundred begins to fail each day, and mends after four.
void MailYear::harvests(int day) {
    sql(fmt::format(
        R"sql(
update source set failures = case when failures >= 4 then 0
        when failures > 0 or moisson.draw(key || 'harvest{0}.{1}') < 0.01 then failures + 1 else 0 end;
update source set failing_since = case when failures = 0 then null
    else coalesce(failing_since, moisson.now()) end;
update run set started_at = moisson.now(), ended_at = moisson.now() where source in (
    select s.id from source s join portal p on p.id = s.portal
    where s.failures = 0 and p.health not in ('DOWN', 'DORMANT')))sql",
        options.seed,
        day
    ));
}

// Three in four publish in time, most others late, some very late. What a portal that is away
// publishes is not seen.
void MailYear::publish(int day) {
    sql(fmt::format(
        R"sql(
with due as (
    update life f set round = f.round + 1, publish_at = moisson.now() + f.period * (1 +
        case when moisson.draw(f.dataset || 'how{0}.{1}') < 0.75
                 then 0.15 * moisson.draw(f.dataset || 'much{0}.{1}')
             when moisson.draw(f.dataset || 'how{0}.{1}') < 0.93
                 then 0.22 + 0.25 * moisson.draw(f.dataset || 'much{0}.{1}')
             else 0.6 + 0.9 * moisson.draw(f.dataset || 'much{0}.{1}') end)
    from portal p join source s on s.portal = p.id and s.failures = 0
    where p.key = f.portal and p.health not in ('DOWN', 'DORMANT') and f.publish_at <= moisson.now()
    returning f.dataset, f.period)
update dataset_signal g set counted_from = moisson.now(), expected_at = moisson.now() + due.period,
    late_at = moisson.now() + due.period * 1.2, very_late_at = moisson.now() + due.period * 1.5
from due where g.dataset = due.dataset)sql",
        options.seed,
        day
    ));
}

constexpr const char* roll_up = R"sql(
update dataset_signal g set links = case when l.standing = 'broken' then 'broken' else 'ok' end
from distribution t join link l on l.id = t.link
where t.dataset = g.dataset
    and g.links <> case when l.standing = 'broken' then 'broken' else 'ok' end)sql";

void MailYear::break_and_mend(int day) {
    sql(fmt::format(
        R"sql(
update link set state = 'OK', standing = 'ok', since = moisson.now(), code = 'ok'
    where standing = 'broken' and code = 'http_404' and moisson.draw(id || 'mend{0}.{1}') < 0.04;
update link set state = 'BROKEN', standing = 'broken', since = moisson.now(), code = 'http_404'
    where standing = 'ok' and moisson.draw(id || 'break{0}.{1}') < 0.0006)sql",
        options.seed,
        day
    ));
    sql(roll_up);
}

// Once in fifty days a portal loses two links in three at once. Half of these are let go by hand,
// all are mended a week later.
void MailYear::storms(int day) {
    const int number = day / 50;
    const int portal = (number * 5 + 2) % options.portals;
    if (day % 50 == 25)
        sql(fmt::format(
            "update link set state = 'BROKEN', standing = 'broken', since = moisson.now(), "
            "code = 'http_410' where host = '{}' and moisson.draw(id || 'storm') < 0.66",
            file_host(portal)
        ));
    if (day % 50 == 27 && number % 2 == 0)
        static_cast<void>(await(alerts_->approve(portal_key(portal), "coordinator")));
    if (day % 50 == 34)
        sql("update link set state = 'OK', standing = 'ok', since = moisson.now(), code = 'ok' "
            "where code = 'http_410'");
    sql(roll_up);
}

// Renewed 30 days before the end; of some portals, three days before.
void MailYear::certificates(int) {
    sql("update portal_watch set certificate_expires = certificate_expires + interval '90 days' "
        "where certificate_expires < moisson.now() + case when portal % 6 = 1 then interval '3 "
        "days' else interval '30 days' end");
}

void MailYear::hosts_at(int hour) {
    for (const Stretch& one : hosts_) {
        if (one.from == hour)
            sql(fmt::format(
                "insert into link_host (host, state, since, due_at) values ('{}', 'HOST_DOWN', "
                "moisson.now(), moisson.now()) on conflict (host) do update set state = "
                "excluded.state, since = excluded.since",
                file_host(one.portal)
            ));
        // A week later its links are told broken, for its sake.
        if (one.from + 7 * 24 == hour && hour < one.until) {
            sql(fmt::format(
                "update link set state = 'BROKEN', standing = 'broken', since = moisson.now(), "
                "code = 'timeout_connect' where host = '{}' and standing = 'ok'",
                file_host(one.portal)
            ));
            sql(roll_up);
        }
        if (one.until == hour) {
            sql(fmt::format(
                "update link_host set state = '', since = null where host = '{0}'; update link "
                "set state = 'OK', standing = 'ok', since = moisson.now(), code = 'ok' "
                "where host = '{0}' and code = 'timeout_connect'",
                file_host(one.portal)
            ));
            sql(roll_up);
        }
    }
}

} // namespace moisson::simulation
