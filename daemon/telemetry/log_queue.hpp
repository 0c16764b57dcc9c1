// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// LogQueue: lines on their way to a descriptor, written by a thread of their own, so that whoever
// logs never waits for whoever reads.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace moisson::telemetry {

class LogQueue {
public:
    // `notice` makes the line that tells how many were lost; called on the writer's thread, not
    // after the destructor has returned.
    LogQueue(int descriptor, std::function<std::string(std::uint64_t lost)> notice);
    LogQueue(const LogQueue&) = delete;
    LogQueue& operator=(const LogQueue&) = delete;
    // Flushes. A writer that is still stuck in write(2) is left behind and touches nothing but what
    // it owns.
    ~LogQueue();

    // Never waits for the reader: a line beyond limits::log_queue_bytes is dropped and counted.
    // Thread-safe, as is flush().
    void push(std::string line);
    // Until everything pushed before has left, or until `limit`; false when that passed first.
    bool flush(std::chrono::milliseconds limit);

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace moisson::telemetry
