// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The writer takes all that waits at once; a blocked write(2) holds no lock.
#include "telemetry/log_queue.hpp"

#include "core/limits.hpp"

#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

namespace moisson::telemetry {

struct LogQueue::State {
    const int descriptor;
    // Cleared by the destructor: what it captures may be gone after it.
    std::function<std::string(std::uint64_t)> notice;
    std::mutex mutex;
    std::condition_variable work;
    std::condition_variable done;
    std::string waiting;
    std::uint64_t lost = 0;
    bool writing = false;
    bool ending = false;
    bool ended = false;
    // The owner is gone; the descriptor may be somebody else's by now.
    bool abandoned = false;

    State(int target, std::function<std::string(std::uint64_t)> lost_notice)
        : descriptor(target), notice(std::move(lost_notice)) {}

    bool empty() const { return waiting.empty() && lost == 0 && !writing; }
    // With the mutex held: all that waits, and what had to be dropped meanwhile.
    std::string take() {
        std::string lines = std::exchange(waiting, std::string());
        if (lost > 0 && notice)
            lines += notice(lost);
        lost = 0;
        return lines;
    }
};

namespace {

void write_all(int descriptor, std::string_view rest) {
    while (!rest.empty()) {
        const ssize_t written = ::write(descriptor, rest.data(), rest.size());
        if (written < 0 && errno == EINTR)
            continue;
        // A closed stream must not stop the daemon; the lines are lost.
        if (written <= 0)
            return;
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
}

} // namespace

LogQueue::LogQueue(int descriptor, std::function<std::string(std::uint64_t)> notice)
    : state_(std::make_shared<State>(descriptor, std::move(notice))) {
    std::thread([state = state_] {
        std::unique_lock lock(state->mutex);
        while (true) {
            state->work.wait(lock, [&] { return state->ending || !state->empty(); });
            if (state->empty())
                break;
            const std::string lines = state->take();
            state->writing = true;
            lock.unlock();
            write_all(state->descriptor, lines);
            lock.lock();
            state->writing = false;
            state->done.notify_all();
            if (state->abandoned)
                break;
        }
        state->ended = true;
        state->done.notify_all();
    }).detach();
}

LogQueue::~LogQueue() {
    std::unique_lock lock(state_->mutex);
    state_->ending = true;
    state_->work.notify_all();
    state_->done.wait_for(lock, limits::log_flush_time, [this] { return state_->ended; });
    state_->notice = nullptr;
    state_->abandoned = true;
}

void LogQueue::push(std::string line) {
    const std::scoped_lock lock(state_->mutex);
    // After a loss nothing more is taken until the writer has told of it: lines keep their order.
    if (state_->lost > 0 || state_->waiting.size() + line.size() > limits::log_queue_bytes) {
        ++state_->lost;
        return;
    }
    state_->waiting += line;
    state_->work.notify_one();
}

bool LogQueue::flush(std::chrono::milliseconds limit) {
    std::unique_lock lock(state_->mutex);
    return state_->done.wait_for(lock, limit, [this] { return state_->empty(); });
}

} // namespace moisson::telemetry
