// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Simulated portals on loopback, and the real client, connectors and detector that look at them.
#pragma once

#include "async/host_budget.hpp"
#include "async/timer_source.hpp"
#include "ckan/connector.hpp"
#include "core/rng.hpp"
#include "csw/connector.hpp"
#include "datafair/connector.hpp"
#include "datajson/connector.hpp"
#include "detect/portal_check.hpp"
#include "nada/connector.hpp"
#include "net/make_http_client.hpp"
#include "opendatasoft/connector.hpp"
#include "portals/faults.hpp"
#include "portals/generator.hpp"
#include "portals/protocols.hpp"
#include "portals/server.hpp"
#include "support/run_coro.hpp"
#include "udata/connector.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace moisson::testing {

inline constexpr std::uint64_t site_records = 37;

class Sites {
public:
    Sites() : server_(options()), budget_(make_local_host_budget(timers_)) {
        registry_.add("ckan", ckan::make_connector);
        registry_.add("csw", csw::make_connector);
        registry_.add("datafair", datafair::make_connector);
        registry_.add("datajson", datajson::make_factory());
        registry_.add("nada", nada::make_connector);
        registry_.add("opendatasoft", opendatasoft::make_connector);
        registry_.add("udata", udata::make_connector);
    }
    ~Sites() { server_.stop(); }
    Sites(const Sites&) = delete;
    Sites& operator=(const Sites&) = delete;

    // Before look() or check(). Returns the address of the site.
    std::string
    add(const std::string& kind, const std::string& fault = {}, const std::string& base_path = {}) {
        portals::ProtocolSettings settings;
        settings.base_path = base_path;
        settings.title = "Portail d'essai";
        static const auto catalogue = [] {
            portals::GeneratorOptions generator;
            generator.count = site_records;
            generator.countries = {"BF"};
            return portals::generate(generator);
        }();
        return add(
            portals::invented_protocol(kind, settings, [](portals::Instant) { return catalogue; }),
            fault
        );
    }

    std::string add(std::unique_ptr<portals::Protocol> protocol, const std::string& fault = {}) {
        portals::PortalOptions options;
        options.key = "essai";
        if (!fault.empty())
            portals::give_fault(options, fault);
        const bool tls = options.tls != portals::Tls::none;
        portals_.push_back(std::make_shared<portals::Portal>(
            std::move(options),
            std::shared_ptr<const portals::Protocol>(std::move(protocol))
        ));
        const std::uint16_t port = server_.add(portals_.back());
        ports_.push_back(port);
        // The certificates of the simulator are made out to "localhost".
        return (tls ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(port);
    }

    detect::Detection look(const std::string& address) {
        start();
        detect::VisitOptions options;
        options.rate = 0;
        options.first_byte = std::chrono::seconds(2);
        options.connect = std::chrono::seconds(2);
        return run_coro(io_, detect::detect(parts(), address, options), patience);
    }

    std::vector<detect::SourceCheck>
    check(std::vector<Portal> portals, detect::RoundOptions options = {}) {
        start();
        return run_coro(io_, detect::check_portals(parts(), std::move(portals), options), patience);
    }

    // Records of the first page that a connector gets from what was found.
    std::size_t first_page(const detect::Detection& detection) {
        Source source = detect::source_of(detection, "trouve");
        source.rate = 0;
        source.tls = detection.tls.fault ? TlsVerification::off : TlsVerification::on;
        kit::Services services;
        services.http = client_.get();
        services.clock = &timers_;
        const auto connector = registry_.make(source, services).value();
        return run_coro(io_, connector->fetch(kit::Cursor()), patience).value().records.size();
    }

    // Requests that all portals have answered.
    std::size_t answered() const {
        std::size_t count = 0;
        for (const auto& portal : portals_)
            count += portal->log().entries().size();
        return count;
    }

    int most_in_flight() const {
        int most = 0;
        for (const auto& portal : portals_)
            for (const portals::Access& access : portal->log().entries())
                most = std::max(most, access.in_flight);
        return most;
    }

private:
    static constexpr std::chrono::seconds patience{60};

    static portals::ServerOptions options() {
        portals::ServerOptions result;
        // Certificates are judged at the date of today.
        result.now = [] {
            return std::chrono::floor<std::chrono::microseconds>(SystemTimers().now());
        };
        result.time_scale = 10;
        return result;
    }

    detect::DetectorParts parts() {
        detect::DetectorParts parts;
        parts.http = client_.get();
        parts.timers = &timers_;
        parts.registry = &registry_;
        return parts;
    }

    void start() {
        if (client_)
            return;
        server_.start();
        net::ClientOptions options;
        options.user_agent = "Moisson/test";
        for (const std::uint16_t port : ports_) {
            options.allow.emplace_back(asio::ip::make_address("127.0.0.1"), port);
            options.allow.emplace_back(asio::ip::make_address("::1"), port);
        }
        const auto root = std::filesystem::temp_directory_path() /
                          ("moisson-detect-" + std::to_string(::getpid()) + ".pem");
        std::ofstream(root) << server_.root_pem();
        options.ca_file = root.string();
        const net::ClientDeps deps(timers_, *budget_, rng_);
        client_ = net::make_http_client(io_.get_executor(), std::move(options), deps);
    }

    asio::io_context io_;
    SystemTimers timers_;
    Rng rng_{1};
    kit::Registry registry_;
    std::vector<std::shared_ptr<portals::Portal>> portals_;
    std::vector<std::uint16_t> ports_;
    portals::Server server_;
    std::unique_ptr<HostBudget> budget_;
    std::unique_ptr<net::HttpClient> client_;
};

// A site that sends everybody to the same path of another one.
class MovedTo final : public portals::Protocol {
public:
    explicit MovedTo(std::string where) : where_(std::move(where)) {}

    std::string_view kind() const override { return "moved"; }
    std::string operation(const portals::PortalRequest&) const override { return "moved"; }
    std::optional<std::uint64_t> page_start(const portals::PortalRequest&) const override {
        return std::nullopt;
    }
    std::uint64_t count(portals::Instant) const override { return 0; }
    portals::ScriptedResponse
    answer(const portals::PortalRequest& request, portals::Instant, const portals::Tamper&)
        const override {
        portals::ScriptedResponse response;
        response.status = 301;
        response.headers.emplace_back("Location", where_ + request.target);
        return response;
    }

private:
    std::string where_;
};

// A home page that links elsewhere, and 404 for all the rest.
class HomeOnly final : public portals::Protocol {
public:
    explicit HomeOnly(std::string html) : html_(std::move(html)) {}

    std::string_view kind() const override { return "home"; }
    std::string operation(const portals::PortalRequest&) const override { return "home"; }
    std::optional<std::uint64_t> page_start(const portals::PortalRequest&) const override {
        return std::nullopt;
    }
    std::uint64_t count(portals::Instant) const override { return 0; }
    portals::ScriptedResponse
    answer(const portals::PortalRequest& request, portals::Instant, const portals::Tamper&)
        const override {
        portals::ScriptedResponse response;
        response.status = request.path() == "/" ? 200 : 404;
        response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
        response.body = portals::Body(request.path() == "/" ? html_ : "<html>404</html>");
        return response;
    }

private:
    std::string html_;
};

} // namespace moisson::testing
