// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The fields that a query of CKAN may name, and what of ours is behind them.
#pragma once

#include "search/selection.hpp"

#include <string_view>

namespace moisson::ckan_api {

// How a field is looked at.
enum class Way {
    facet,
    date,
    count,
    words,
    title,
    publisher,
    id,
    slug,
    organization_id,
    licence,
    frequency,
    open,
    portal_title,
    portal_id,
    // Holds for every dataset that is shown, with this value.
    constant,
    // Known to CKAN, nothing of ours is behind it.
    unsaid
};

struct Field {
    std::string_view name;
    Way way = Way::unsaid;
    search::Facet facet = search::Facet::country;
    search::Column column = search::Column::changed;
    std::string_view constant = {};
};

// Null for a field that nobody knows.
const Field* find_field(std::string_view name);

} // namespace moisson::ckan_api
