// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// TaskGroup: the parent of concurrent coroutines. Every task has one (rule R4): it spawns, cancels
// and joins, and keeps the first error.
#pragma once

#include "async/asio.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>

namespace moisson {

// Lives on one strand (or one thread): every member is called there. Destroying a group that still
// has children is a bug and aborts.
class TaskGroup {
public:
    // `executor`: where the children run; a strand or a single-threaded context.
    explicit TaskGroup(asio::any_io_executor executor);
    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;
    ~TaskGroup();

    // Starts a child. The first child that throws cancels its siblings; join() rethrows what it
    // threw. In a cancelled group the child is cancelled at its first suspension.
    void spawn(asio::awaitable<void> task);

    // Asks every child to stop. Children that end by operation_aborted afterwards did not fail.
    void cancel();

    std::size_t size() const;
    bool cancelled() const;

    // Waits until no child is left, then rethrows the first error. When the waiter itself is
    // cancelled, the children are too, and it still waits for them before it throws
    // operation_aborted.
    asio::awaitable<void> join();

    // Same, but gives up at `deadline` of the steady clock: false when children are left. The group
    // must then outlive them, or be abandoned.
    asio::awaitable<bool> join_until(Steady deadline);

    // Last resort of a shutdown: leaves the remaining children to the destruction of the
    // io_context, which must already be stopped.
    void abandon();

private:
    struct State;
    asio::awaitable<bool> wait_empty(std::optional<Steady> deadline);

    std::shared_ptr<State> state_;
};

} // namespace moisson
