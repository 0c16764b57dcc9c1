// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Filters of a source: as a Solr query for the portal, and checked again on each record because
// portals are known to ignore or misread them.
#pragma once

#include "core/json_access.hpp"
#include "model/portal.hpp"

#include <map>
#include <string>

namespace moisson::ckan {

using Filters = std::map<std::string, Filter>;

// Value of `fq`, always bracketed and quoted; empty without filters. Dimensions: organization,
// tag, group, licence, format; others are left to the check on each record.
std::string solr_filter(const Filters& filters);

// A quoted Solr term.
std::string solr_term(std::string_view text);

bool passes(const json::Value& package, const Filters& filters);

} // namespace moisson::ckan
