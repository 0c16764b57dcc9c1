// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/outside.hpp"

#include "cli/exit_code.hpp"
#include "cli/unknown_name.hpp"
#include "detect/address.hpp"
#include "net/web_address.hpp"
#include "settings/user_agent.hpp"

#include <boost/asio/ip/address.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace moisson::cli {
namespace {

// Somebody waits at a terminal.
constexpr std::chrono::seconds budget_wait_max{120};

} // namespace

Outside::Outside(const settings::Settings& settings, asio::io_context& context)
    : io(context), budget(make_local_host_budget(timers)), registry(settings::make_registry()),
      documents(settings.documents), cpu(std::max(1U, std::thread::hardware_concurrency())) {
    net::ClientOptions options = settings.client;
    options.user_agent = settings::user_agent(settings, MOISSON_VERSION);
    options.budget_wait_max = budget_wait_max;
    const net::ClientDeps deps(timers, *budget, rng);
    http = net::make_http_client(io.get_executor(), std::move(options), deps);
}

detect::DetectorParts Outside::detector_parts() {
    detect::DetectorParts parts;
    parts.http = http.get();
    parts.timers = &timers;
    parts.registry = &registry;
    parts.cpu = cpu.get_executor();
    parts.documents = documents;
    return parts;
}

kit::Services Outside::services() {
    kit::Services services;
    services.http = http.get();
    services.clock = &timers;
    services.cpu = cpu.get_executor();
    services.documents = documents;
    return services;
}

detect::VisitOptions visit_options(const std::string& url) {
    detect::VisitOptions options;
    const Result<net::WebAddress> address = net::parse_web_address(detect::with_scheme(url));
    if (address.has_error())
        return options;
    boost::system::error_code error;
    const auto ip = asio::ip::make_address(address->host, error);
    if (address->host == "localhost" || (!error && ip.is_loopback()))
        options.rate = 0;
    return options;
}

std::optional<Portal> find_source(const std::vector<Portal>& portals, std::string_view key) {
    for (const Portal& portal : portals)
        for (const Source& source : portal.sources)
            if (source.key == key) {
                Portal found = portal;
                found.sources = {source};
                return found;
            }
    return std::nullopt;
}

std::optional<settings::Catalogue>
read_catalogue(const settings::Settings& settings, const Output& output) {
    settings::Catalogue catalogue =
        settings::load_catalogue(settings, settings::process_environment());
    if (catalogue.ok())
        return catalogue;
    fmt::print(output.problems, "{}", settings::to_string(catalogue.problems));
    return std::nullopt;
}

int unknown_source(const Output& output, std::string key, const std::vector<Portal>& portals) {
    std::vector<std::string> known;
    for (const Portal& portal : portals)
        for (const Source& source : portal.sources)
            known.push_back(source.key);
    refuse_unknown_source(output, {std::move(key)}, known);
    return exit_not_found;
}

} // namespace moisson::cli
