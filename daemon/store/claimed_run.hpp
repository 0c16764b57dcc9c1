// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A run between the queue and who works on it: what is claimed, where it stands, why it is given
// back.
#pragma once

#include "core/code.hpp"
#include "core/digest.hpp"
#include "core/time.hpp"
#include "model/harvest_run.hpp"
#include "model/ids.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::store {

// A granted lease: `token` grows at each grant and fences every later write (decision 17).
struct Lease {
    RunId run;
    std::int64_t token = 0;
    std::chrono::seconds duration{120};
};

// Where an interrupted run stands.
struct Checkpoint {
    std::int64_t pages = 0;
    std::string cursor; // of the next page
    std::int64_t received = 0;
    std::optional<std::int64_t> advertised_count;
    std::string last_body_digest; // hex
    // The last page is committed: only reconciliation and the end are left to do.
    bool pages_done = false;
    // Records that its pages could not get.
    std::int64_t skipped = 0;
    // Since its first page.
    std::chrono::seconds age{0};
};

// What earlier runs of a source left for the choice of the next one's mode.
struct SourcePast {
    // Start of the last complete run that read the catalogue, whole or in part.
    std::optional<Instant> last_complete;
    // There was a complete full run within `full_every`.
    bool full_is_recent = false;
    // The newest run that ended complete or held was held.
    bool held = false;
    // Of that last complete run. No mark when a later run has changed records without completing.
    std::string mark;
    Digest mapping_version{};
    std::string config_hash;
};

// `mode_reason` of runs whose mode somebody asked for.
inline constexpr std::string_view asked_for = "asked for";

// `reason` of runs whose portal is a file begins so.
inline constexpr std::string_view imported_from = "imported from ";

// Which waiting run a worker would take.
struct ClaimRequest {
    std::string worker;
    std::chrono::seconds lease{0};
    // Keys of the sources that the worker knows; empty: every one. Who has not read the new
    // configuration yet leaves its sources to those who have.
    std::vector<std::string> sources = {};
    // Only what was begun by a worker that died or gave it back.
    bool begun_only = false;
};

struct ClaimedRun {
    Lease lease;
    SourceId source;
    std::string source_key;
    RunMode mode = RunMode::full;
    std::string reason;
    std::string mode_reason;
    SourcePast past;
    // True when another worker began it.
    bool resumed = false;
    Checkpoint checkpoint;
    // So often it was given back for a pause since its last page (RunPause).
    int pauses = 0;
    // By the clock of the database: when it was claimed, and what its slots are counted from.
    Instant claimed_at{};
    std::optional<Instant> anchor;
    std::int64_t active_before = 0;
    std::string config_hash;
};

// What one process met among all its requests for a run, and no page tells.
struct NetworkFacts {
    // Answers "304 Not Modified".
    std::int64_t not_modified = 0;
    // Of the certificate that ends first.
    std::optional<Instant> certificate_expires;
};

// Why a run is given back that goes on later: nobody takes it before the pause is over.
struct RunPause {
    std::chrono::seconds lasts{0};
    // With those before it between which no page came.
    int in_a_row = 1;
    // Of its issue: what the portal said, or how far the run has come.
    std::string detail;
    // RUN_PAUSED, the portal's wish; RUN_RESTED, as long as a run may last at a time is over.
    Code code = Code::run_paused;
};

// The open run of a source after somebody asked for one.
struct RequestedRun {
    RunId id;
    // It waits until then all the same, as its portal wishes, and why: see HarvestRun.
    std::optional<Instant> resumes_at;
    std::string resume_reason;
};

} // namespace moisson::store
