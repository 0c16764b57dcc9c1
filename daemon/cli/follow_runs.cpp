// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson passages --suivre.
#include "cli/follow_runs.hpp"

#include "cli/commands.hpp"
#include "cli/progress_view.hpp"

#include <algorithm>
#include <utility>

namespace moisson::cli {
namespace {

// For as long as somebody leaves it open: little is asked of the database.
constexpr std::chrono::seconds look_every{2};
constexpr int newest_runs = 200;

asio::awaitable<Result<bool>> next_look(TimerSource& timers, std::chrono::milliseconds wait) {
    co_await sleep_for(timers, wait);
    co_return Result<bool>(true);
}

bool under_way(const HarvestRun& run, Instant since) {
    return run.state == RunState::running || run.state == RunState::interrupted ||
           (run.ended_at && *run.ended_at >= since);
}

} // namespace

Result<std::vector<HarvestRun>>
runs_under_way(Context& context, const std::string& source, Instant since) {
    store::RunQuery query;
    query.source_key = source;
    query.limit = newest_runs;
    auto page = context.await(context.catalog->runs(query));
    if (page.has_error())
        return page.error();
    std::vector<HarvestRun> out;
    for (HarvestRun& run : page->runs)
        if (under_way(run, since))
            out.push_back(std::move(run));
    std::reverse(out.begin(), out.end());
    return out;
}

void wait_for_next_look(Context& context, TimerSource& timers, std::chrono::milliseconds wait) {
    context.await(next_look(timers, wait));
}

int follow_runs(Context& context, const Request& request) {
    SystemTimers timers;
    ProgressView view(context.output.out, terminal_columns(context.output.out));
    const std::string source = request.sources.empty() ? std::string() : request.sources.front();
    const Instant since = timers.now();
    for (;;) {
        const auto runs = runs_under_way(context, source, since);
        // The database may restart while we watch.
        if (runs.has_error() && runs.error().code != Code::store_unavailable)
            return report_error(context.output, runs.error());
        if (runs.has_value())
            view.show(*runs, timers.steady_now());
        wait_for_next_look(context, timers, look_every);
    }
}

} // namespace moisson::cli
