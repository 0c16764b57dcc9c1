// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Interruptible: a task in the foreground that Ctrl-C (SIGINT) or SIGTERM asks to stop, cleanly. A
// second signal ends the process as it always would.
#pragma once

#include "async/asio.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <exception>

namespace moisson::cli {

class Interruptible {
public:
    enum class Outcome { finished, interrupted };

    // From here on signals are kept for run(). `io` outlives this object and runs on one thread.
    explicit Interruptible(asio::io_context& io);
    Interruptible(const Interruptible&) = delete;
    Interruptible& operator=(const Interruptible&) = delete;

    // Runs the task to its end on this thread. A signal cancels it; `interrupted` once it has
    // cleaned up after itself. What it throws otherwise is thrown here.
    Outcome run(asio::awaitable<void> task);

private:
    asio::io_context& io_;
    asio::signal_set signals_;
    asio::cancellation_signal cancel_;
    bool signalled_ = false;
};

} // namespace moisson::cli
