// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What people write of corrections and what they are told of them, in French: the same in the file
// of a source and on the command line.
#pragma once

#include "model/correction.hpp"
#include "normalise/vocabularies.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace moisson::settings {

// Empty when it can.
std::string
correction_fault(const Correction& correction, const normalise::Vocabularies& vocabularies);

// "2027-06-30" (its start in UTC) or an instant with its zone.
std::optional<Instant> parse_day(const std::string& text);

// "« ODBL » n'est pas un code de licence ; vouliez-vous dire « odc-odbl » ?"; `kind` is one of
// normalise::mapped_kinds() or "country".
std::string unknown_code(
    std::string_view kind,
    std::string_view code,
    const normalise::Vocabularies& vocabularies
);

} // namespace moisson::settings
