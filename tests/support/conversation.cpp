// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "support/conversation.hpp"

#include "portals/generator.hpp"
#include "portals/protocols.hpp"
#include "settings/catalogue.hpp"
#include "support/portal_client.hpp"
#include "support/run_coro.hpp"
#include "support/simulated_source.hpp"

#include <set>

namespace moisson::testing {
namespace {

// Keeps each body that is not the same as one before.
class Listener final : public net::HttpClient {
public:
    explicit Listener(std::shared_ptr<const portals::Protocol> protocol)
        : portal_(std::move(protocol)) {}

    asio::awaitable<Result<net::Response>> send(net::Request request) override {
        Result<net::Response> answer = co_await portal_.send(std::move(request));
        if (answer.has_value() && heard_.insert(answer->body).second)
            bodies.push_back(answer->body);
        co_return answer;
    }

    std::vector<std::string> bodies;

private:
    PortalClient portal_;
    std::set<std::string> heard_;
};

} // namespace

std::vector<std::string> conversation(const std::string& kind) {
    portals::GeneratorOptions options;
    options.seed = 11;
    options.count = 3;
    options.countries = {"SN"};
    options.resources = 2;
    const auto catalogue = portals::generate(options);
    portals::ProtocolSettings protocol;
    protocol.title = "Portail d'essai";
    protocol.rows_max = 2;
    Listener http(portals::invented_protocol(kind, protocol, [catalogue](Instant) {
        return catalogue;
    }));
    kit::Services services;
    services.http = &http;
    const kit::Registry registry = settings::make_registry();
    const auto connector = registry.make(simulated_source(kind), services).value();
    static_cast<void>(run_coro(connector->probe()));
    std::vector<std::string> ids;
    int pages = 0;
    for (std::optional<kit::Cursor> cursor = kit::Cursor(); cursor && pages < 10; ++pages) {
        Result<kit::Page> page = run_coro(connector->fetch(*cursor));
        if (page.has_error())
            break;
        for (const kit::WireRecord& record : page->records)
            ids.push_back(record.remote_id);
        cursor = page->next;
    }
    if (connector->abilities().inventory)
        static_cast<void>(run_coro(connector->inventory(kit::Cursor())));
    static_cast<void>(run_coro(connector->fetch_records(ids)));
    return http.bodies;
}

} // namespace moisson::testing
