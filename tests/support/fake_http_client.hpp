// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// FakeHttpClient: a portal made of one function, and the log of what was asked.
#pragma once

#include "net/http_client.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::testing {

class FakeHttpClient final : public net::HttpClient {
public:
    // Answers a request; called once per request that reaches the portal.
    using Portal = std::function<Result<net::Response>(const net::Request&)>;

    explicit FakeHttpClient(Portal portal) : portal_(std::move(portal)) {}

    asio::awaitable<Result<net::Response>> send(net::Request request) override;

    std::vector<std::string> urls;

private:
    Portal portal_;
};

net::Response ok(std::string body);
Error http_error(Code code, int status);
// Decoded value of a query parameter, empty when absent.
std::string parameter(std::string_view url, std::string_view name);

} // namespace moisson::testing
