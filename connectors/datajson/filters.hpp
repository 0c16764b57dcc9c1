// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Filters of a source on the words of data.json: organization is the publisher, tag a keyword,
// group a theme.
#pragma once

#include "core/json_access.hpp"
#include "model/portal.hpp"

#include <map>
#include <string>

namespace moisson::datajson {

bool passes(const json::Value& dataset, const std::map<std::string, Filter>& filters);

} // namespace moisson::datajson
