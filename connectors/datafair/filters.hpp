// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Filters of a source, checked on each dataset that came: completeness is judged before them
// (decision 3).
#pragma once

#include "core/json_access.hpp"
#include "model/portal.hpp"

#include <map>
#include <string>

namespace moisson::datafair {

using Filters = std::map<std::string, Filter>;

// Dimensions: organization (owner and its department), tag (keywords), group (topics), licence; a
// dimension that is not known holds no value.
bool passes(const json::Value& dataset, const Filters& filters);

} // namespace moisson::datafair
