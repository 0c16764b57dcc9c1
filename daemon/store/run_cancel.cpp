// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/run_cancel.hpp"

#include "store/audit.hpp"
#include "store/catalog_queries.hpp"
#include "store/connection.hpp"

#include <fmt/format.h>

#include <functional>
#include <utility>

namespace moisson::store {
namespace {

// The token fences off whoever is at work.
constexpr const char* end_open_run = R"sql(
update run set state = 'cancelled', ended_at = moisson.now(), token = token + 1, lease_until = null,
    resume_at = null, resume_code = '', reason = $2
where id = $1 and state in ('pending', 'running', 'interrupted') returning id)sql";

Result<HarvestRun> end_by_hand(Connection& connection, const CancelRequest& request) {
    const std::int64_t id = request.run.value;
    Transaction transaction(connection);
    const bool was_open = connection.exec(end_open_run, Params(id, cancelled_by_hand)).size() == 1;
    auto found = read_runs(connection, {id});
    if (found.empty())
        return Error(Code::not_found, fmt::format("no run {}", id));
    if (!was_open)
        return Error(Code::invalid_argument, fmt::format("run {} has ended", id));
    put_audit_reason(
        connection,
        request.by,
        "run.cancelled",
        fmt::format("run:{}", id),
        request.reason
    );
    transaction.commit();
    return std::move(found.begin()->second);
}

} // namespace

asio::awaitable<Result<HarvestRun>> cancel_run(Database& database, CancelRequest request) {
    std::function<Result<HarvestRun>(Connection&)> job = [asked = std::move(request)](Connection& c
                                                         ) { return end_by_hand(c, asked); };
    Result<HarvestRun> run = co_await database.run<HarvestRun>("cancel_run", std::move(job));
    co_return run;
}

} // namespace moisson::store
