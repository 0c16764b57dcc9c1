// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/probe_client.hpp"

#include <algorithm>
#include <utility>

namespace moisson::monitor {

asio::awaitable<Result<net::Response>> ProbeClient::send(net::Request request) {
    request.priority = HostPriority::probe;
    request.budget_wait = turn_wait_max;
    request.retries_max = 0;
    request.timeouts.total = std::min<std::chrono::milliseconds>(request.timeouts.total, total_max);
    Result<net::Response> answer = co_await inner_.send(std::move(request));
    co_return answer;
}

} // namespace moisson::monitor
