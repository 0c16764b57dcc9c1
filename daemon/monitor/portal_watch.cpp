// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/portal_watch.hpp"

#include "monitor/probe_client.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace moisson::monitor {
namespace {

constexpr std::size_t home_bytes_max = 64 * 1024;
constexpr std::chrono::seconds control_time_max{20};

bool is_tls_fault(Code code) {
    return code >= Code::tls_expired && code <= Code::tls_old_protocol;
}

// Their probe is a question to an API; that of a file would fetch the file.
bool has_api(const Source& source) {
    constexpr std::array<std::string_view, 6> kinds =
        {"ckan", "csw", "datafair", "nada", "opendatasoft", "udata"};
    return std::find(kinds.begin(), kinds.end(), source.connector) != kinds.end();
}

const Source* probed_source(const Portal& portal) {
    const auto enabled = [](const Source& source) { return source.enabled; };
    const auto found = std::find_if(portal.sources.begin(), portal.sources.end(), enabled);
    return found == portal.sources.end() ? nullptr : &*found;
}

void note(PortalProbe& probe, std::string_view what, const Error& error, Answer answer) {
    if (answer == Answer::bad || answer == Answer::untrusted)
        probe.reasons.push_back(std::string(what) + " " + std::string(to_string(error.code)));
}

void note_certificate(PortalProbe& probe, const std::optional<Instant>& expires) {
    if (expires && (!probe.certificate_expires || *expires < *probe.certificate_expires))
        probe.certificate_expires = expires;
}

net::Request
request_for(const Source& source, std::string url, std::chrono::milliseconds time_max) {
    net::Request request = kit::request_to(source, std::move(url));
    request.body_bytes_max = home_bytes_max;
    request.timeouts.total = std::min(request.timeouts.total, time_max);
    return request;
}

asio::awaitable<Answer>
ask(net::HttpClient& http,
    net::Request request,
    std::string_view what,
    bool home,
    PortalProbe& probe) {
    const Result<net::Response> response = co_await http.send(std::move(request));
    if (response.has_error()) {
        const Answer answer = answer_of(response.error(), home);
        note(probe, what, response.error(), answer);
        co_return answer;
    }
    note_certificate(probe, response->certificate_expires);
    const auto after =
        std::chrono::duration_cast<std::chrono::milliseconds>(response->first_byte_after);
    probe.answered_after = std::max(probe.answered_after.value_or(after), after);
    if (response->first_byte_after > slow_after) {
        probe.slow = true;
        probe.reasons.push_back(std::string(what) + " SLOW");
    }
    co_return Answer::good;
}

asio::awaitable<Answer> ask_api(
    const kit::Registry& registry,
    const kit::Services& services,
    const Source& source,
    PortalProbe& probe
) {
    Result<std::unique_ptr<kit::Connector>> connector = registry.make(source, services);
    if (connector.has_error())
        co_return Answer::neutral;
    const Result<kit::Probe> found = co_await (*connector)->probe();
    if (found.has_error()) {
        const Answer answer = answer_of(found.error(), false);
        note(probe, "API", found.error(), answer);
        co_return answer;
    }
    note_certificate(probe, found->certificate_expires);
    co_return Answer::good;
}

// Whether one of the control addresses answers, whatever it says; nothing when they prove nothing.
asio::awaitable<std::optional<bool>> ask_controls(const WatchParts& parts) {
    ProbeClient client(*parts.services.http);
    std::optional<bool> connected;
    for (const std::string& url : parts.control_urls) {
        net::Request request(url);
        request.method = "HEAD";
        request.inspect = true;
        request.policy.respect_robots = false;
        request.timeouts.total = control_time_max;
        const Result<net::Response> response = co_await client.send(std::move(request));
        const Answer said = response.has_value() ? Answer::good : answer_of(response.error(), true);
        if (said == Answer::good || said == Answer::untrusted) {
            connected = true;
            break;
        }
        if (said == Answer::bad)
            connected = false;
    }
    co_return connected;
}

asio::awaitable<void>
look(const WatchParts& parts, store::WatchedPortal due, store::WatchTimes times) {
    const std::optional<Portal> portal = parts.portal(due.key);
    if (!portal)
        co_return;
    PortalProbe probe = co_await probe_portal(parts, *portal, due.maintenance);
    probe.at = parts.timers->now();
    const std::optional<PortalLevel> level = level_of(probe);
    // What proves nothing is no fault of ours either: it is recorded, and the next look is not
    // earlier for it.
    if (!due.maintenance && level) {
        const bool believed = co_await is_believed(parts, due.key, level);
        if (!believed)
            co_return;
    }
    store::ProbeOutcome outcome;
    outcome.proved = level.has_value() || due.maintenance;
    outcome.something_wrong = level && *level != PortalLevel::good;
    outcome.certificate_expires = probe.certificate_expires;
    outcome.answered_after = probe.answered_after;
    auto next = [probe](PortalMemory memory) { return observe(std::move(memory), probe); };
    std::function<PortalMemory(PortalMemory)> step = std::move(next);
    const Result<PortalMemory> after =
        co_await parts.store->record(due.id, std::move(outcome), times, std::move(step));
    if (after.has_error()) {
        parts.log->warning(
            "probe not recorded",
            {{"portal", due.key}, {"error", after.error().detail}}
        );
        co_return;
    }
    parts.observe(due.key, *after);
    if (after->since == probe.at)
        parts.log->info("portal health", {{"portal", due.key}, {"state", to_string(after->state)}});
}

} // namespace

Answer answer_of(const Error& error, bool home) {
    if (is_tls_fault(error.code))
        return Answer::untrusted;
    switch (error.code) {
    case Code::rate_limited:
    case Code::blocked_waf:
    case Code::robots_denied:
    case Code::ssrf_blocked:
    case Code::proxy_failed:
    case Code::protocol_error:
    case Code::cancelled:
    case Code::config_invalid:
    case Code::bad_request_url:
    case Code::spool_failed:
    case Code::local_resources:
    case Code::internal_error:
    case Code::store_unavailable:
        return Answer::neutral;
    // There is a body, and more of it than we asked for.
    case Code::too_large:
        return Answer::good;
    // A site that refuses its front door is still there.
    case Code::http_4xx:
        return home ? Answer::good : Answer::bad;
    default:
        return Answer::bad;
    }
}

asio::awaitable<PortalProbe>
probe_portal(const WatchParts& parts, Portal portal, bool maintenance) {
    PortalProbe probe;
    probe.maintenance = maintenance;
    const Source* const source = probed_source(portal);
    if (maintenance || source == nullptr)
        co_return probe;
    ProbeClient client(*parts.services.http);
    kit::Services services = parts.services;
    services.http = &client;
    constexpr std::chrono::milliseconds time_max = std::chrono::seconds(30);
    if (!portal.url.empty()) {
        net::Request request = request_for(*source, portal.url, time_max);
        probe.home = co_await ask(client, std::move(request), "HOME", true, probe);
    }
    if (has_api(*source)) {
        probe.api = co_await ask_api(*parts.registry, services, *source, probe);
    } else {
        net::Request request = request_for(*source, source->url, time_max);
        probe.api = co_await ask(client, std::move(request), "API", false, probe);
    }
    // Without a home page, the API speaks for both.
    if (portal.url.empty())
        probe.home = probe.api;
    co_return probe;
}

asio::awaitable<bool>
is_believed(const WatchParts& parts, std::string portal, std::optional<PortalLevel> level) {
    const bool away = level == PortalLevel::unreachable;
    if (away && !parts.guard->has_witness(portal, parts.timers->now())) {
        const std::optional<bool> connected = co_await ask_controls(parts);
        if (connected && !*connected)
            co_return false;
        if (connected)
            parts.guard->note_control(parts.timers->now());
    }
    co_return parts.guard->believes(portal, level, parts.timers->now());
}

asio::awaitable<void> watch_portals(const WatchParts& parts, WatchOptions options) {
    store::WatchTimes times;
    times.every = options.probe_every;
    times.again = std::min(times.again, times.every);
    for (;;) {
        const Result<std::optional<store::WatchedPortal>> due = co_await parts.store->claim(times);
        if (due.has_error())
            parts.log->warning("portals have to wait", {{"error", due.error().detail}});
        if (due.has_error() || !*due) {
            co_await sleep_for(*parts.timers, options.look_every);
            continue;
        }
        store::WatchedPortal portal = **due;
        co_await look(parts, std::move(portal), times);
    }
}

asio::awaitable<void> measure_days(const WatchParts& parts, WatchOptions options) {
    for (;;) {
        const Result<std::int64_t> rows = co_await parts.store->measure_day();
        if (rows.has_error())
            parts.log->warning("day not measured", {{"error", rows.error().detail}});
        else if (*rows > 0)
            parts.log->info("day measured", {{"rows", *rows}});
        co_await sleep_for(*parts.timers, options.measure_every);
    }
}

} // namespace moisson::monitor
