// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/run_decision.hpp"

#include "core/assert.hpp"
#include "store/connection.hpp"
#include "store/identity_clues.hpp"
#include "store/reconcile.hpp"
#include "store/record_issues.hpp"
#include "store/record_writer.hpp"
#include "store/rename.hpp"
#include "store/run_decision_sql.hpp"
#include "store/run_reader.hpp"

#include <fmt/format.h>

namespace moisson::store {
namespace {

constexpr const char* own_name = "moissond";

// $1 run. As of its own id set: neither what a later run saw nor what came after it.
constexpr const char* lose_as_of = R"sql(
with vanished as materialized (
    select d.id from dataset d join run r on r.id = $1
    where d.source = r.source and d.state = 'active' and d.first_seen < r.started_at
    except
    select named.id from run q cross join lateral moisson.named_ids(q.id) named (id)
    where q.source = (select source from run where id = $1) and q.id >= $1),
gone as (
    update dataset d set state = 'missing', changed_at = moisson.now()
    from vanished where d.id = vanished.id and d.state = 'active'
    returning d.id, d.source),
noted as (
    insert into absence (dataset, source, since, runs, last_run)
    select id, source, moisson.now(), 1, $1 from gone)
insert into stage_verdict (dataset, cause) select id, 'missing' from gone)sql";

constexpr const char* lock_source_of_run =
    "select from source where id = (select source from run where id = $1) for update";
// A page in flight has seen records that nobody else sees yet.
constexpr const char* await_pages =
    "select from run where source = (select source from run where id = $1) and state = 'running' "
    "for update";
constexpr const char* find_state =
    "select r.source, r.state = 'held' and r.decision is null, r.reason = 'MASS_ARRIVAL_HELD' "
    "from run r where r.id = $1 for update";

// A run that was held before it fetched what its list wanted has not read what its mark speaks of.
// One that stopped at too many arrivals has not seen the rest: approved or not, it proves nothing
// absent.
constexpr const char* put_decision = R"sql(
update run set decision = $2, decided_at = moisson.now(), decided_by = $3, decision_reason = $4,
    state = case when $2 <> 'approved' then state
                 when reason = 'MASS_ARRIVAL_HELD' then 'incomplete' else 'complete' end,
    mark = case when exists (select from run_page p where p.run = $1 and p.wanted <> '{}') then ''
                else mark end
where id = $1)sql";

// $1 run, $2 why. A run with the same id set asks the same question, older or not. What came says
// nothing of what is gone: who decided on arrivals has not been asked about that.
constexpr const char* close_same = R"sql(
update run h set decision = 'superseded', decided_at = moisson.now(), decided_by = 'moissond',
    decision_reason = $2
from run r
where r.id = $1 and h.source = r.source and h.id <> r.id and h.state = 'held' and h.decision is null
  and (h.id < r.id or h.id_set = r.id_set)
  and (r.reason <> 'MASS_ARRIVAL_HELD' or h.reason = r.reason))sql";

constexpr const char* put_decision_event = R"sql(
insert into event (kind, subject, at, payload)
select $2, 'run:' || r.id, moisson.now(), jsonb_build_object('by', $3::text, 'reason', $4::text,
    'source', s.key, 'missing', r.missing, 'archived', r.archived, 'renamed', r.renamed)
from run r join source s on s.id = r.source where r.id = $1)sql";

std::string event_kind(HeldVerdict verdict) {
    return fmt::format("run.{}", to_string(verdict));
}

HarvestRun read_again(Connection& connection, RunId id) {
    static const std::string sql =
        fmt::format("select {}{}where r.id = $1", run_columns, run_tables);
    const Rows rows = connection.exec(sql.c_str(), Params(id.value));
    HarvestRun run = read_run(rows, 0);
    read_issue_counts(connection, {&run});
    return run;
}

// Pages that are being prepared hold the ids of today.
bool run_is_under_way(Connection& connection, std::int64_t source) {
    const char* const sql =
        "select exists (select from run where source = $1 and state = 'running')";
    return connection.exec(sql, Params(source)).boolean(0, 0);
}

std::optional<Error> refusal(const Rows& rows, RunId id) {
    if (rows.size() == 0)
        return Error(Code::not_found, fmt::format("no run {}", id.value));
    if (!rows.boolean(0, 1))
        return Error(Code::invalid_argument, fmt::format("run {} awaits no decision", id.value));
    return std::nullopt;
}

Result<HarvestRun> decide(Connection& connection, const DecisionRequest& request) {
    const RunId id = request.run;
    std::optional<Error> refused;
    std::optional<HarvestRun> run;
    const auto body = [&](bool) {
        Transaction transaction(connection);
        connection.exec(lock_source_of_run, Params(id.value));
        connection.exec(await_pages, Params(id.value));
        const Rows found = connection.exec(find_state, Params(id.value));
        refused = refusal(found, id);
        if (refused)
            return PageOutcome{};
        const bool settles = request.verdict == HeldVerdict::approved && !found.boolean(0, 2);
        std::vector<Rename> renames;
        if (settles)
            renames = find_renames_as_of(connection, id);
        if (!renames.empty() && run_is_under_way(connection, found.int64(0, 0))) {
            refused = Error(
                Code::invalid_argument,
                "the source is being harvested: decide when that run has ended"
            );
            return PageOutcome{};
        }
        connection.exec(
            put_decision,
            Params(id.value, to_string(request.verdict), request.by, request.reason)
        );
        connection.exec(
            close_same,
            Params(id.value, fmt::format("run {} was {}", id.value, to_string(request.verdict)))
        );
        if (settles) {
            settle_renames(connection, id, renames);
            settle_absences(connection, id, request.policy, lose_as_of);
        }
        connection.exec(
            put_decision_event,
            Params(id.value, event_kind(request.verdict), request.by, request.reason)
        );
        if (settles)
            sum_record_issues(connection, found.int64(0, 0));
        run = read_again(connection, id);
        number_changes(connection, id);
        transaction.commit();
        return PageOutcome{};
    };
    prepare_identity(connection);
    prepare_renames(connection);
    retrying(connection, body);
    if (refused)
        return std::move(*refused);
    return std::move(*run);
}

} // namespace

void supersede_holds(Connection& connection, RunId run, const std::string& why) {
    connection.exec(
        "update run set decision = 'superseded', decided_at = moisson.now(), decided_by = $2, "
        "decision_reason = $3 where source = (select source from run where id = $1) and id < $1 "
        "and state = 'held' and decision is null",
        Params(run.value, own_name, why)
    );
}

void note_approval(Connection& connection, RunId run, const std::string& why) {
    const std::string_view verdict = to_string(HeldVerdict::approved);
    connection.exec(put_decision, Params(run.value, verdict, own_name, why));
    connection.exec(
        put_decision_event,
        Params(run.value, event_kind(HeldVerdict::approved), own_name, why)
    );
}

asio::awaitable<Result<HarvestRun>> decide_run(Database& database, DecisionRequest request) {
    MOISSON_ASSERT(request.verdict != HeldVerdict::superseded);
    std::function<Result<HarvestRun>(Connection&)> job = [asked = std::move(request)](Connection& c
                                                         ) { return decide(c, asked); };
    Result<HarvestRun> run = co_await database.run<HarvestRun>("decide_run", std::move(job));
    co_return run;
}

} // namespace moisson::store
