// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "detect/portal_check.hpp"

#include "core/assert.hpp"
#include "detect/address.hpp"

#include <algorithm>

namespace moisson::detect {
namespace {

// What a failed probe says by itself.
Health health_of(const Error& error) {
    if (is_certificate_fault(error.code) || error.code == Code::tls_handshake ||
        error.code == Code::tls_old_protocol)
        return Health::certificate;
    if (is_refusal(error))
        return Health::refused;
    switch (error.code) {
    case Code::dns_timeout:
    case Code::dns_servfail:
    case Code::timeout_connect:
    case Code::timeout_tls:
    case Code::timeout_first_byte:
    case Code::timeout_idle:
    case Code::timeout_total:
    case Code::connect_reset:
    case Code::proxy_failed:
        return Health::silent;
    case Code::dns_nxdomain:
    case Code::dns_no_address:
    case Code::connect_refused:
    case Code::host_unreachable:
        return Health::dead;
    case Code::limit_reached:
    case Code::cancelled:
    case Code::ssrf_blocked:
    case Code::local_resources:
        return Health::unchecked;
    default:
        return Health::broken;
    }
}

// The address of the source at the place to which its requests were led.
std::string led_to(const Source& source, const Visitor& visitor) {
    const Result<net::WebAddress> base = net::parse_web_address(source.url);
    if (base.has_error())
        return {};
    for (const Attempt& attempt : visitor.attempts()) {
        const Result<net::WebAddress> asked = net::parse_web_address(attempt.url);
        const Result<net::WebAddress> ended = net::parse_web_address(attempt.answered_by);
        if (attempt.error || asked.has_error() || ended.has_error() ||
            asked->origin() != base->origin() || ended->origin() == base->origin())
            continue;
        // The tail that both share is the connector's; what stands before it is the new base.
        const std::string_view from = asked->path;
        const std::string_view to = ended->path;
        const std::string own = base->path == "/" ? std::string() : base->path;
        const std::string_view tail = from.substr(std::min(own.size(), from.size()));
        if (to.ends_with(tail) && from.starts_with(own))
            return site_of(*ended) + std::string(to.substr(0, to.size() - tail.size()));
        return site_of(*ended) + own;
    }
    return {};
}

class Check {
public:
    Check(DetectorParts parts, Portal portal, Source source, CheckOptions options)
        : parts_(std::move(parts)), portal_(std::move(portal)), source_(std::move(source)),
          options_(std::move(options)) {
        out_.portal_key = portal_.key;
        out_.source_key = source_.key;
        out_.connector = source_.connector;
        out_.url = source_.url;
        out_.enabled = source_.enabled;
    }

    asio::awaitable<SourceCheck> run();

private:
    asio::awaitable<void> probe();
    asio::awaitable<void> look_again();
    void conclude(const Detection& detection);
    void conclude_unread(const Detection& detection);

    DetectorParts parts_;
    Portal portal_;
    Source source_;
    CheckOptions options_;
    SourceCheck out_;
};

asio::awaitable<void> Check::probe() {
    VisitOptions visit;
    visit.keep_policy = true;
    visit.requests_max = options_.requests_max / 4;
    visit.time_max = options_.time_max / 2;
    visit.rate = source_.rate;
    Visitor visitor(*parts_.http, *parts_.timers, visit);
    kit::Services services;
    services.http = &visitor;
    services.clock = parts_.timers;
    services.cpu = parts_.cpu;
    services.documents = parts_.documents;
    Result<std::unique_ptr<kit::Connector>> made = parts_.registry->make(source_, services);
    if (made.has_error()) {
        out_.error = made.error();
        co_return;
    }
    Result<kit::Probe> probe = co_await made.value()->probe();
    out_.requests += visitor.requests();
    out_.certificate_expires = visitor.tls().expires;
    if (probe.has_error()) {
        out_.error = probe.error();
        out_.health = health_of(probe.error());
        co_return;
    }
    out_.software = probe->software;
    out_.version = probe->version;
    out_.count = probe->advertised_count;
    out_.health = Health::alive;
    if (std::string now = led_to(source_, visitor); !now.empty()) {
        out_.health = Health::moved;
        out_.new_url = std::move(now);
        out_.new_connector = source_.connector;
    }
}

void Check::conclude(const Detection& detection) {
    out_.requests += detection.requests;
    if (detection.verdict == Verdict::found) {
        out_.software = detection.label;
        out_.version = detection.version;
        out_.count = detection.count;
        out_.new_url = detection.source_url;
        out_.new_connector = detection.connector;
        if (detection.connector != source_.connector)
            out_.health = Health::changed;
        else if (!same_place(detection.source_url, source_.url))
            out_.health = Health::moved;
        // At the same place with the same connector, the first failure was one in passing.
        return;
    }
    const bool catalogue = detection.verdict == Verdict::recognised && !detection.endpoints.empty();
    if (!catalogue && out_.health == Health::broken && detection.verdict == Verdict::refused) {
        out_.health = Health::refused;
        return;
    }
    if (detection.verdict != Verdict::recognised)
        return;
    out_.software = detection.label;
    if (out_.health == Health::broken || out_.health == Health::dead)
        out_.health = Health::changed;
}

// A portal that nothing here harvested: has that changed?
void Check::conclude_unread(const Detection& detection) {
    out_.requests += detection.requests;
    out_.software = detection.label;
    out_.version = detection.version;
    out_.count = detection.count;
    out_.certificate_expires = detection.tls.expires;
    out_.error = detection.error;
    switch (detection.verdict) {
    case Verdict::found:
        out_.health = Health::changed;
        out_.new_url = detection.source_url;
        out_.new_connector = detection.connector;
        break;
    case Verdict::recognised:
        out_.health = Health::alive;
        out_.error.reset();
        break;
    case Verdict::nothing:
        out_.health = Health::broken;
        break;
    case Verdict::refused:
        out_.health = Health::refused;
        break;
    case Verdict::unreachable:
        out_.health = detection.error ? health_of(*detection.error) : Health::dead;
        break;
    }
}

// The home page may know where the catalogue went.
asio::awaitable<void> Check::look_again() {
    const bool elsewhere = host_of(portal_.url) != host_of(source_.url);
    const bool unread = source_.connector.empty();
    const bool useful =
        unread || out_.health == Health::broken || (out_.health == Health::dead && elsewhere);
    if (!useful)
        co_return;
    VisitOptions visit;
    visit.requests_max = options_.requests_max - out_.requests;
    visit.time_max = options_.time_max / 2;
    visit.rate = source_.rate;
    visit.robots_name = options_.robots_name;
    const Detection detection = co_await detect(parts_, portal_.url, visit);
    if (unread)
        conclude_unread(detection);
    else
        conclude(detection);
}

asio::awaitable<SourceCheck> Check::run() {
    const Steady begun = parts_.timers->steady_now();
    if (!source_.connector.empty())
        co_await probe();
    co_await look_again();
    out_.took =
        std::chrono::duration_cast<std::chrono::milliseconds>(parts_.timers->steady_now() - begun);
    co_return std::move(out_);
}

} // namespace

std::string_view to_string(Health health) {
    switch (health) {
    case Health::alive:
        return "alive";
    case Health::moved:
        return "moved";
    case Health::changed:
        return "changed";
    case Health::certificate:
        return "certificate";
    case Health::refused:
        return "refused";
    case Health::silent:
        return "silent";
    case Health::broken:
        return "broken";
    case Health::dead:
        return "dead";
    case Health::unchecked:
        break;
    }
    return "unchecked";
}

bool needs_attention(Health health) {
    return health != Health::alive && health != Health::unchecked;
}

asio::awaitable<SourceCheck>
check_source(DetectorParts parts, Portal portal, Source source, CheckOptions options) {
    MOISSON_ASSERT(parts.http != nullptr && parts.timers != nullptr && parts.registry != nullptr);
    Check check(std::move(parts), std::move(portal), std::move(source), std::move(options));
    SourceCheck result = co_await check.run();
    co_return result;
}

} // namespace moisson::detect
