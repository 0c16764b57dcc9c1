// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The profile: which properties of which things this product keeps, and what they lead to. DCAT-AP
// 3, its national sisters' common part and what catalogues write in place of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace moisson::dcat {

// What a node is taken for, by the way that leads to it. A node may be several things.
enum class Kind : std::uint8_t {
    catalog,
    dataset,
    service,
    distribution,
    record,
    // foaf:Agent and vcard:Kind: catalogues use either in the place of the other.
    agent,
    period,
    place,
    checksum,
    identifier,
    // What a label is enough of: concepts, licences, standards, formats, documents, statements.
    notion,
    // prov:Attribution, dcat:Relationship, prov:Activity.
    relation,
    // dqv:QualityMeasurement and the like.
    quality,
    // Hydra.
    paging,
};

using Kinds = std::uint32_t;

constexpr Kinds only(Kind kind) {
    return Kinds{1} << static_cast<unsigned>(kind);
}
constexpr bool has(Kinds kinds, Kind kind) {
    return (kinds & only(kind)) != 0;
}

// What a kept property leads to; no kind: to a value or a thing that is only named.
struct Rule {
    std::optional<Kind> to;
};

// The rule for a property, by short name, of a thing of these kinds; none when it is not kept.
std::optional<Rule> rule_of(Kinds kinds, std::string_view property);

} // namespace moisson::dcat
