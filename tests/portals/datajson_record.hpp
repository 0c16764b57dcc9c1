// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A package dict in the words of Project Open Data 1.1.
#pragma once

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <string>

namespace moisson::portals {

nlohmann::ordered_json datajson_record(const nlohmann::ordered_json& package);

// Value of an extra by one of its names, empty when there is none.
std::string
first_extra_of(const nlohmann::ordered_json& package, std::initializer_list<const char*> names);

} // namespace moisson::portals
