// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The decisions of a harvest.
#include "harvest/rules.hpp"

#include "core/assert.hpp"
#include "core/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace moisson::harvest {

std::string_view to_string(BreakerReason reason) {
    switch (reason) {
    case BreakerReason::none:
        return "none";
    case BreakerReason::no_result:
        return "no_result";
    case BreakerReason::ratio:
        return "ratio";
    case BreakerReason::half:
        return "half";
    }
    return "none";
}

BreakerReason breaker(const store::Reconciliation& counts, const BreakerPolicy& policy) {
    if (counts.active_before > 0 && counts.seen == 0)
        return BreakerReason::no_result;
    // Whoever loses nothing more asks nothing more.
    if (counts.vanished == 0)
        return BreakerReason::none;
    const auto lost = static_cast<double>(counts.lost());
    const auto known = static_cast<double>(counts.known());
    if (counts.lost() >= policy.vanished_min && lost > policy.vanished_ratio * known)
        return BreakerReason::ratio;
    if (counts.known() >= policy.small_from && lost >= policy.vanished_ratio_small * known)
        return BreakerReason::half;
    return BreakerReason::none;
}

Error too_much_vanished(const store::Reconciliation& counts, BreakerReason why) {
    return Error(
        Code::mass_deletion_held,
        fmt::format("{}: {} of {} vanished", to_string(why), counts.lost(), counts.known())
    );
}

Error too_much_arrived(const store::Arrivals& found) {
    return Error(
        Code::mass_arrival_held,
        fmt::format("{} new beside {} known", found.arrived, found.known)
    );
}

std::optional<std::int64_t>
arrivals_left(const store::Arrivals& found, const BreakerPolicy& policy) {
    if (found.believed || found.known == 0)
        return std::nullopt;
    const auto times =
        static_cast<std::int64_t>(policy.arrivals_ratio * static_cast<double>(found.known));
    return std::max(policy.arrivals_min, times) - found.arrived;
}

std::int64_t arrivals_without_look(const BreakerPolicy& policy) {
    return std::max<std::int64_t>(1, policy.arrivals_min / 10);
}

store::Reconciliation at_best(store::Reconciliation counts) {
    counts.vanished -= std::min(counts.vanished, counts.newcomers);
    counts.seen += counts.newcomers;
    return counts;
}

bool approves_itself(const store::Reconciliation& counts, AutoApprove policy) {
    // The run that was held, one further run that was held as well, and this one.
    return policy == AutoApprove::same_ids && counts.identical_holds >= 2;
}

Completeness completeness(const CrawlFacts& facts) {
    if (facts.skipped > 0)
        return Completeness::needs_second_pass;
    const bool is_short =
        facts.advertised && limits::falls_short(facts.received, *facts.advertised);
    return is_short ? Completeness::needs_second_pass : Completeness::complete;
}

bool same_ids(const SecondPassFacts& facts) {
    return facts.listed > 0 && facts.accounted >= facts.listed &&
           !limits::falls_short(facts.listed, facts.announced.value_or(0)) &&
           !limits::falls_short(facts.listed, facts.seen);
}

bool is_stretched(std::chrono::seconds walked, std::chrono::seconds duration_max) {
    return walked >= std::max(limits::walk_age_max, duration_max);
}

RunState state_after_error(const Error& error, std::int64_t pages_committed) {
    const bool portal_is_well =
        error.code == Code::limit_reached || error.code == Code::run_duration_reached ||
        error.code == Code::spool_failed || error.code == Code::local_resources;
    if (portal_is_well)
        return RunState::incomplete;
    return pages_committed == 0 ? RunState::failed : RunState::incomplete;
}

Digest
mapping_version(std::string_view scheme, int connector_version, const Digest& normalise_digest) {
    Sha256 digest;
    digest.update(scheme);
    digest.update("\n");
    digest.update(std::to_string(connector_version));
    digest.update("\n");
    digest.update(to_hex(normalise_digest));
    return digest.finish();
}

bool may_send(Steady renewed, Steady now, std::chrono::seconds lease) {
    const std::chrono::milliseconds whole = lease;
    // A lease shorter than the margin would never allow a request.
    const std::chrono::milliseconds margin =
        std::min<std::chrono::milliseconds>(lease_margin, whole / 4);
    return now - renewed < whole - margin;
}

std::chrono::milliseconds heartbeat_interval(std::chrono::seconds lease) {
    MOISSON_ASSERT(lease.count() > 0);
    return std::chrono::duration_cast<std::chrono::milliseconds>(lease) / 8;
}

} // namespace moisson::harvest
