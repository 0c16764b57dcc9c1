// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/clustering.hpp"

#include "cluster/describe.hpp"
#include "cluster/evidence.hpp"
#include "cluster/group.hpp"

#include <algorithm>
#include <utility>

namespace moisson::harvest {
namespace {

std::vector<std::uint32_t>
group(std::vector<store::KeyHolder> keys, std::span<const std::int64_t> sources) {
    std::vector<cluster::Holding> holdings;
    holdings.reserve(keys.size());
    for (const store::KeyHolder& holder : keys)
        holdings.push_back({holder.key, holder.node});
    keys = {};
    return cluster::group(holdings, sources);
}

store::ClusterVerdict describe(const std::vector<store::ClusterCandidate>& candidates) {
    std::vector<cluster::Member> members;
    for (const store::ClusterCandidate& candidate : candidates)
        members.push_back(
            {candidate.dataset,
             candidate.keys,
             candidate.portal_url,
             candidate.file_hosts,
             candidate.issued,
             candidate.first_seen}
        );
    cluster::Description described = cluster::describe(members);
    store::ClusterVerdict verdict;
    verdict.canonical = described.canonical;
    verdict.reason = described.reason;
    for (cluster::Place& place : described.places) {
        verdict.evidence.push_back(std::move(place.evidence));
        verdict.origins.push_back(place.origin);
    }
    return verdict;
}

void add(store::ClusterReport& total, const store::ClusterReport& step) {
    total.looked_at += step.looked_at;
    total.written += step.written;
    total.dissolved += step.dissolved;
    total.changed += step.changed;
    total.cut = total.cut || step.cut;
}

bool walk_is_due(const store::ClusterPass& pass, Instant now, const ClusterOptions& options) {
    if (pass.version < cluster::evidence_version)
        return true;
    return pass.finished_at && now - *pass.finished_at >= options.walk_every;
}

// One look: the walk when it is due or was interrupted, else what waits.
asio::awaitable<Result<store::ClusterReport>>
look(store::ClusterStore& store, Instant now, ClusterOptions options) {
    const Result<store::ClusterPass> pass = co_await store.pass();
    if (pass.has_error())
        co_return pass.error();
    const bool due = walk_is_due(*pass, now, options);
    // While an upgrade is under way, the walk is the later release's.
    const bool ours = pass->version <= cluster::evidence_version;
    if (ours && (due || !pass->finished_at)) {
        Result<store::ClusterReport> report = co_await regroup_all(store, options, due);
        co_return report;
    }
    Result<store::ClusterReport> report = co_await regroup_waiting(store, options);
    co_return report;
}

} // namespace

store::ClusterRules cluster_rules() {
    store::ClusterRules rules;
    rules.version = cluster::evidence_version;
    rules.holders_max = cluster::holders_max;
    rules.keys = cluster::evidence_keys;
    rules.group = group;
    rules.describe = describe;
    return rules;
}

asio::awaitable<Result<store::ClusterReport>>
regroup_waiting(store::ClusterStore& store, ClusterOptions options) {
    store::ClusterReport total;
    int count = options.step;
    for (;;) {
        const Result<store::ClusterReport> step = co_await store.regroup(cluster_rules(), count);
        if (step.has_error())
            co_return step.error();
        add(total, *step);
        if (!step->more)
            co_return total;
        // Where one is connected with too much, the next may be connected with the same.
        count = step->cut ? 1 : std::min(options.step, count * 2);
    }
}

asio::awaitable<Result<store::ClusterReport>>
regroup_all(store::ClusterStore& store, ClusterOptions options, bool anew) {
    if (anew) {
        const Result<void> begun = co_await store.begin_pass(cluster::evidence_version);
        if (begun.has_error())
            co_return begun.error();
    }
    for (;;) {
        const Result<store::Walk> walk =
            co_await store.refresh_keys(cluster_rules(), options.walk_step);
        if (walk.has_error())
            co_return walk.error();
        if (*walk == store::Walk::elsewhere)
            break;
        if (*walk == store::Walk::goes_on)
            continue;
        const Result<std::int64_t> found = co_await store.check_all(cluster_rules());
        if (found.has_error())
            co_return found.error();
        break;
    }
    Result<store::ClusterReport> report = co_await regroup_waiting(store, options);
    co_return report;
}

asio::awaitable<void> keep_clusters(
    store::ClusterStore& store,
    TimerSource& timers,
    telemetry::Logger& log,
    ClusterOptions options
) {
    for (;;) {
        const Result<store::ClusterReport> report = co_await look(store, timers.now(), options);
        if (report.has_error())
            log.warning("clusters have to wait", {{"error", report.error().detail}});
        else if (report->written + report->dissolved > 0)
            log.info(
                "clusters changed",
                {{"looked_at", report->looked_at},
                 {"written", report->written},
                 {"dissolved", report->dissolved},
                 {"datasets", report->changed}}
            );
        if (report.has_value() && report->cut)
            log.warning("a cluster is too wide", {{"datasets", report->looked_at}});
        co_await sleep_for(timers, options.look_every);
    }
}

} // namespace moisson::harvest
