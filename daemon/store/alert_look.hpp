// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The two looks of the alert engine. Private to the room.
#pragma once

#include "store/alert_store.hpp"
#include "store/connection.hpp"

namespace moisson::store {

AlertOverview
look_at_alerts(Connection& connection, const AlertTimes& times, const AlertOverviewJudge& judge);

AlertScanReport scan_alerts(
    Connection& connection,
    const AlertScanRequest& request,
    const AlertSightsJudge& open,
    const AlertSightsJudge& go_on
);

} // namespace moisson::store
