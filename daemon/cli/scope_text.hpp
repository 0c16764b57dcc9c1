// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// --portee: what somebody is told about.
#pragma once

#include "cli/requests.hpp"
#include "model/subscription.hpp"

#include <optional>
#include <string>
#include <utility>

namespace moisson::cli {

// "tout", "pays=BF", "portail=bf", "organisation=UUID", "jeu=UUID"; nothing, and said, otherwise.
std::optional<std::pair<SubscriptionScope, std::string>>
scope_of(const Request& request, const Output& output);

} // namespace moisson::cli
