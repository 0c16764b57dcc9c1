// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What stands beside a catalogue and is needed to read it.
#include "kit/document.hpp"
#include "kit/document_connector.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace moisson::kit {

// Most documents are whole.
asio::awaitable<Result<void>> DocumentConnector::prepare(const Document& /*document*/) {
    co_return Result<void>();
}

asio::awaitable<Result<std::string>>
DocumentConnector::fetch_beside(std::string url, std::string accept, std::size_t bytes_max) {
    net::Request request = request_to(source_, std::move(url));
    if (!is_at_portal(source_, request.url))
        request.policy.headers.clear();
    request.headers.emplace_back("Accept", std::move(accept));
    request.body_bytes_max = bytes_max;
    Result<net::Response> response = co_await services_.http->send(std::move(request));
    if (response.has_error()) {
        ++requests_;
        co_return response.error();
    }
    requests_ += response->requests;
    retries_ += response->retries;
    wire_bytes_ += response->wire_bytes;
    co_return std::move(response->body);
}

} // namespace moisson::kit
