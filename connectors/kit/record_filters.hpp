// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Filters of a source on what a connector read, for protocols whose portals filter nothing:
// organization is the publisher, tag a keyword, group a theme.
#pragma once

#include "model/portal.hpp"
#include "model/raw_record.hpp"

#include <map>
#include <string>

namespace moisson::kit {

bool passes(const RawRecord& record, const std::map<std::string, Filter>& filters);

} // namespace moisson::kit
