// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Filters of a source, checked on each record: the list of udata takes one value per filter only.
#pragma once

#include "core/json_access.hpp"
#include "model/portal.hpp"

#include <map>
#include <string>

namespace moisson::udata {

using Filters = std::map<std::string, Filter>;

// Dimensions: organization (id, slug, name or acronym), tag, group (kind of badge), licence,
// format; a record has no value in any other.
bool passes(const json::Value& dataset, const Filters& filters);

} // namespace moisson::udata
