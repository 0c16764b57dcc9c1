// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/cluster.hpp"

#include <array>

namespace moisson {
namespace {

constexpr std::array<std::string_view, 5> evidence_names =
    {"same_uri", "same_doi", "republication", "same_files", "same_title"};
constexpr std::array<std::string_view, 6> reason_names =
    {"named_origin", "own_files", "no_origin", "earliest_issued", "first_seen", "lowest_id"};

template <class Enum, std::size_t count>
std::optional<Enum>
from_string(const std::array<std::string_view, count>& names, std::string_view text) {
    for (std::size_t i = 0; i < count; ++i)
        if (names[i] == text)
            return static_cast<Enum>(i);
    return std::nullopt;
}

} // namespace

Evidence evidence_of(KeyKind kind) {
    switch (kind) {
    case KeyKind::uri:
        return Evidence::same_uri;
    case KeyKind::doi:
        return Evidence::same_doi;
    case KeyKind::address:
    case KeyKind::origin:
        return Evidence::republication;
    case KeyKind::files:
        return Evidence::same_files;
    case KeyKind::title:
        return Evidence::same_title;
    }
    return Evidence::same_title;
}

std::string_view to_string(Evidence evidence) {
    return evidence_names[static_cast<std::size_t>(evidence)];
}
std::optional<Evidence> evidence_from_string(std::string_view text) {
    return from_string<Evidence>(evidence_names, text);
}
std::string_view to_string(CanonicalReason reason) {
    return reason_names[static_cast<std::size_t>(reason)];
}
std::optional<CanonicalReason> canonical_reason_from_string(std::string_view text) {
    return from_string<CanonicalReason>(reason_names, text);
}

} // namespace moisson
