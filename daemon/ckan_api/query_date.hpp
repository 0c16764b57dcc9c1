// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dates of queries: ISO 8601 in any length, and Solr's NOW with steps ("NOW-1YEAR/DAY"). Pure.
#pragma once

#include "core/time.hpp"

#include <optional>
#include <string_view>

namespace moisson::ckan_api {

// UTC where no zone is given. Nothing: no date.
std::optional<Instant> read_date(std::string_view text, Instant now);

} // namespace moisson::ckan_api
