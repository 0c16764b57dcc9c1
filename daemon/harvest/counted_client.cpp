// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/counted_client.hpp"

namespace moisson::harvest {

asio::awaitable<Result<net::Response>> CountedClient::send(net::Request request) {
    Result<net::Response> answer = co_await inner_.send(std::move(request));
    if (answer.has_value()) {
        facts_.not_modified += answer->not_modified() ? 1 : 0;
        const std::optional<Instant>& ends = answer->certificate_expires;
        std::optional<Instant>& first = facts_.certificate_expires;
        if (ends && (!first || *ends < *first))
            first = ends;
    }
    co_return answer;
}

} // namespace moisson::harvest
