// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bell: any number of coroutines wait for the next time that one thing happens. What happened is
// kept elsewhere: who is woken looks again.
#pragma once

#include "async/asio.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace moisson {

// Thread-safe; who waits does so on a strand or a single-threaded context, and may outlive this
// object: nothing rings then.
class Bell {
public:
    Bell();

    // How often it rang. Taken where one looks at what one waits for, so that a ring between the
    // look and the wait is not missed.
    std::uint64_t rung() const;
    // Returns once it rang more often than `seen`, on the executor of who waits. Cancellable:
    // returns early, and the next await throws.
    asio::awaitable<void> wait(std::uint64_t seen);
    void ring();

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace moisson
