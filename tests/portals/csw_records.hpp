// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Package dicts as ISO 19139 and Dublin Core records.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace moisson::portals {

std::string xml_escaped(std::string_view text);
// `set`: "brief", "summary" or "full".
std::string iso_record(const nlohmann::ordered_json& package, std::string_view set);
std::string dublin_core_record(const nlohmann::ordered_json& package, std::string_view set);

} // namespace moisson::portals
