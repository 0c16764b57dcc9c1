// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a page of results says of how it was understood: warnings, filter values that do not exist.
// Inside the room only.
#pragma once

#include "pages/site.hpp"
#include "routes/search_parameters.hpp"
#include "search/query.hpp"

#include <string_view>

namespace moisson::pages {

// Empty for what is said otherwise.
std::string_view warning_sentence(search::WarningKind kind);

// "unknown_values": a sentence each, and the same search with what was probably meant; none unless
// `nothing_found`, since only then they may be why.
void put_unknown_values(
    render::Data& data,
    const Site& site,
    const routes::Query& query,
    const routes::SearchParameters& parameters,
    bool nothing_found
);

} // namespace moisson::pages
