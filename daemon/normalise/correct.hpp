// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Corrections: which are possible, and what they make of a normalised dataset. Pure; what the
// source says stays in the raw record, in the raw values and in AppliedCorrection.
#pragma once

#include "model/correction.hpp"
#include "model/dataset.hpp"
#include "normalise/vocabularies.hpp"

#include <span>
#include <string_view>

namespace moisson::normalise {

// Names as in the API, lists in the singular: "title", "keyword", "licence"...
std::span<const std::string_view> correctable_fields();

enum class CorrectionFault {
    none,
    unknown_field,
    // `when` names no field.
    unknown_condition,
    no_value,
    // The value is no code of the field's vocabulary.
    unknown_code,
    bad_date,
    bad_address,
    // A value is added to a list only.
    not_a_list,
    no_reason,
    // The value, the reason or the author.
    too_long
};

// Why the correction cannot be used.
CorrectionFault fault_of(const Correction& correction, const Vocabularies& vocabularies);

// Applies them in order and lists in `dataset.corrections` those that changed something. Conditions
// are about what the source says, whatever was corrected before. Those with a fault change nothing.
// Thread-safe.
void correct(
    Dataset& dataset,
    std::span<const Correction> corrections,
    const Vocabularies& vocabularies
);

} // namespace moisson::normalise
