// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The words of clusters: the same dataset seen on several portals (decision 8). Keys are what two
// records may have in common; evidence is what they turned out to have in common.
#pragma once

#include "core/uuid.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace moisson {

// Stored as numbers. `address` and `origin` meet: where a record is, and where another says that
// it took it from.
enum class KeyKind : std::uint8_t { uri = 1, doi, address, origin, files, title };

// A hash that two records of the same dataset share. The first four bytes of a `uri` and a `doi`
// tell who gave the name: two names by one authority are two datasets.
struct EvidenceKey {
    KeyKind kind = KeyKind::uri;
    Uuid hash;

    auto operator<=>(const EvidenceKey&) const = default;
};

// Strongest first.
enum class Evidence : std::uint8_t { same_uri, same_doi, republication, same_files, same_title };

// Why a member is the canonical one, in the order in which it is asked.
enum class CanonicalReason : std::uint8_t {
    // Other members say that they took the record from it.
    named_origin,
    // Its files are on the portal's own host.
    own_files,
    // It names no other place as its origin.
    no_origin,
    earliest_issued,
    first_seen,
    // Nothing tells them apart.
    lowest_id
};

Evidence evidence_of(KeyKind kind);

std::string_view to_string(Evidence evidence);
std::optional<Evidence> evidence_from_string(std::string_view text);
std::string_view to_string(CanonicalReason reason);
std::optional<CanonicalReason> canonical_reason_from_string(std::string_view text);

} // namespace moisson
