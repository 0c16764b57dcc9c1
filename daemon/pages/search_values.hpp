// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a page of results says of filter values that do not exist. Inside the room only.
#pragma once

#include "pages/site.hpp"
#include "routes/search_parameters.hpp"

namespace moisson::pages {

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
