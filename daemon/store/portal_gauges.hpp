// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What monitoring wants of each portal: its newest daily measure, its certificate, and the
// intervals of its availability. Light: no dataset is counted.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "model/portal_health.hpp"
#include "store/database.hpp"
#include "store/measures.hpp"

#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

struct PortalGauges {
    std::string portal;
    // Nothing before it was measured once.
    std::optional<Measure> measure;
    // With the intervals of the last 31 days.
    PortalStanding standing;
    CatalogueRead catalogue = CatalogueRead::never;
};

// Enabled portals by key. STORE_UNAVAILABLE.
asio::awaitable<Result<std::vector<PortalGauges>>> read_portal_gauges(Database& database);

} // namespace moisson::store
