// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Values of filters that no dataset could have, and what was probably meant: a typing error looks
// like an empty catalogue otherwise.
#pragma once

#include "i18n/code_labels.hpp"
#include "routes/search_parameters.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::views {

struct UnknownValue {
    // Name of the filter: "country".
    std::string parameter;
    // As it was asked, with the "!" of what is not wanted.
    std::string value;
    // What could take the place of `value`, and how it is called ("Sénégal", "sauf Sénégal"); empty
    // when nothing is near.
    std::string nearest;
    std::string label;

    // French, without the proposal; `filter`: what its readers call `parameter`.
    std::string sentence(std::string_view filter) const;
};

// Filters whose values are nobody's list (producers, keywords) have none.
std::vector<UnknownValue> unknown_values(
    const i18n::CodeLabels& labels,
    const std::vector<std::string>& portal_keys,
    const routes::SearchParameters& parameters
);

// The code whose name in one of our languages, or itself, is `typed` ("maroc", "Morocco", "ma"),
// else has a word that begins so ("burkina"), else is spelt nearly so ("sengal"). Empty: none.
std::string_view
nearest_value(const i18n::CodeLabels& labels, std::string_view kind, std::string_view typed);

} // namespace moisson::views
