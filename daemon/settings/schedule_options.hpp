// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The keys of portals and sources that say when: `schedule` and `maintenance`. Private to the room.
#pragma once

#include "model/portal.hpp"
#include "settings/portals.hpp"
#include "settings/reader.hpp"

namespace moisson::settings {

// `timezone` of a source. The rules of all three outlive the options.
Option<Source> zone_option(const PortalRules& rules);
// `schedule: {cron, timezone, jitter}` of a source.
Option<Source> schedule_option(const PortalRules& rules);
// `maintenance: [{cron, duration, timezone}]` of a portal.
Option<Portal> maintenance_option(const PortalRules& rules);

// After all keys of a source: `interval` and `schedule.cron` exclude one another, and the interval
// of a cron expression is the longest it makes.
void settle_schedule(const YAML::Node& node, Source& source, const Reader& reader);

} // namespace moisson::settings
