// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The decisions of a harvest as functions of values: breaker, completeness, how a run ends, when a
// lease may still be used. No I/O.
#pragma once

#include "core/digest.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "model/harvest_run.hpp"
#include "model/issue.hpp"
#include "model/portal.hpp"
#include "store/harvest_store.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson::harvest {

// Decision 3.
struct BreakerPolicy {
    std::int64_t vanished_min = 3;
    double vanished_ratio = 0.20;
    double vanished_ratio_small = 0.50;
    std::int64_t small_from = 2;
    // Beyond this many records that are new, and this many times what is known, too.
    std::int64_t arrivals_min = 5'000;
    double arrivals_ratio = 10.0;
};

enum class BreakerReason { none, no_result, ratio, half };
std::string_view to_string(BreakerReason reason);

// Why the run must be held; `none` lets it through.
BreakerReason breaker(const store::Reconciliation& counts, const BreakerPolicy& policy);

// Why a run is held, as its end tells it.
Error too_much_vanished(const store::Reconciliation& counts, BreakerReason why);
Error too_much_arrived(const store::Arrivals& found);
// How many more new records may be believed; negative: these are too many already. A portal that
// invents ids would else fill the store up to `limits.records`. Nothing: any number, as of a first
// harvest.
std::optional<std::int64_t>
arrivals_left(const store::Arrivals& found, const BreakerPolicy& policy);
// So many created records are not worth a look at the growth.
std::int64_t arrivals_without_look(const BreakerPolicy& policy);

// The counts of a list, should every newcomer be a record that vanished, under its new id: only the
// bodies tell. What the breaker stops even so needs no body.
store::Reconciliation at_best(store::Reconciliation counts);

// Whether a held run may end by itself (decision 2).
enum class AutoApprove { never, same_ids };
// True when two further complete runs saw the same ids, and the operator lets that decide.
bool approves_itself(const store::Reconciliation& counts, AutoApprove policy);

// What a crawl gave when it stopped.
struct CrawlFacts {
    std::optional<std::int64_t> advertised;
    // Items received, duplicates left out, our own filters not applied.
    std::int64_t received = 0;
    // Records that no request could get.
    std::int64_t skipped = 0;
};

enum class Completeness { complete, needs_second_pass };
Completeness completeness(const CrawlFacts& facts);

// Second pass: ids that the source lists against what was seen or answered for.
struct SecondPassFacts {
    std::int64_t listed = 0;
    std::int64_t accounted = 0; // of the listed ones
    std::int64_t seen = 0;      // distinct ids seen by the crawl
    // What the crawl did not reach and the list has to, when it is the same list asked again.
    std::optional<std::int64_t> announced;
};
// True when the id list and what was seen are the same set, but for what changed meanwhile.
bool same_ids(const SecondPassFacts& facts);

// Whether pages were read over too long a time to be one list, from the first to the last: what
// moved meanwhile may have been missed. `duration_max`: what the operator allows at a time.
bool is_stretched(std::chrono::seconds walked, std::chrono::seconds duration_max);

// How a crawl that met `error` ends. Nothing committed yet and the portal itself did not answer:
// failed; otherwise incomplete.
RunState state_after_error(const Error& error, std::int64_t pages_committed);

// The fingerprint of the connector and of everything in settings that changes what is made of a
// record (decision 9). `normalise_digest`: normalise::mapping_digest.
Digest
mapping_version(std::string_view scheme, int connector_version, const Digest& normalise_digest);

// May a worker that last renewed at `renewed` still send requests (decision 17)?
bool may_send(Steady renewed, Steady now, std::chrono::seconds lease);
// The end of a lease that is not used; a quarter of a short one.
inline constexpr std::chrono::seconds lease_margin{15};
std::chrono::milliseconds heartbeat_interval(std::chrono::seconds lease);

} // namespace moisson::harvest
