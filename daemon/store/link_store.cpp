// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/link_store.hpp"

#include "store/connection.hpp"
#include "store/database.hpp"
#include "store/link_rollup.hpp"
#include "store/record_writer.hpp"

#include <unordered_map>

namespace moisson::store {
namespace {

// One step in the index for each host, however many links it has.
constexpr const char* discover_hosts = R"sql(
with recursive hosts (host) as (
    (select l.host from link l where l.due_at is null order by l.host limit 1)
    union all
    select (select l.host from link l where l.due_at is null and l.host > hosts.host
            order by l.host limit 1)
    from hosts where hosts.host is not null)
insert into link_host as h (host, due_at)
select host, moisson.now() from hosts where host is not null order by host
on conflict (host) do update set due_at = greatest(excluded.due_at, h.not_before)
where h.state = '' and h.due_at > greatest(excluded.due_at, h.not_before))sql";

// $1 holder, $2 hosts, $3 seconds.
constexpr const char* claim_hosts = R"sql(
with due as (
    select host from link_host
    where due_at <= moisson.now() and (held_until is null or held_until < clock_timestamp())
    order by due_at limit $2 for update skip locked)
update link_host h set holder = $1, held_until = clock_timestamp() + make_interval(secs => $3),
    claim = h.claim + 1
from due where h.host = due.host
returning h.host, h.claim, h.state, h.since, h.memory::text)sql";

// $1 hosts, $2 their states, $3 links of each, $4 keys of sources whose files are read whole.
// OFFSET 0: see merge::classify. Each branch is a range of link_due, however many links the host
// has. Canaries are taken from both ends of it: what is most overdue, and what is due last because
// it has worked for long. Asking moves to the back.
constexpr const char* due_links = R"sql(
select w.host, l.id, l.url, l.state, l.since, d.format is null, coalesce(d.format, ''),
    coalesce(d.format_family, ''), l.code, l.checked_at, l.failed_at, l.redirect_to,
    coalesce(m.memory::text, ''), coalesce(m.probes::text, ''),
    cardinality($4::text[]) > 0 and exists (
        select from distribution t join dataset a on a.id = t.dataset
        join source s on s.id = a.source and s.key = any ($4::text[]) where t.link = l.id)
from unnest($1, $2) w (host, state)
cross join lateral (
    select u.id, u.turn, u.due_at from (
        (select t.id, 0 as turn, t.due_at from link t
         where w.state = '' and t.host = w.host and t.due_at is null limit $3)
        union all
        (select t.id, 0, t.due_at from link t
         where w.state = '' and t.host = w.host and t.due_at <= moisson.now()
         order by t.due_at nulls first limit $3)
        union all
        (select c.id, (c.standing <> 'ok')::integer, c.due_at from (
            (select t.id, t.standing, t.due_at from link t
             where w.state <> '' and t.host = w.host order by t.due_at nulls first limit 200)
            union
            (select t.id, t.standing, t.due_at from link t
             where w.state <> '' and t.host = w.host order by t.due_at desc nulls last limit 200)
        ) c)) u
    order by u.turn, u.due_at nulls first limit $3 offset 0) p
cross join lateral (select * from link t where t.id = p.id offset 0) l
left join lateral (select t.format, t.format_family from distribution t where t.link = l.id
                   order by t.dataset, t.position limit 1 offset 0) d on true
left join lateral (select t.memory, t.probes from link_memory t where t.link = l.id offset 0) m
    on true
order by w.host, p.turn, p.due_at nulls first)sql";

// $1 holder, $2 hosts, $3 seconds. What somebody else took meanwhile is theirs.
constexpr const char* renew_hosts = R"sql(
update link_host set held_until = clock_timestamp() + make_interval(secs => $3)
where holder = $1 and host = any ($2) and held_until is not null)sql";

// $1 holder.
constexpr const char* release_hosts =
    "update link_host set holder = '', held_until = null where holder = $1";

// $1 host, $2 holder, $3 claim. Nobody else took it, even if it ran out.
constexpr const char* lock_host = R"sql(
select from link_host
where host = $1 and holder = $2 and claim = $3 and held_until is not null for update)sql";

// Times as microseconds since 1970, 0 is null. One host's links are written by one worker.
constexpr const char* write_links = R"sql(
update link l set state = w.state,
    since = case when w.since <> 0 then timestamptz 'epoch' + w.since * interval '1 microsecond' end,
    standing = w.standing, code = w.code,
    checked_at = case when w.checked <> 0
        then timestamptz 'epoch' + w.checked * interval '1 microsecond' end,
    due_at = timestamptz 'epoch' + w.due * interval '1 microsecond',
    failed_at = case when w.failed <> 0
        then timestamptz 'epoch' + w.failed * interval '1 microsecond' end,
    redirect_to = w.redirect_to
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
    w (id, state, since, standing, code, checked, due, failed, redirect_to)
where l.id = w.id)sql";

// $1 links, $2 memories, $3 probes.
constexpr const char* write_memories = R"sql(
insert into link_memory (link, memory, probes)
select id, memory::json, probes::json from unnest($1, $2, $3) w (id, memory, probes) order by id
on conflict (link) do update set memory = excluded.memory, probes = excluded.probes)sql";

// $1 links, $2 causes. One outage at a time: what had begun to recover goes on in its own.
constexpr const char* begin_outages = R"sql(
insert into link_outage (link, began, cause)
select l.id, l.since, w.cause from unnest($1, $2) w (id, cause) join link l on l.id = w.id
where l.since is not null
    and not exists (select from link_outage o where o.link = l.id and o.ended is null)
order by l.id on conflict do nothing)sql";
constexpr const char* end_outages = R"sql(
update link_outage set ended = moisson.now() where ended is null and link = any($1))sql";

// $1 host, $2 code, $3 all, $4 since. What is restricted or left out stays so. They are due: asked
// as soon as the host is back.
constexpr const char* condemn = R"sql(
update link set state = 'BROKEN', since = moisson.now(), standing = 'broken', code = $2,
    checked_at = moisson.now(), due_at = least(due_at, moisson.now())
where host = $1 and state in ('UNKNOWN', 'OK', 'DEGRADED', 'SUSPECT', 'RECOVERING')
    and ($3 or failed_at >= $4) returning id)sql";

// $1 host, $2 state, $3 since, $4 memory, $5 not before. Canaries need no due link.
constexpr const char* give_back = R"sql(
update link_host h set state = $2, since = $3, memory = $4::json, holder = '', held_until = null,
    not_before = $5, due_at = case when $2 <> '' and $5 is not null then $5 else greatest($5, coalesce(
        (select coalesce(t.due_at, moisson.now()) from link t where t.host = h.host
         order by t.due_at nulls first limit 1), moisson.now() + interval '30 days')) end
where h.host = $1)sql";

// $1 kind, $2 host, $3 state, $4 since.
constexpr const char* tell = R"sql(
insert into event (kind, subject, at, payload)
select $1, 'host:' || $2, moisson.now(), jsonb_build_object('state', $3::text, 'since', $4::timestamptz,
    'links', (select count(*) from link where host = $2)))sql";

constexpr const char* count_states =
    "select state, count(*) from link group by state order by state";

std::int64_t micros(std::optional<Instant> instant) {
    return instant ? instant->time_since_epoch().count() : 0;
}

std::vector<DueHost> read_claim(Connection& connection, const ClaimOptions& options) {
    const Rows hosts = connection.exec_prepared(
        claim_hosts,
        Params(options.holder, options.hosts, static_cast<double>(options.lease.count()))
    );
    std::vector<DueHost> out;
    std::unordered_map<std::string, std::size_t> place;
    std::vector<std::string> names;
    std::vector<std::string> states;
    for (int i = 0; i < hosts.size(); ++i) {
        DueHost host;
        host.host = hosts.str(i, 0);
        host.claim = hosts.int64(i, 1);
        host.state = hosts.str(i, 2);
        host.since = hosts.optional_instant(i, 3);
        host.memory = hosts.str(i, 4);
        names.push_back(host.host);
        states.push_back(host.state);
        place[host.host] = out.size();
        out.push_back(std::move(host));
    }
    if (names.empty())
        return out;
    const Rows links = connection.exec_prepared(
        due_links,
        Params(names, states, options.links_per_host, options.hashed_sources)
    );
    for (int i = 0; i < links.size(); ++i) {
        DueLink link;
        link.id = links.uuid(i, 1);
        link.url = links.str(i, 2);
        link.state = links.str(i, 3);
        link.since = links.optional_instant(i, 4);
        link.orphan = links.boolean(i, 5);
        link.format = links.str(i, 6);
        const std::string_view family = links.text(i, 7);
        link.family = family.empty() ? '\0' : family.front();
        link.code = links.str(i, 8);
        link.checked_at = links.optional_instant(i, 9);
        link.failed_at = links.optional_instant(i, 10);
        link.redirect_to = links.str(i, 11);
        link.memory = links.str(i, 12);
        link.probes = links.str(i, 13);
        link.hashed = links.boolean(i, 14);
        out[place.at(links.str(i, 0))].links.push_back(std::move(link));
    }
    return out;
}

void write_rows(Connection& connection, const std::vector<LinkVerdict>& links) {
    std::vector<Uuid> ids;
    std::vector<std::string> states;
    std::vector<std::string> standings;
    std::vector<std::string> codes;
    std::vector<std::string> redirects;
    std::vector<std::string> memories;
    std::vector<std::string> probes;
    std::vector<std::int64_t> since;
    std::vector<std::int64_t> checked;
    std::vector<std::int64_t> due;
    std::vector<std::int64_t> failed;
    for (const LinkVerdict& link : links) {
        ids.push_back(link.id);
        states.push_back(link.state);
        since.push_back(micros(link.since));
        standings.push_back(link.standing);
        codes.push_back(link.code);
        checked.push_back(micros(link.checked_at));
        due.push_back(micros(link.due_at));
        failed.push_back(micros(link.failed_at));
        redirects.push_back(link.redirect_to);
        memories.push_back(link.memory);
        probes.push_back(link.probes);
    }
    connection.exec_prepared(
        write_links,
        Params(ids, states, since, standings, codes, checked, due, failed, redirects)
    );
    connection.exec_prepared(write_memories, Params(ids, memories, probes));
}

void write_outages(Connection& connection, const std::vector<LinkVerdict>& links) {
    std::vector<Uuid> broke;
    std::vector<std::string> causes;
    std::vector<Uuid> mended;
    for (const LinkVerdict& link : links) {
        if (link.broke) {
            broke.push_back(link.id);
            causes.push_back(link.code);
        }
        if (link.mended)
            mended.push_back(link.id);
    }
    if (!mended.empty())
        connection.exec_prepared(end_outages, Params(mended));
    if (!broke.empty())
        connection.exec_prepared(begin_outages, Params(broke, causes));
}

std::vector<Uuid> condemn_host(Connection& connection, const HostVerdict& host) {
    // Half a million links are one statement.
    connection.limit_statements(std::chrono::milliseconds(0));
    const Rows rows = connection.exec_prepared(
        condemn,
        Params(host.host, host.condemn, host.condemn_all, host.since)
    );
    std::vector<Uuid> out;
    std::vector<std::string> causes;
    for (int i = 0; i < rows.size(); ++i) {
        out.push_back(rows.uuid(i, 0));
        causes.push_back(host.condemn);
    }
    if (!out.empty())
        connection.exec_prepared(begin_outages, Params(out, causes));
    return out;
}

VerdictOutcome
write(Connection& connection, const HostVerdict& host, const std::vector<LinkVerdict>& links) {
    VerdictOutcome out;
    const auto body = [&](bool) {
        Transaction transaction(connection);
        out = VerdictOutcome();
        const Params lease(host.host, host.holder, host.claim);
        if (connection.exec_prepared(lock_host, lease).size() == 0)
            return PageOutcome{};
        if (!links.empty())
            write_rows(connection, links);
        write_outages(connection, links);
        std::vector<Uuid> changed;
        for (const LinkVerdict& link : links)
            if (link.standing_changed)
                changed.push_back(link.id);
        if (!host.condemn.empty())
            for (const Uuid& id : condemn_host(connection, host))
                changed.push_back(id);
        if (!host.event.empty())
            connection.exec_prepared(tell, Params(host.event, host.host, host.state, host.since));
        connection.exec_prepared(
            give_back,
            Params(host.host, host.state, host.since, host.memory, host.not_before)
        );
        out.datasets = roll_up_links(connection, changed);
        number_changes(connection, std::nullopt);
        transaction.commit();
        out.written = true;
        return PageOutcome{};
    };
    retrying(connection, body);
    return out;
}

class PgLinkStore final : public LinkStore {
public:
    explicit PgLinkStore(Database& database) : database_(database) {}

    asio::awaitable<Result<std::int64_t>> discover() override {
        auto job = [](Connection& connection) -> Result<std::int64_t> {
            return connection.exec_prepared(discover_hosts).affected();
        };
        Result<std::int64_t> out =
            co_await database_.run<std::int64_t>("links.discover", std::move(job));
        co_return out;
    }

    asio::awaitable<Result<std::vector<DueHost>>> claim(ClaimOptions options) override {
        auto job = [options](Connection& connection) -> Result<std::vector<DueHost>> {
            return read_claim(connection, options);
        };
        Result<std::vector<DueHost>> out =
            co_await database_.run<std::vector<DueHost>>("links.claim", std::move(job));
        co_return out;
    }

    asio::awaitable<Result<VerdictOutcome>>
    write(HostVerdict host, std::vector<LinkVerdict> links) override {
        auto job = [host, links](Connection& connection) -> Result<VerdictOutcome> {
            return store::write(connection, host, links);
        };
        Result<VerdictOutcome> out =
            co_await database_.run<VerdictOutcome>("links.write", std::move(job));
        co_return out;
    }

    asio::awaitable<Result<std::int64_t>>
    renew(std::string holder, std::vector<std::string> hosts, std::chrono::seconds lease) override {
        auto job = [holder, hosts, lease](Connection& connection) -> Result<std::int64_t> {
            const Params whose(holder, hosts, static_cast<double>(lease.count()));
            return connection.exec_prepared(renew_hosts, whose).affected();
        };
        Result<std::int64_t> out =
            co_await database_.run<std::int64_t>("links.renew", std::move(job));
        co_return out;
    }

    asio::awaitable<Result<std::int64_t>> release(std::string holder) override {
        auto job = [holder](Connection& connection) -> Result<std::int64_t> {
            return connection.exec_prepared(release_hosts, Params(holder)).affected();
        };
        Result<std::int64_t> out =
            co_await database_.run<std::int64_t>("links.release", std::move(job));
        co_return out;
    }

    asio::awaitable<Result<std::int64_t>> follow(int changes) override {
        auto job = [changes](Connection& connection) -> Result<std::int64_t> {
            return follow_changes(connection, changes);
        };
        Result<std::int64_t> out =
            co_await database_.run<std::int64_t>("links.follow", std::move(job));
        co_return out;
    }

    asio::awaitable<Result<std::vector<std::pair<std::string, std::int64_t>>>> states() override {
        using Counts = std::vector<std::pair<std::string, std::int64_t>>;
        auto job = [](Connection& connection) -> Result<Counts> {
            const Rows rows = connection.exec_prepared(count_states);
            Counts out;
            for (int i = 0; i < rows.size(); ++i)
                out.emplace_back(rows.str(i, 0), rows.int64(i, 1));
            return out;
        };
        Result<Counts> out = co_await database_.run<Counts>("links.states", std::move(job));
        co_return out;
    }

private:
    Database& database_;
};

} // namespace

std::unique_ptr<LinkStore> make_link_store(Database& database) {
    return std::make_unique<PgLinkStore>(database);
}

} // namespace moisson::store
