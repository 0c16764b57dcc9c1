// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where the rooms' events become metrics and log lines: the rooms themselves know neither.
#pragma once

#include "harvest/observer.hpp"
#include "model/portal_health.hpp"
#include "monitor/link_host.hpp"
#include "net/http_server.hpp"
#include "store/alert_store.hpp"
#include "store/portal_gauges.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::app {

// For net::ServerOptions.
std::function<void(const net::AccessRecord&)>
access_instrument(telemetry::Metrics& metrics, telemetry::Logger& log);
std::function<void(const std::string&, const std::string&)> error_instrument(telemetry::Logger& log
);
std::function<void(const std::string&)> starved_instrument(telemetry::Logger& log);

// For store::DatabaseOptions.
std::function<void(std::string_view, std::chrono::nanoseconds, bool)>
database_instrument(telemetry::Metrics& metrics);

// For monitor::WatchParts: one gauge per portal and state, 1 for the one it is in.
std::function<void(const std::string&, const PortalMemory&)>
portal_instrument(telemetry::Metrics& metrics);

class HarvestInstruments final : public harvest::Observer {
public:
    HarvestInstruments(telemetry::Metrics& metrics, telemetry::Logger& log)
        : metrics_(metrics), log_(log) {}

    void run_started(const harvest::RunStarted& event) override;
    void page_done(const harvest::PageDone& event) override;
    void run_finished(const HarvestRun& run) override;
    void run_left(const harvest::RunStarted& run, const std::string& why) override;

private:
    telemetry::Metrics& metrics_;
    telemetry::Logger& log_;
};

// For monitor::LinkCheckerParts.
struct LinkInstruments {
    std::function<void(monitor::LinkCode)> on_probe;
    std::function<void(monitor::HostState)> on_host;
    std::function<void(const std::vector<std::pair<std::string, std::int64_t>>&)> on_states;
};
LinkInstruments link_instruments(telemetry::Metrics& metrics);

// What the last measures and probes say of each portal. What one pass said and the next one says no
// more, of a portal that was disabled for instance, is NaN.
class PortalInstruments {
public:
    explicit PortalInstruments(telemetry::Metrics& metrics) : metrics_(metrics) {}

    void observe(const std::vector<store::PortalGauges>& portals, Instant now);

private:
    void observe_one(const store::PortalGauges& one, Instant now);
    void observe_measure(const std::string& portal, const store::Measure& measure);
    void gauge(const char* name, const char* help, const telemetry::Labels& labels, double value);

    telemetry::Metrics& metrics_;
    // By name and labels, of the last pass.
    std::map<std::pair<std::string, telemetry::Labels>, telemetry::Gauge> shown_;
    std::set<std::string> portals_;
};

// moisson_alerts{kind,state} of the episodes that are not closed.
void observe_alerts(telemetry::Metrics& metrics, const std::vector<store::AlertCount>& counts);

// Resident memory of this process, from the kernel; 0 when it cannot be read.
double resident_bytes();

} // namespace moisson::app
