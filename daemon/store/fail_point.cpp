// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/fail_point.hpp"

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <string>

namespace moisson::store {
namespace {

struct Order {
    std::string name;
    std::atomic<int> left{1};

    Order() {
        // Read once, at first use: before that nobody changes the environment.
        const char* text = std::getenv("MOISSON_FAILPOINT");
        if (text == nullptr)
            return;
        const std::string_view order(text);
        const std::size_t colon = order.find(':');
        name = order.substr(0, colon);
        if (colon == std::string_view::npos)
            return;
        int times = 1;
        std::from_chars(order.data() + colon + 1, order.data() + order.size(), times);
        left = times;
    }
};

} // namespace

void fail_point(std::string_view name) {
    static Order order;
    if (order.name.empty() || order.name != name)
        return;
    if (order.left.fetch_sub(1) == 1)
        std::raise(SIGKILL);
}

} // namespace moisson::store
