// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Freshness: until when a dataset counts as up to date. Three dates are stored (decision 6); the
// state follows from them and from when its portal was last read in full, so that the calendar
// changes nothing in tables or index.
#pragma once

#include "core/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace moisson {

enum class Freshness : std::uint8_t {
    a_jour,
    attendue,
    en_retard,
    tres_en_retard,
    sans_objet,
    inconnue
};
inline constexpr std::size_t freshness_count = 6;
inline constexpr std::array<Freshness, freshness_count> all_freshness{
    Freshness::a_jour,
    Freshness::attendue,
    Freshness::en_retard,
    Freshness::tres_en_retard,
    Freshness::sans_objet,
    Freshness::inconnue};

// What the dates stand on.
enum class FreshnessBasis : std::uint8_t {
    // Nothing can be said: no frequency, or no date to count from.
    none,
    // The declared frequency and the grace table.
    declared,
    // Observed updates (S4): never later than `attendue`, since an estimate accuses nobody.
    estimated,
    // A declared frequency without period: irregular, never, as needed...
    not_due
};

// Which date was counted from, best first.
enum class UpdateEvidence : std::uint8_t {
    none,
    resource,
    dataset,
    publication,
    // Shared within an hour by more than a fifth of the source: weak.
    mass_touched,
    // A producer said that it is up to date and that there is nothing to publish: strong.
    confirmed,
    // One of its files was seen to change: strong.
    content
};

struct FreshnessDates {
    FreshnessBasis basis = FreshnessBasis::none;
    UpdateEvidence evidence = UpdateEvidence::none;
    // Midnight UTC that opens the last day which the date may mean: of "2026-11", 30 November.
    std::optional<Instant> counted_from;
    // Midnights UTC, ascending. Of an estimate only the first.
    std::optional<Instant> expected_at;
    std::optional<Instant> late_at;
    std::optional<Instant> very_late_at;

    bool operator==(const FreshnessDates&) const = default;
};

// `seen`: when the portal was last read in full; nothing: never.
Freshness freshness_at(const FreshnessDates& dates, std::optional<Instant> seen);

// "a_jour", "attendue"... (names.md)
std::string_view to_string(Freshness state);
std::optional<Freshness> freshness_from_string(std::string_view text);
// "", "declared", "estimated", "not_due"
std::string_view to_string(FreshnessBasis basis);
std::optional<FreshnessBasis> freshness_basis_from_string(std::string_view text);
// "", "resource", "dataset", "publication", "mass_touched", "confirmed", "content"
std::string_view to_string(UpdateEvidence evidence);
std::optional<UpdateEvidence> update_evidence_from_string(std::string_view text);

} // namespace moisson
