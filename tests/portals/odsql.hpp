// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The part of Opendatasoft's query languages that a catalogue is harvested with: comparisons of
// dates and of ids, absence, and, or, brackets. Reads `where` of Explore v2 and `q` of v1.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::portals {

// Value of a field of the record at hand; empty when it has none.
using FieldValue = std::function<std::string(std::string_view field)>;
using OdsPredicate = std::function<bool(const FieldValue&)>;

// Absent when the text is no query.
std::optional<OdsPredicate> parse_odsql(std::string_view text);

} // namespace moisson::portals
