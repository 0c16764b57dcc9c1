// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// TaskGroup: children hang on one shared state, so that a late completion finds it alive.
#include "async/task_group.hpp"

#include "core/assert.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <list>
#include <utility>
#include <vector>

namespace moisson {

namespace {

// Shared: a child may end, and leave the list, while it is being told to stop.
using Signal = std::shared_ptr<asio::cancellation_signal>;

} // namespace

struct TaskGroup::State {
    explicit State(asio::any_io_executor where) : executor(std::move(where)), changed(executor) {}

    asio::any_io_executor executor;
    // Wakes join() when the last child ends.
    asio::steady_timer changed;
    std::list<Signal> children;
    std::exception_ptr error;
    bool cancelled = false;

    void cancel_all() {
        cancelled = true;
        const std::vector<Signal> signals(children.begin(), children.end());
        for (const Signal& signal : signals)
            signal->emit(asio::cancellation_type::terminal);
    }

    void child_ended(std::list<Signal>::iterator child, std::exception_ptr failure);
};

namespace {

bool is_cancellation(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        return error.code() == asio::error::operation_aborted;
    } catch (const std::exception&) {
        return false;
    }
}

// A child that ends without having suspended still has co_spawn's own last step before it, and in
// Boost 1.81 that one throws out of the io_context when the child was cancelled meanwhile.
asio::awaitable<void> run_child(asio::awaitable<void> task) {
    std::exception_ptr failure;
    try {
        co_await std::move(task);
    } catch (...) {
        failure = std::current_exception();
    }
    co_await asio::this_coro::throw_if_cancelled(false);
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace

void TaskGroup::State::child_ended(std::list<Signal>::iterator child, std::exception_ptr failure) {
    children.erase(child);
    if (failure && !error && !(cancelled && is_cancellation(failure))) {
        error = std::move(failure);
        cancel_all();
    }
    if (children.empty())
        changed.cancel();
}

TaskGroup::TaskGroup(asio::any_io_executor executor)
    : state_(std::make_shared<State>(std::move(executor))) {}

TaskGroup::~TaskGroup() {
    MOISSON_ASSERT(state_->children.empty());
}

void TaskGroup::spawn(asio::awaitable<void> task) {
    const Signal signal = std::make_shared<asio::cancellation_signal>();
    const auto child = state_->children.insert(state_->children.end(), signal);
    auto ended = [state = state_, child, signal](std::exception_ptr failure) {
        state->child_ended(child, std::move(failure));
    };
    asio::co_spawn(
        state_->executor,
        run_child(std::move(task)),
        asio::bind_cancellation_slot(signal->slot(), std::move(ended))
    );
    if (state_->cancelled)
        signal->emit(asio::cancellation_type::terminal);
}

void TaskGroup::cancel() {
    state_->cancel_all();
}

std::size_t TaskGroup::size() const {
    return state_->children.size();
}

bool TaskGroup::cancelled() const {
    return state_->cancelled;
}

asio::awaitable<bool> TaskGroup::wait_empty(std::optional<Steady> deadline) {
    const std::shared_ptr<State> state = state_;
    // The waiter's own cancellation is passed on to the children, not obeyed before they ended.
    co_await asio::this_coro::throw_if_cancelled(false);
    bool passed_on = false;
    while (!state->children.empty()) {
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none && !passed_on) {
            passed_on = true;
            state->cancel_all();
            co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
            continue;
        }
        state->changed.expires_at(deadline.value_or(Steady::max()));
        const auto [error] =
            co_await state->changed.async_wait(asio::as_tuple(asio::use_awaitable));
        if (!error && !state->children.empty())
            co_return false;
    }
    if (state->error)
        std::rethrow_exception(std::exchange(state->error, nullptr));
    if (passed_on)
        throw boost::system::system_error(asio::error::operation_aborted);
    co_return true;
}

asio::awaitable<void> TaskGroup::join() {
    co_await wait_empty(std::nullopt);
}

asio::awaitable<bool> TaskGroup::join_until(Steady deadline) {
    return wait_empty(deadline);
}

void TaskGroup::abandon() {
    state_ = std::make_shared<State>(state_->executor);
}

} // namespace moisson
