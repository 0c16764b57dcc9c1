// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Filters of a source, checked on each dataset that came: the catalogue is exported whole and its
// completeness is judged before them (decision 3).
#pragma once

#include "model/portal.hpp"
#include "opendatasoft/metas.hpp"

#include <map>
#include <string>

namespace moisson::opendatasoft {

using Filters = std::map<std::string, Filter>;

// Dimensions: organization (publisher), tag (keyword), group (theme), licence; a dimension that is
// not known holds no value.
bool passes(const Value& dataset, const Filters& filters);

} // namespace moisson::opendatasoft
