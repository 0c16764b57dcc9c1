// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Filters of a source on the words of DCAT: organization is the publisher, tag a keyword, group a
// theme.
#pragma once

#include "model/portal.hpp"
#include "model/raw_record.hpp"

#include <map>
#include <string>

namespace moisson::dcat {

bool passes(const RawRecord& record, const std::map<std::string, Filter>& filters);

} // namespace moisson::dcat
