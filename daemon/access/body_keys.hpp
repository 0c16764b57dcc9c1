// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The keys of the bodies that the admin API takes: one that nobody reads is a demand that says
// something else than what is done. Inside the room only.
#pragma once

#include "core/json_access.hpp"

#include <span>
#include <string>
#include <string_view>

namespace moisson::access {

// "clé inconnue « wehn » ; vouliez-vous dire « when » ?"; empty when all keys are known.
std::string keys_fault(const json::Value& object, std::span<const std::string_view> known);

} // namespace moisson::access
