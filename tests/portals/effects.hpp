// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Effects: what a rule of a script does, by name. Some are lies of the listing (the protocol tells
// them), the others change the answer or the way it travels.
#pragma once

#include "portals/script.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::portals {

bool is_effect(std::string_view name);
std::vector<std::string> effect_names();

// Does nothing for an effect of the other family.
void apply_to_listing(const Rule& rule, const Occasion& occasion, Tamper& tamper);
void apply_to_answer(const Rule& rule, const Occasion& occasion, ScriptedResponse& response);

} // namespace moisson::portals
