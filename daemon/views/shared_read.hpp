// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// SharedRead<T>: a value of the store that many ask for and one reads. A crowd costs the database
// one statement: whoever comes meanwhile gets the value of before, or waits for the reader.
#pragma once

#include "async/asio.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace moisson::views {

// How long a value is kept, from the end of its reading.
struct ReadAge {
    // Of one that came at once.
    std::chrono::milliseconds cheap{0};
    // Of one whose reading took `dear_read` or more.
    std::chrono::milliseconds dear{0};
    // While another is read: an older value is shown to nobody.
    std::chrono::milliseconds stale = std::chrono::seconds(60);
};

inline constexpr std::chrono::milliseconds dear_read{250};

// Any thread. Outlives its calls.
template <class T>
class SharedRead {
public:
    using Value = std::shared_ptr<const T>;
    using Read = std::function<asio::awaitable<Result<T>>()>;

    explicit SharedRead(const Clock& clock) : clock_(clock) {}

    // The errors of `read`; for STORE_UNAVAILABLE the value of before, when there is one.
    asio::awaitable<Result<Value>> get(ReadAge age, Read read) {
        const asio::any_io_executor executor = co_await asio::this_coro::executor;
        Seat seat = take_seat(age, executor);
        while (!seat.value && !seat.reads) {
            std::optional<Result<Value>> other = co_await wait(seat.turn);
            if (other)
                co_return std::move(*other);
            // The reader was cancelled: another one takes its place.
            seat = take_seat(age, executor);
        }
        if (seat.value)
            co_return seat.value;
        const Ending ending(*this, seat.turn);
        const Steady begun = clock_.steady_now();
        Result<T> answer = co_await read();
        co_return keep(*seat.turn, std::move(answer), begun);
    }

    // What was read last; null before the first time.
    Value last() const {
        const std::scoped_lock lock(mutex_);
        return value_;
    }

private:
    static constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
    using Ended = asio::experimental::concurrent_channel<void(boost::system::error_code)>;
    // One reading.
    struct Turn {
        explicit Turn(const asio::any_io_executor& executor) : ended(executor) {}
        // Nothing is sent: it is closed at the end.
        Ended ended;
        // Without, at the end: the reader was cancelled.
        std::optional<Result<Value>> outcome;
    };
    using TurnPtr = std::shared_ptr<Turn>;
    struct Seat {
        Value value;
        TurnPtr turn;
        bool reads = false;
    };
    // However the reading ends, the others go on.
    class Ending {
    public:
        Ending(SharedRead& shared, TurnPtr turn) : shared_(shared), turn_(std::move(turn)) {}
        Ending(const Ending&) = delete;
        Ending& operator=(const Ending&) = delete;
        ~Ending() {
            {
                const std::scoped_lock lock(shared_.mutex_);
                shared_.turn_.reset();
            }
            turn_->ended.close();
        }

    private:
        SharedRead& shared_;
        TurnPtr turn_;
    };

    Seat take_seat(ReadAge age, const asio::any_io_executor& executor) {
        const std::scoped_lock lock(mutex_);
        const auto old = clock_.steady_now() - read_at_;
        Seat seat;
        if (value_ && old < (took_ < dear_read ? age.cheap : age.dear)) {
            seat.value = value_;
            return seat;
        }
        if (!turn_) {
            turn_ = std::make_shared<Turn>(executor);
            seat.reads = true;
        } else if (value_ && old <= age.stale)
            seat.value = value_;
        seat.turn = turn_;
        return seat;
    }

    // Nothing when the reader, or this caller, was cancelled.
    asio::awaitable<std::optional<Result<Value>>> wait(TurnPtr turn) {
        const auto [closed] = co_await turn->ended.async_receive(as_tuple);
        static_cast<void>(closed);
        const std::scoped_lock lock(mutex_);
        co_return turn->outcome;
    }

    Result<Value> keep(Turn& turn, Result<T> answer, Steady begun) {
        const Value fresh = answer ? std::make_shared<const T>(std::move(*answer)) : Value();
        const std::scoped_lock lock(mutex_);
        if (fresh) {
            value_ = fresh;
            read_at_ = clock_.steady_now();
            took_ = read_at_ - begun;
        }
        const bool shows_last = value_ && (fresh || answer.error().code == Code::store_unavailable);
        turn.outcome.emplace(shows_last ? Result<Value>(value_) : Result<Value>(answer.error()));
        return *turn.outcome;
    }

    const Clock& clock_;
    mutable std::mutex mutex_;
    Value value_;
    Steady read_at_{};
    Steady::duration took_{};
    TurnPtr turn_;
};

} // namespace moisson::views
