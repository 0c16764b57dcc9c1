// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One item of the portal's API, as canonical JSON -> RawRecord, as the description says. Pure.
#pragma once

#include "core/result.hpp"
#include "json/description.hpp"
#include "model/issue.hpp"
#include "model/raw_record.hpp"

#include <string_view>
#include <vector>

namespace moisson::paths {

// PARSE_JSON or BAD_SHAPE for stored bytes that are no item. Issues of stage `map` are added for
// what was cut.
Result<RawRecord>
map_item(std::string_view canonical, const Description& description, std::vector<Issue>& issues);

} // namespace moisson::paths
