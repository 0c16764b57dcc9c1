// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a value of a filter is called. Inside the room only.
#pragma once

#include "api/json.hpp"
#include "i18n/code_labels.hpp"
#include "search/query.hpp"

#include <string>

namespace moisson::api {

std::string facet_label(
    const i18n::CodeLabels& labels,
    search::Facet facet,
    const search::FacetItem& item,
    i18n::Lang lang
);
// Its values with what they are called in French and how many datasets have each.
Json facet_counts_json(const i18n::CodeLabels& labels, const search::FacetResult& facet);

} // namespace moisson::api
