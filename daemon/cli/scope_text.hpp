// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// --portee: what somebody is told about.
#pragma once

#include "cli/context.hpp"
#include "model/subscription.hpp"

#include <optional>
#include <string>
#include <utility>

namespace moisson::cli {

// "tout", "pays=BF", "portail=bf", "organisation=UUID", "jeu=UUID",
// "recherche=q=eau&country=BF"; nothing, and said, otherwise.
std::optional<std::pair<SubscriptionScope, std::string>>
scope_of(Context& context, const Request& request);

} // namespace moisson::cli
