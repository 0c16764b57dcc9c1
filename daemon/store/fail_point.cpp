// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/fail_point.hpp"

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>

namespace moisson::store {
void fail_point(std::string_view name) {
    static std::atomic<int> passed{0};
    const char* text = std::getenv("MOISSON_FAILPOINT");
    if (text == nullptr)
        return;
    const std::string_view order(text);
    const std::size_t colon = order.find(':');
    if (order.substr(0, colon) != name)
        return;
    int wanted = 1;
    if (colon != std::string_view::npos)
        std::from_chars(order.data() + colon + 1, order.data() + order.size(), wanted);
    if (passed.fetch_add(1) + 1 == wanted)
        std::raise(order.ends_with(":stop") ? SIGSTOP : SIGKILL);
}

} // namespace moisson::store
