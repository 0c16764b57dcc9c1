// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/correction.hpp"

#include <algorithm>
#include <iterator>

namespace moisson {

std::string_view to_string(CorrectionAction action) {
    switch (action) {
    case CorrectionAction::replace:
        return "replace";
    case CorrectionAction::fill:
        return "fill";
    case CorrectionAction::add:
        break;
    }
    return "add";
}

std::optional<CorrectionAction> correction_action_from_string(std::string_view text) {
    for (const CorrectionAction action :
         {CorrectionAction::replace, CorrectionAction::fill, CorrectionAction::add})
        if (to_string(action) == text)
            return action;
    return std::nullopt;
}

std::vector<Correction> in_force(const std::vector<Correction>& corrections, Instant now) {
    std::vector<Correction> out;
    std::copy_if(
        corrections.begin(),
        corrections.end(),
        std::back_inserter(out),
        [now](const Correction& one) { return !one.expires_at || *one.expires_at > now; }
    );
    return out;
}

} // namespace moisson
