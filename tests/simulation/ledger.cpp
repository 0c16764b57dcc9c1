// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "simulation/ledger.hpp"

#include <algorithm>
#include <pqxx/pqxx>
#include <utility>

namespace moisson::simulation {
namespace {

// The columns of RunFacts; times as microseconds.
const std::string select_runs = R"sql(
select r.id, s.key, r.mode, r.state, r.reason,
    (extract(epoch from r.started_at) * 1000000)::bigint,
    (extract(epoch from r.ended_at) * 1000000)::bigint, r.token, r.active_before,
    coalesce(r.decision, '')
from moisson.run r join moisson.source s on s.id = r.source
where r.started_at is not null and r.ended_at is not null )sql";

Instant instant(const pqxx::field& field) {
    return Instant(std::chrono::microseconds(field.as<std::int64_t>()));
}

std::int64_t micros(Instant instant) {
    return instant.time_since_epoch().count();
}

RunFacts run_of(const pqxx::row& row) {
    RunFacts run;
    run.id = row[0].as<std::int64_t>();
    run.source = row[1].c_str();
    run.mode = row[2].c_str();
    run.state = row[3].c_str();
    run.reason = row[4].c_str();
    run.started = instant(row[5]);
    run.ended = instant(row[6]);
    run.grants = row[7].as<std::int64_t>();
    run.active_before = row[8].as<std::int64_t>();
    run.decision = row[9].c_str();
    return run;
}

std::vector<RunFacts> runs_of(const pqxx::result& rows) {
    std::vector<RunFacts> runs;
    for (const auto& row : rows)
        runs.push_back(run_of(row));
    return runs;
}

} // namespace

// Each statement is prepared at its first use: planning is most of what such small ones cost.
struct Ledger::Session {
    explicit Session(const std::string& conninfo) : connection(conninfo) {}

    template <class... Args>
    pqxx::result ask(const std::string& sql, Args&&... args) {
        const auto [name, is_new] = names.try_emplace(sql, "q" + std::to_string(names.size()));
        if (is_new)
            connection.prepare(name->second, sql);
        pqxx::nontransaction work(connection);
        return work.exec_prepared(name->second, std::forward<Args>(args)...);
    }

    pqxx::connection connection;
    std::map<std::string, std::string> names;
};

Ledger::Ledger(const std::string& conninfo) : session_(std::make_unique<Session>(conninfo)) {}

Ledger::~Ledger() = default;

std::vector<RunFacts> Ledger::ended_runs() {
    const std::string sql =
        select_runs +
        "and r.ended_at >= to_timestamp($1::bigint / 1000000) order by r.ended_at, r.id";
    std::vector<RunFacts> fresh;
    for (RunFacts& run : runs_of(session_->ask(sql, micros(judged_until_))))
        if (judged_.insert(run.id).second) {
            judged_until_ = std::max(judged_until_, run.ended);
            fresh.push_back(std::move(run));
        }
    return fresh;
}

std::optional<RunFacts> Ledger::run(std::int64_t id) {
    const std::vector<RunFacts> found = runs_of(session_->ask(select_runs + "and r.id = $1", id));
    if (found.empty())
        return std::nullopt;
    return found.front();
}

std::vector<OpenRun> Ledger::open_runs() {
    const pqxx::result rows = session_->ask(R"sql(
        select r.id, s.key, r.state, (extract(epoch from r.requested_at) * 1000000)::bigint,
            (extract(epoch from r.lease_until) * 1000000)::bigint,
            (select coalesce(sum(c.total), 0)::bigint from moisson.issue_count c
             where c.run = r.id and c.code in ('RUN_PAUSED', 'RUN_RESTED'))
        from moisson.run r join moisson.source s on s.id = r.source
        where r.state in ('pending', 'running', 'interrupted') order by r.id)sql");
    std::vector<OpenRun> open;
    for (const auto& row : rows) {
        OpenRun run;
        run.id = row[0].as<std::int64_t>();
        run.source = row[1].c_str();
        run.state = row[2].c_str();
        run.requested = instant(row[3]);
        if (!row[4].is_null())
            run.lease_until = instant(row[4]);
        run.pauses = row[5].as<std::int64_t>();
        open.push_back(std::move(run));
    }
    return open;
}

std::vector<DatasetFacts> Ledger::datasets(const std::string& source) {
    const pqxx::result rows = session_->ask(
        R"sql(
        select d.id::text, d.state, d.title from moisson.dataset d
        join moisson.source s on s.id = d.source where s.key = $1 order by d.id)sql",
        source
    );
    std::vector<DatasetFacts> found;
    for (const auto& row : rows)
        found.push_back({row[0].c_str(), row[1].c_str(), row[2].c_str()});
    return found;
}

std::map<std::string, std::string> Ledger::states() {
    std::map<std::string, std::string> states;
    for (const auto& row : session_->ask("select id::text, state from moisson.dataset"))
        states.emplace(row[0].c_str(), row[1].c_str());
    return states;
}

std::vector<Disappearance> Ledger::disappearances(std::int64_t run) {
    const pqxx::result rows = session_->ask(
        R"sql(
        select c.dataset::text, c.cause, d.title, lost.run,
            (extract(epoch from lost.at) * 1000000)::bigint,
            coalesce(d.first_seen > confirmed.until, false)
        from moisson.change c join moisson.dataset d on d.id = c.dataset
        cross join lateral (
            select max(greatest(q.settled_at, q.ended_at)) as until from moisson.run q
            where q.source = d.source and q.id < c.run and q.state = 'complete'
              and q.mode in ('full', 'inventory')) confirmed
        left join lateral (
            select l.run, l.at from moisson.change l
            where l.dataset = c.dataset and l.cause = 'missing' and l.number < c.number
            order by l.number desc limit 1) lost on c.cause = 'archived'
        where c.run = $1 and c.cause in ('missing', 'archived') order by c.number)sql",
        run
    );
    std::vector<Disappearance> found;
    for (const auto& row : rows) {
        Disappearance gone;
        gone.dataset = row[0].c_str();
        gone.cause = row[1].c_str();
        gone.title = row[2].c_str();
        gone.in_doubt = row[5].as<bool>();
        if (!row[4].is_null()) {
            gone.lost_at = instant(row[4]);
            if (!row[3].is_null())
                gone.lost_by = row[3].as<std::int64_t>();
        }
        found.push_back(std::move(gone));
    }
    return found;
}

std::vector<std::string> Ledger::unfetched(std::int64_t run) {
    const pqxx::result rows = session_->ask(
        "select distinct remote_id from moisson.issue where run = $1 and stage = 'fetch' and "
        "remote_id <> ''",
        run
    );
    std::vector<std::string> ids;
    for (const auto& row : rows)
        ids.emplace_back(row[0].c_str());
    return ids;
}

std::map<std::string, Instant> Ledger::last_harvests() {
    const pqxx::result rows = session_->ask(R"sql(
        select s.key, (extract(epoch from max(r.ended_at)) * 1000000)::bigint
        from moisson.run r join moisson.source s on s.id = r.source
        where r.state in ('complete', 'held') group by s.key)sql");
    std::map<std::string, Instant> last;
    for (const auto& row : rows)
        last.emplace(row[0].c_str(), instant(row[1]));
    return last;
}

std::vector<RunFacts> Ledger::undecided() {
    return runs_of(
        session_->ask(select_runs + "and r.state = 'held' and r.decision is null order by r.id")
    );
}

bool Ledger::was_held(const std::string& source, Instant from) {
    const std::string sql =
        select_runs + "and s.key = $1 and r.ended_at >= to_timestamp($2::bigint / 1000000) and "
                      "(r.state = 'held' or r.decision is not null) limit 1";
    return !session_->ask(sql, source, micros(from)).empty();
}

std::int64_t Ledger::contradictions() {
    const pqxx::result rows = session_->ask(R"sql(
        select count(*) from moisson.dataset d
        full join moisson.absence a on a.dataset = d.id
        where d.state is distinct from case when a.dataset is null then 'active'
            when a.archived_at is null then 'missing' else 'archived' end)sql");
    return rows[0][0].as<std::int64_t>();
}

std::int64_t Ledger::changes_up_to(std::int64_t number) {
    return session_->ask("select count(*) from moisson.change where number <= $1", number)[0][0]
        .as<std::int64_t>();
}

std::int64_t Ledger::last_change() {
    return session_->ask("select coalesce(max(number), 0) from moisson.change")[0][0]
        .as<std::int64_t>();
}

std::int64_t Ledger::unquiet_changes(std::int64_t after) {
    const std::string sql =
        "select count(*) from moisson.change where number > $1 and cause <> 'archived'";
    return session_->ask(sql, after)[0][0].as<std::int64_t>();
}

std::string Ledger::digest() {
    const pqxx::result rows = session_->ask(R"sql(
        select md5(string_agg(d.id::text || d.title || encode(d.source_digest, 'hex') ||
            d.changed_at::text || d.metadata::text, ' ' order by d.id))
        from moisson.dataset d where d.state = 'active')sql");
    return rows[0][0].c_str();
}

void Ledger::plant(const std::string& sql) {
    pqxx::work work(session_->connection);
    work.exec(sql);
    work.commit();
}

} // namespace moisson::simulation
