// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// PortalClient: a simulated portal behind the product's HttpClient, without sockets. The statuses
// become what the real client makes of them.
#pragma once

#include "net/http_client.hpp"
#include "portals/portal.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace moisson::testing {

inline constexpr std::string_view portal_address = "https://portail.exemple";

class PortalClient final : public net::HttpClient {
public:
    explicit PortalClient(
        std::shared_ptr<const portals::Protocol> protocol,
        portals::Script script = {}
    ) {
        portals::PortalOptions options;
        options.key = "essai";
        options.script = std::move(script);
        portal_ = std::make_unique<portals::Portal>(std::move(options), std::move(protocol));
    }

    asio::awaitable<Result<net::Response>> send(net::Request request) override {
        urls.push_back(request.url);
        methods.push_back(request.method);
        if (!request.url.starts_with(portal_address))
            co_return Error(Code::dns_nxdomain, request.url);
        portals::PortalRequest asked;
        asked.method = request.method;
        asked.host = "portail.exemple";
        asked.target = request.url.substr(portal_address.size());
        asked.headers = request.headers;
        asked.body = request.body;
        const portals::ScriptedResponse given = portal_->handle(asked, now);
        const std::string status = std::to_string(given.status);
        if (given.status == 429)
            co_return Error(Code::rate_limited, status);
        if (given.status >= 400)
            co_return Error(given.status >= 500 ? Code::http_5xx : Code::http_4xx, status);
        net::Response response;
        response.status = given.status;
        response.headers = given.headers;
        response.body = given.body.text();
        response.url = request.url;
        response.requests = 1;
        co_return response;
    }

    std::vector<std::string> urls;
    std::vector<std::string> methods;
    Instant now = Instant(std::chrono::sys_days(std::chrono::days(20'500)));

private:
    std::unique_ptr<portals::Portal> portal_;
};

} // namespace moisson::testing
