// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is stored of portals as gauges.
#include "app/instruments.hpp"

#include <gtest/gtest.h>

namespace moisson::app {
namespace {

TEST(Instruments, PortalsAreGaugedByWhatWasMeasured) {
    const Instant now = Instant(std::chrono::seconds(1'790'000'000));
    store::PortalGauges one;
    one.portal = "mali";
    one.measure.emplace();
    one.measure->states = {4, 3, 2, 1, 0, 5};
    one.measure->quality_sum = 120;
    one.measure->scored = 2;
    one.measure->mqa_sum = 500;
    one.measure->mqa_scored = 2;
    one.standing.certificate_expires = Instant(std::chrono::seconds(1'795'123'456));
    one.catalogue = CatalogueRead::once;
    one.standing.watched_until = now + std::chrono::minutes(10);
    HealthInterval down;
    down.state = PortalHealth::down;
    down.since = now - std::chrono::hours(4);
    down.until = now - std::chrono::hours(3);
    HealthInterval up;
    up.state = PortalHealth::up;
    up.since = *down.until;
    one.standing.intervals = {down, up};
    store::PortalGauges unknown;
    unknown.portal = "tg";
    telemetry::Metrics metrics;
    const std::vector<store::PortalGauges> portals = {one, unknown};
    PortalInstruments gauges(metrics);
    gauges.observe(portals, now);
    const std::string text = metrics.text();
    for (const char* const line :
         {"moisson_portal_datasets{freshness=\"en_retard\",portal=\"mali\"} 2",
          "moisson_portal_datasets{freshness=\"inconnue\",portal=\"mali\"} 5",
          "moisson_portal_quality{portal=\"mali\"} 60",
          "moisson_portal_mqa{portal=\"mali\"} 250",
          "moisson_portal_certificate_expires_seconds{portal=\"mali\"} 1795123456",
          "moisson_portal_uptime_ratio{portal=\"mali\"} 0.75"})
        EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
    EXPECT_EQ(text.find("tg"), std::string::npos) << "nothing is known of it: " << text;
}

TEST(Instruments, WhatIsNoLongerSaidOfAPortalIsNoNumber) {
    telemetry::Metrics metrics;
    PortalInstruments gauges(metrics);
    store::PortalGauges mali;
    mali.portal = "mali";
    mali.measure.emplace();
    mali.measure->quality_sum = 120;
    mali.measure->scored = 2;
    store::PortalGauges togo = mali;
    togo.portal = "togo";
    PortalMemory memory;
    memory.state = PortalHealth::down;
    portal_instrument(metrics)("mali", memory);
    portal_instrument(metrics)("togo", memory);
    gauges.observe({mali, togo}, Instant{});
    // One was disabled, of the other nothing is scored any more.
    togo.measure->scored = 0;
    gauges.observe({togo}, Instant{});
    const std::string text = metrics.text();
    for (const char* const line :
         {"moisson_portal_quality{portal=\"mali\"} NaN",
          "moisson_portal_quality{portal=\"togo\"} NaN",
          "moisson_portal_datasets{freshness=\"a_jour\",portal=\"mali\"} NaN",
          "moisson_portal_datasets{freshness=\"a_jour\",portal=\"togo\"} 0",
          "moisson_monitor_portal_state{portal=\"mali\",state=\"DOWN\"} NaN",
          "moisson_monitor_portal_state{portal=\"togo\",state=\"DOWN\"} 1"})
        EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
    gauges.observe({mali, togo}, Instant{});
    EXPECT_NE(metrics.text().find("moisson_portal_quality{portal=\"mali\"} 60"), std::string::npos);
}

} // namespace
} // namespace moisson::app
