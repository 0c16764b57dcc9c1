// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/interruptible.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/system/system_error.hpp>

#include <csignal>
#include <utility>

namespace moisson::cli {
namespace {

bool is_abort(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        return error.code() == asio::error::operation_aborted;
    } catch (const std::exception&) {
        return false;
    }
}

} // namespace

Interruptible::Interruptible(asio::io_context& io) : io_(io), signals_(io, SIGINT, SIGTERM) {}

Interruptible::Outcome Interruptible::run(asio::awaitable<void> task) {
    std::exception_ptr failure;
    const auto ended = [this, &failure](const std::exception_ptr& error) {
        failure = error;
        signals_.cancel();
    };
    // Begun first: a signal that waits already finds a task that can be stopped.
    asio::co_spawn(io_, std::move(task), asio::bind_cancellation_slot(cancel_.slot(), ended));
    signals_.async_wait([this](const boost::system::error_code& error, int) {
        if (error)
            return;
        signalled_ = true;
        signals_.clear();
        cancel_.emit(asio::cancellation_type::terminal);
    });
    io_.restart();
    io_.run();
    if (failure && !(signalled_ && is_abort(failure)))
        std::rethrow_exception(failure);
    return failure ? Outcome::interrupted : Outcome::finished;
}

} // namespace moisson::cli
