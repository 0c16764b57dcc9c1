// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which mode a run is done in, and why (ADR 0032). Pure.
#pragma once

#include "kit/connector.hpp"
#include "model/harvest_run.hpp"
#include "store/harvest_store.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::harvest {

struct ModeFacts {
    // What the operator wants.
    std::optional<RunMode> forced;
    // No complete run has read the catalogue yet.
    bool first = false;
    // The last complete full run is older than `full_every`.
    bool full_due = false;
    // The run before this one was held.
    bool held = false;
    // Since the last complete run: connector, vocabularies, source settings of the mapping.
    bool mapping_changed = false;
    // Since the last complete run: address, filters, limits.
    bool settings_changed = false;
    // The portal says of its catalogue what it said when the last complete run began.
    bool same_mark = false;
    // And something else than when that run began.
    bool other_mark = false;
    // A probe between two runs, or of a sleeping source: harvests only what surely changed.
    bool is_light = false;
    kit::Abilities abilities;
};

struct ModeChoice {
    RunMode mode = RunMode::full;
    // A phrase of i18n/details.
    std::string_view reason;

    bool operator==(const ModeChoice&) const = default;
};

// `probe` not asked for: nothing changed, nothing is to be done.
ModeChoice choose_mode(const ModeFacts& facts);

// Of a claimed run whose portal has just been probed.
ModeFacts mode_facts(
    const store::ClaimedRun& run,
    const kit::Abilities& abilities,
    const Digest& mapping_version,
    std::string_view mark
);

// Whether the mark of the last complete run would be believed, so that a question may be put as
// "is it still this one?".
bool would_believe_mark(const store::ClaimedRun& run, const Digest& mapping_version);

// Whether fetching so many bodies one by one takes more requests than the whole catalogue.
bool full_is_cheaper(std::int64_t wanted, std::int64_t listed, const kit::Abilities& abilities);

// A failed inventory is not the portal's failure: the catalogue may still be read whole. Not so
// when our own limits, lease or database end it.
bool may_fall_back(Code code);

// What changed this long before the last complete run is asked for again: clocks differ, and many
// portals write dates without a zone.
inline constexpr std::chrono::hours delta_overlap{24};

} // namespace moisson::harvest
