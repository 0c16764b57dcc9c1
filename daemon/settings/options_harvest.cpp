// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The options of `harvest` and `deletion`: when sources are harvested, and when records disappear.
#include "settings/option_kinds.hpp"
#include "settings/options.hpp"

namespace moisson::settings {
namespace {

// 1s, 24h: bounds as the documentation writes them.
using namespace std::chrono_literals;
using Options = std::vector<Option<Settings>>;

// The reference to a member of Settings, const or not.
void add_harvest(Options& out) {
    out.push_back(
        number_option<Settings>("harvest.runs_max", MOISSON_MEMBER(harvest.runs_max), 1, 256)
    );
    out.push_back(duration_option<Settings>(
        "harvest.plan_every",
        MOISSON_MEMBER(harvest.plan_every),
        100ms,
        1h
    ));
    out.push_back(duration_option<Settings>(
        "harvest.full_every",
        MOISSON_MEMBER(harvest.full_every),
        1s,
        24h * 365
    ));
    out.push_back(duration_option<Settings>("harvest.lease", MOISSON_MEMBER(harvest.lease), 2s, 1h)
    );
    out.push_back(number_option<Settings>(
        "harvest.runs_per_portal",
        MOISSON_MEMBER(harvest.runs_per_portal),
        1,
        256
    ));
    out.push_back(duration_option<Settings>(
        "harvest.stall_after",
        MOISSON_MEMBER(harvest.stall_after),
        1s,
        24h
    ));
    out.push_back(duration_option<Settings>(
        "harvest.backoff_max",
        MOISSON_MEMBER(harvest.schedule.backoff_max),
        1s,
        24h * 365
    ));
    out.push_back(number_option<Settings>(
        "harvest.dead_failures",
        MOISSON_MEMBER(harvest.schedule.dead_failures),
        2,
        10'000
    ));
    out.push_back(duration_option<Settings>(
        "harvest.dead_after",
        MOISSON_MEMBER(harvest.schedule.dead_after),
        0ms,
        24h * 365
    ));
    out.push_back(duration_option<Settings>(
        "harvest.dead_probe_every",
        MOISSON_MEMBER(harvest.schedule.dead_probe_every),
        1s,
        24h * 365
    ));
    out.push_back(number_option<Settings>(
        "harvest.arrivals_min",
        MOISSON_MEMBER(harvest.breaker.arrivals_min),
        1L,
        100'000'000L
    ));
    out.push_back(number_option<Settings>(
        "harvest.arrivals_ratio",
        MOISSON_MEMBER(harvest.breaker.arrivals_ratio),
        1.0,
        1'000.0
    ));
}

void add_deletion(Options& out) {
    out.push_back(number_option<Settings>(
        "deletion.complete_runs",
        MOISSON_MEMBER(harvest.archive.complete_runs),
        2,
        100
    ));
    out.push_back(duration_option<Settings>(
        "deletion.grace",
        MOISSON_MEMBER(harvest.archive.grace),
        0ms,
        24h * 365
    ));
    out.push_back(number_option<Settings>(
        "deletion.vanished_min",
        MOISSON_MEMBER(harvest.breaker.vanished_min),
        1,
        1'000'000
    ));
    out.push_back(number_option<Settings>(
        "deletion.vanished_ratio",
        MOISSON_MEMBER(harvest.breaker.vanished_ratio),
        0.0,
        1.0
    ));
    out.push_back(number_option<Settings>(
        "deletion.vanished_ratio_small",
        MOISSON_MEMBER(harvest.breaker.vanished_ratio_small),
        0.0,
        1.0
    ));
    out.push_back(number_option<Settings>(
        "deletion.small_from",
        MOISSON_MEMBER(harvest.breaker.small_from),
        1,
        1'000'000
    ));
    const std::vector<std::pair<std::string, harvest::AutoApprove>> approvals = {
        {"never", harvest::AutoApprove::never},
        {"same_ids", harvest::AutoApprove::same_ids}};
    out.push_back(choice_option<Settings>(
        "deletion.auto_approve",
        MOISSON_MEMBER(harvest.auto_approve),
        approvals
    ));
    out.push_back(duration_option<Settings>(
        "deletion.purge_after",
        MOISSON_MEMBER(db.prune.purge_after),
        24h,
        24h * 3650
    ));
}

// How long rows are kept; what is still needed stays whatever its age.
void add_retention(Options& out) {
    const auto add = [&out](std::string name, auto member) {
        out.push_back(duration_option<Settings>(std::move(name), member, 24h, 24h * 3650));
    };
    add("retention.changes", MOISSON_MEMBER(db.prune.keep_changes));
    add("retention.pages", MOISSON_MEMBER(db.prune.keep_pages));
    add("retention.issues", MOISSON_MEMBER(db.prune.keep_issues));
    add("retention.runs", MOISSON_MEMBER(db.prune.keep_runs));
    add("retention.events", MOISSON_MEMBER(db.prune.keep_events));
    add("retention.history", MOISSON_MEMBER(db.prune.keep_history));
    add("retention.left_out", MOISSON_MEMBER(db.prune.keep_left_out));
}

} // namespace

void add_harvest_options(Options& out) {
    add_harvest(out);
    add_deletion(out);
    add_retention(out);
}

} // namespace moisson::settings
