// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The health of a portal in words, for pages and API. A doubt is never told as a fault.
#pragma once

#include "model/portal_health.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::views {

// "en service", "indisponible"...
std::string_view health_label(PortalHealth state);
// French, with typography.
std::string health_sentence(const PortalStanding& standing, Instant now);
// Of a portal's `seen_until` (PortalSummary).
CatalogueRead catalogue_read(const std::optional<Instant>& seen_until);
// "Gelé depuis", "Disponibilité"...: names and texts of what is worth saying, in order. `datasets`:
// active and missing. `seen_until`: the portal's (PortalSummary).
std::vector<std::pair<std::string, std::string>> health_facts(
    const PortalStanding& standing,
    std::int64_t datasets,
    std::optional<Instant> seen_until,
    Instant now
);

} // namespace moisson::views
