// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Correction: what an operator says of one field of a dataset, or of all datasets of a source, with
// author and reason. It is applied after normalisation and survives every harvest.
#pragma once

#include "core/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson {

enum class CorrectionAction {
    // Whatever the source says.
    replace,
    // Only where the source says nothing that we understand.
    fill,
    // One more value of a list (keywords, themes, countries, languages).
    add
};

// Only the datasets of which the source says this; field names as in Correction.
struct CorrectionCondition {
    std::string field;
    std::string value;

    bool empty() const { return field.empty(); }
    bool operator==(const CorrectionCondition&) const = default;
};

struct Correction {
    // One of normalise::correctable_fields().
    std::string field;
    CorrectionAction action = CorrectionAction::replace;
    // A code where the field has a vocabulary, else the text.
    std::string value;
    CorrectionCondition when;
    // Who asked for it: kept for the audit, never published.
    std::string author;
    // Published beside what it changed.
    std::string reason;
    // Nothing where the file of the source does not say.
    std::optional<Instant> made_at;
    std::optional<Instant> expires_at;

    bool operator==(const Correction&) const = default;
};

// What a correction changed in one dataset.
struct AppliedCorrection {
    std::string field;
    // What the source says, as text; empty when it says nothing.
    std::string source_value;
    std::string value;
    std::string reason;
    // As its Correction: a value that is added leaves those of the source.
    CorrectionAction action = CorrectionAction::replace;

    bool operator==(const AppliedCorrection&) const = default;
};

std::string_view to_string(CorrectionAction action);
std::optional<CorrectionAction> correction_action_from_string(std::string_view text);

// Those that hold at `now`, in their order.
std::vector<Correction> in_force(const std::vector<Correction>& corrections, Instant now);

} // namespace moisson
