// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A verdict of freshness in words, for pages and API. A doubt is never told as a fault.
#pragma once

#include "model/freshness.hpp"
#include "views/catalog_views.hpp"

#include <string>

namespace moisson::views {

// French, with typography. `now`: the calendar may say more than what the portal was read for.
std::string
freshness_sentence(const FreshnessDates& dates, const FreshnessView& verdict, Instant now);

} // namespace moisson::views
