// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// HarvestRun: one harvest of a source.
#pragma once

#include "core/code.hpp"
#include "core/time.hpp"
#include "model/ids.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace moisson {

// `automatic` is chosen when the run begins.
enum class RunMode { automatic, probe, inventory, delta, full };

// pending -> running -> complete | incomplete | failed | held | cancelled; `interrupted` is a run
// whose worker died: the next worker resumes it from its last committed page.
enum class RunState {
    pending,
    running,
    interrupted,
    complete,
    incomplete,
    failed,
    held,
    cancelled
};

// Derived by SQL from rows when a run ends (research H7.8). A record received is counted once: one
// that came back is revived, whether or not it changed meanwhile; one under a new id is renamed,
// not created.
struct RunCounts {
    std::int64_t pages = 0;
    std::int64_t received = 0;
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t unchanged = 0;
    std::int64_t remapped = 0;
    std::int64_t refused = 0;
    std::int64_t missing = 0;
    std::int64_t archived = 0;
    std::int64_t revived = 0;
    std::int64_t renamed = 0;

    // Received and neither kept nor refused by the database: no dataset, not public, unreadable.
    std::int64_t left_out() const;

    bool operator==(const RunCounts&) const = default;
};

// How a held run ended (decision 2). Superseded: a later run of the source settled the question.
enum class HeldVerdict { approved, refused, superseded };

struct RunDecision {
    HeldVerdict verdict = HeldVerdict::approved;
    Instant at{};
    // Who decided: a person, or the program itself.
    std::string by;
    std::string reason;

    bool operator==(const RunDecision&) const = default;
};

struct HarvestRun {
    RunId id;
    SourceId source;
    std::string source_key;
    std::string portal_key;
    RunMode mode = RunMode::full;
    // Why this mode: a short English phrase (i18n/details).
    std::string mode_reason;
    RunState state = RunState::pending;
    // Why there is a run and, when ended badly, why: a Code name or a short English reason.
    std::string reason;
    std::optional<Instant> started_at;
    std::optional<Instant> ended_at;
    std::optional<std::int64_t> advertised_count;
    RunCounts counts;
    // Issues by code name.
    std::map<std::string, std::int64_t> issues;
    // Of an interrupted run that nobody goes on with before, and the code that says why: RUN_PAUSED
    // (its portal wants to be left alone) or RUN_RESTED (it lasted as long as it may at a time).
    std::optional<Instant> resumes_at;
    std::string resume_reason;
    // Of a run that was held. An approved one is `complete` from then on (`incomplete` when it
    // stopped at arrivals); the others stay `held`.
    std::optional<RunDecision> decision;

    bool awaits_decision() const { return state == RunState::held && !decision; }
    // Held because too much was new, not because too much was gone; then it saw a part only.
    bool stopped_at_arrivals() const { return reason == to_string(Code::mass_arrival_held); }

    bool operator==(const HarvestRun&) const = default;
};

std::string_view to_string(RunMode mode);
std::optional<RunMode> run_mode_from_string(std::string_view text);
std::string_view to_string(RunState state);
std::optional<RunState> run_state_from_string(std::string_view text);
std::string_view to_string(HeldVerdict verdict);
std::optional<HeldVerdict> held_verdict_from_string(std::string_view text);

} // namespace moisson
