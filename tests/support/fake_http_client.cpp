// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "support/fake_http_client.hpp"

#include <charconv>

namespace moisson::testing {

asio::awaitable<Result<net::Response>> FakeHttpClient::send(net::Request request) {
    urls.push_back(request.url);
    Result<net::Response> answer = portal_(request);
    if (answer.has_value()) {
        answer->url = request.url;
        answer->requests = 1;
        answer->wire_bytes = answer->body.size();
    }
    co_return answer;
}

net::Response ok(std::string body) {
    net::Response response;
    response.status = 200;
    response.body = std::move(body);
    return response;
}

Error http_error(Code code, int status) {
    return Error(code, std::to_string(status));
}

std::string parameter(std::string_view url, std::string_view name) {
    std::size_t at = url.find('?');
    while (at != std::string_view::npos) {
        const std::size_t end = url.find('&', at + 1);
        const std::string_view pair = url.substr(at + 1, end - at - 1);
        if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
            std::string value;
            for (std::size_t i = name.size() + 1; i < pair.size(); ++i) {
                unsigned code = 0;
                if (pair[i] == '%' && i + 2 < pair.size() &&
                    std::from_chars(&pair[i + 1], &pair[i + 1] + 2, code, 16).ec == std::errc{}) {
                    value += static_cast<char>(code);
                    i += 2;
                } else {
                    value += pair[i];
                }
            }
            return value;
        }
        at = end;
    }
    return {};
}

} // namespace moisson::testing
