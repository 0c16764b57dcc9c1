// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Names of metrics (docs/exploitation.md lists them all) and keys of log lines.
#include "app/instruments.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <limits>
#include <utility>

namespace moisson::app {
namespace {

std::chrono::milliseconds took(const HarvestRun& run) {
    if (!run.started_at || !run.ended_at)
        return {};
    return std::chrono::duration_cast<std::chrono::milliseconds>(*run.ended_at - *run.started_at);
}

constexpr std::chrono::days uptime_span{30};

std::int64_t seconds_since_1970(Instant instant) {
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

telemetry::Gauge
portal_state(telemetry::Metrics& metrics, const std::string& portal, PortalHealth state) {
    return metrics.gauge(
        "moisson_monitor_portal_state",
        "1 for the state that a portal is in.",
        {{"portal", portal}, {"state", std::string(to_string(state))}}
    );
}

} // namespace

std::function<void(const net::AccessRecord&)>
access_instrument(telemetry::Metrics& metrics, telemetry::Logger& log) {
    return [&metrics, &log](const net::AccessRecord& record) {
        const std::string route = record.route.empty() ? "none" : record.route;
        metrics
            .counter(
                "moisson_http_requests_total",
                "Requests answered, by route and status.",
                {{"route", route}, {"status", std::to_string(record.status)}}
            )
            .add();
        metrics
            .counter("moisson_http_response_bytes_total", "Bytes of answers.", {{"route", route}})
            .add(static_cast<double>(record.bytes));
        metrics
            .histogram(
                "moisson_http_request_seconds",
                "Time to answer, by route.",
                {{"route", route}}
            )
            .observe(std::chrono::duration<double>(record.took).count());
        log.debug(
            "request",
            {{"method", record.method},
             {"route", route},
             {"status", record.status},
             {"bytes", record.bytes},
             {"took_us", record.took.count()},
             {"request_id", record.request_id}}
        );
    };
}

std::function<void(const std::string&, const std::string&)> error_instrument(telemetry::Logger& log
) {
    return [&log](const std::string& request_id, const std::string& what) {
        log.error("request failed", {{"request_id", request_id}, {"error", what}});
    };
}

std::function<void(const std::string&)> starved_instrument(telemetry::Logger& log) {
    return [&log](const std::string& why) {
        log.warning(
            "visitors cannot be let in",
            {{"error", why},
             {"problem",
              "plus de fichiers ouverts possibles : les connexions inactives sont coupées ; "
              "augmentez la limite (LimitNOFILE de systemd, ou « ulimit -n ») ou diminuez "
              "http.connections_max"}}
        );
    };
}

std::function<void(std::string_view, std::chrono::nanoseconds, bool)>
database_instrument(telemetry::Metrics& metrics) {
    return [&metrics](std::string_view label, std::chrono::nanoseconds took, bool ok) {
        metrics
            .histogram(
                "moisson_db_query_seconds",
                "Time of database work, by query and outcome.",
                {{"query", std::string(label)}, {"outcome", ok ? "ok" : "error"}}
            )
            .observe(std::chrono::duration<double>(took).count());
    };
}

std::function<void(const std::string&, const PortalMemory&)>
portal_instrument(telemetry::Metrics& metrics) {
    return [&metrics](const std::string& portal, const PortalMemory& memory) {
        metrics.counter("moisson_monitor_probes_total", "Probes of portals that were believed.")
            .add();
        for (std::size_t i = 0; i < portal_health_count; ++i) {
            const auto state = static_cast<PortalHealth>(i);
            portal_state(metrics, portal, state).set(state == memory.state ? 1 : 0);
        }
    };
}

void HarvestInstruments::run_started(const harvest::RunStarted& event) {
    metrics_.gauge("moisson_harvest_runs_active", "Runs being harvested.").add(1);
    log_.info(
        "run started",
        {{"portal", event.portal_key},
         {"source", event.source_key},
         {"run", event.run.value},
         {"resumed", event.resumed}}
    );
}

void HarvestInstruments::page_done(const harvest::PageDone& event) {
    const telemetry::Labels labels = {{"source", event.source_key}};
    metrics_.counter("moisson_harvest_pages_total", "Pages committed.", labels).add();
    log_.debug(
        "page committed",
        {{"source", event.source_key},
         {"run", event.run.value},
         {"page", event.page},
         {"received", event.received},
         {"per_second", event.records_per_second}}
    );
}

void HarvestInstruments::run_finished(const HarvestRun& run) {
    metrics_.gauge("moisson_harvest_runs_active", "Runs being harvested.").add(-1);
    const std::string state(to_string(run.state));
    metrics_
        .counter(
            "moisson_harvest_runs_total",
            "Runs ended, by source and state.",
            {{"source", run.source_key}, {"state", state}}
        )
        .add();
    const auto count = [&](const char* outcome, std::int64_t records) {
        metrics_
            .counter(
                "moisson_harvest_records_total",
                "Records of ended runs, by source and outcome.",
                {{"source", run.source_key}, {"outcome", outcome}}
            )
            .add(static_cast<double>(records));
    };
    count("created", run.counts.created);
    count("updated", run.counts.updated);
    count("unchanged", run.counts.unchanged);
    count("refused", run.counts.refused);
    count("archived", run.counts.archived);
    for (const auto& [code, number] : run.issues)
        metrics_.counter("moisson_harvest_issues_total", "Issues of ended runs.", {{"code", code}})
            .add(static_cast<double>(number));
    log_.info(
        "run finished",
        {{"portal", run.portal_key},
         {"source", run.source_key},
         {"run", run.id.value},
         {"state", state},
         {"reason", run.reason},
         {"mode", to_string(run.mode)},
         {"mode_reason", run.mode_reason},
         {"pages", run.counts.pages},
         {"received", run.counts.received},
         {"created", run.counts.created},
         {"updated", run.counts.updated},
         {"unchanged", run.counts.unchanged},
         {"refused", run.counts.refused},
         {"left_out", run.counts.left_out()},
         {"took_ms", took(run)}}
    );
}

void HarvestInstruments::run_left(const harvest::RunStarted& run, const std::string& why) {
    metrics_.gauge("moisson_harvest_runs_active", "Runs being harvested.").add(-1);
    log_.warning(
        "run left",
        {{"portal", run.portal_key},
         {"source", run.source_key},
         {"run", run.run.value},
         {"why", why}}
    );
}

LinkInstruments link_instruments(telemetry::Metrics& metrics) {
    LinkInstruments out;
    out.on_probe = [&metrics](monitor::LinkCode code) {
        metrics
            .counter(
                "moisson_link_probes_total",
                "Links looked at.",
                {{"class", std::string(to_string(monitor::class_of(code)))}}
            )
            .add();
    };
    out.on_host = [&metrics](monitor::HostState state) {
        const std::string name(to_string(state));
        metrics
            .counter(
                "moisson_link_host_facts_total",
                "Hosts that went down, moved, turned us away or came back.",
                {{"state", name.empty() ? "back" : name}}
            )
            .add();
    };
    out.on_states = [&metrics](const std::vector<std::pair<std::string, std::int64_t>>& states) {
        for (const monitor::LinkState state : monitor::all_link_states) {
            std::int64_t links = 0;
            for (const auto& [name, count] : states)
                if (name == to_string(state))
                    links = count;
            metrics
                .gauge(
                    "moisson_links",
                    "Distinct addresses by state.",
                    {{"state", std::string(to_string(state))}}
                )
                .set(static_cast<double>(links));
        }
    };
    return out;
}

void PortalInstruments::gauge(
    const char* name,
    const char* help,
    const telemetry::Labels& labels,
    double value
) {
    const telemetry::Gauge instrument = metrics_.gauge(name, help, labels);
    instrument.set(value);
    shown_.insert_or_assign({name, labels}, instrument);
}

void PortalInstruments::observe_measure(const std::string& portal, const store::Measure& measure) {
    for (std::size_t i = 0; i < store::measured_states.size(); ++i)
        gauge(
            "moisson_portal_datasets",
            "Datasets by freshness, as last measured.",
            {{"portal", portal}, {"freshness", std::string(store::measured_states[i])}},
            static_cast<double>(measure.states[i])
        );
    if (const auto quality = measure.quality())
        gauge(
            "moisson_portal_quality",
            "Mean score of the datasets, 0-100, as last measured.",
            {{"portal", portal}},
            *quality
        );
    if (const auto mqa = measure.mqa())
        gauge(
            "moisson_portal_mqa",
            "Mean unofficial MQA score of the datasets, 0-405, as last measured.",
            {{"portal", portal}},
            *mqa
        );
}

void PortalInstruments::observe_one(const store::PortalGauges& one, Instant now) {
    if (one.measure)
        observe_measure(one.portal, *one.measure);
    if (one.standing.certificate_expires)
        gauge(
            "moisson_portal_certificate_expires_seconds",
            "When the certificate of a portal ends, in seconds since 1970.",
            {{"portal", one.portal}},
            static_cast<double>(seconds_since_1970(*one.standing.certificate_expires))
        );
    const Uptime time = uptime(one.standing, one.catalogue, now - uptime_span, now, now);
    if (const auto percent = time.percent())
        gauge(
            "moisson_portal_uptime_ratio",
            "Share of the measured time of 30 days that a portal answered, 0-1.",
            {{"portal", one.portal}},
            *percent / 100
        );
}

void PortalInstruments::observe(const std::vector<store::PortalGauges>& portals, Instant now) {
    constexpr double gone = std::numeric_limits<double>::quiet_NaN();
    const auto shown_before = std::exchange(shown_, {});
    const auto portals_before = std::exchange(portals_, {});
    for (const store::PortalGauges& one : portals) {
        portals_.insert(one.portal);
        observe_one(one, now);
    }
    for (const auto& [key, instrument] : shown_before)
        if (!shown_.contains(key))
            instrument.set(gone);
    // Nobody probes it any more.
    for (const std::string& portal : portals_before)
        if (!portals_.contains(portal))
            for (std::size_t i = 0; i < portal_health_count; ++i)
                portal_state(metrics_, portal, static_cast<PortalHealth>(i)).set(gone);
}

void observe_alerts(telemetry::Metrics& metrics, const std::vector<store::AlertCount>& counts) {
    for (const AlertKind kind : all_alert_kinds())
        for (const AlertState state :
             {AlertState::pending,
              AlertState::firing,
              AlertState::resolving,
              AlertState::resolved}) {
            std::int64_t episodes = 0;
            for (const store::AlertCount& one : counts)
                if (one.kind == to_string(kind) && one.state == to_string(state))
                    episodes = one.count;
            metrics
                .gauge(
                    "moisson_alerts",
                    "Alerts that are not closed, by kind and state.",
                    {{"kind", std::string(to_string(kind))},
                     {"state", std::string(to_string(state))}}
                )
                .set(static_cast<double>(episodes));
        }
}

double resident_bytes() {
    std::ifstream in("/proc/self/statm");
    long total = 0;
    long resident = 0;
    if (!(in >> total >> resident))
        return 0;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

} // namespace moisson::app
