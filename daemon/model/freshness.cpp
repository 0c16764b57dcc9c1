// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/freshness.hpp"

namespace moisson {
namespace {

constexpr std::array<std::string_view, freshness_count>
    state_names{"a_jour", "attendue", "en_retard", "tres_en_retard", "sans_objet", "inconnue"};
constexpr std::array<std::string_view, 4> basis_names{"", "declared", "estimated", "not_due"};
constexpr std::array<std::string_view, 7> update_evidence_names{
    "",
    "resource",
    "dataset",
    "publication",
    "mass_touched",
    "confirmed",
    "content"};

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view text) {
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == text)
            return static_cast<Enum>(i);
    return std::nullopt;
}

bool reached(const std::optional<Instant>& date, Instant seen) {
    return date && seen >= *date;
}

} // namespace

Freshness freshness_at(const FreshnessDates& dates, std::optional<Instant> seen) {
    if (dates.basis == FreshnessBasis::not_due)
        return Freshness::sans_objet;
    if (dates.basis == FreshnessBasis::none || !dates.expected_at || !seen)
        return Freshness::inconnue;
    if (reached(dates.very_late_at, *seen))
        return Freshness::tres_en_retard;
    if (reached(dates.late_at, *seen))
        return Freshness::en_retard;
    return reached(dates.expected_at, *seen) ? Freshness::attendue : Freshness::a_jour;
}

std::string_view to_string(Freshness state) {
    return state_names[static_cast<std::size_t>(state)];
}
std::optional<Freshness> freshness_from_string(std::string_view text) {
    return find<Freshness>(state_names, text);
}
std::string_view to_string(FreshnessBasis basis) {
    return basis_names[static_cast<std::size_t>(basis)];
}
std::optional<FreshnessBasis> freshness_basis_from_string(std::string_view text) {
    return find<FreshnessBasis>(basis_names, text);
}
std::string_view to_string(UpdateEvidence evidence) {
    return update_evidence_names[static_cast<std::size_t>(evidence)];
}
std::optional<UpdateEvidence> update_evidence_from_string(std::string_view text) {
    return find<UpdateEvidence>(update_evidence_names, text);
}

} // namespace moisson
