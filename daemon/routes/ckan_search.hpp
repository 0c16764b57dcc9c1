// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routes/search_parameters.hpp"

#include <string>

namespace moisson::routes {

// Path of the same search at the CKAN facade ("/api/3/action/package_search?q=eau"); empty when
// CKAN's language does not say it: places, periods that the data cover, fields within the text.
std::string ckan_search(const SearchParameters& parameters);

} // namespace moisson::routes
