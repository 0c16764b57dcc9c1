// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "async/byte_shares.hpp"

#include "core/time.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <list>

namespace moisson {

namespace {

struct ByteWaiter {
    ByteWaiter(const asio::any_io_executor& executor, std::size_t wanted)
        : wake(executor, Steady::max()), bytes(wanted) {}

    asio::steady_timer wake;
    std::size_t bytes;
    bool given = false;
};

} // namespace

// What is taken, and who waits.
class ByteLedger {
public:
    explicit ByteLedger(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    bool take(std::size_t bytes) {
        if (!queue_.empty() || !fits(bytes))
            return false;
        taken_ += bytes;
        return true;
    }
    void resize(std::size_t before, std::size_t after) {
        taken_ = taken_ - before + after;
        serve();
    }
    void enter(ByteWaiter& waiter) { queue_.push_back(&waiter); }
    void leave(ByteWaiter& waiter) {
        queue_.remove(&waiter);
        serve();
    }
    std::size_t taken() const { return taken_; }
    std::size_t waiting() const { return queue_.size(); }

private:
    bool fits(std::size_t bytes) const {
        return taken_ == 0 || (taken_ <= bytes_max_ && bytes <= bytes_max_ - taken_);
    }
    void serve() {
        while (!queue_.empty() && fits(queue_.front()->bytes)) {
            ByteWaiter& next = *queue_.front();
            queue_.pop_front();
            taken_ += next.bytes;
            next.given = true;
            next.wake.expires_at(Steady::min());
        }
    }

    std::size_t bytes_max_;
    std::size_t taken_ = 0;
    std::list<ByteWaiter*> queue_;
};

namespace {

// In the queue until served; leaves it, and what it was given, when the coroutine ends before.
class ByteTurn {
public:
    ByteTurn(std::shared_ptr<ByteLedger> ledger, ByteWaiter& waiter)
        : ledger_(std::move(ledger)), waiter_(waiter) {
        ledger_->enter(waiter);
    }
    ByteTurn(const ByteTurn&) = delete;
    ByteTurn& operator=(const ByteTurn&) = delete;
    ~ByteTurn() {
        if (!waiter_.given)
            ledger_->leave(waiter_);
        else if (!taken_)
            ledger_->resize(waiter_.bytes, 0);
    }
    void take() { taken_ = true; }

private:
    std::shared_ptr<ByteLedger> ledger_;
    ByteWaiter& waiter_;
    bool taken_ = false;
};

} // namespace

ByteShare& ByteShare::operator=(ByteShare&& other) noexcept {
    if (this != &other) {
        reset();
        ledger_ = std::move(other.ledger_);
        bytes_ = std::exchange(other.bytes_, 0);
    }
    return *this;
}

void ByteShare::settle(std::size_t bytes) {
    if (ledger_)
        ledger_->resize(std::exchange(bytes_, bytes), bytes);
}

void ByteShare::reset() noexcept {
    if (const auto ledger = std::exchange(ledger_, nullptr))
        ledger->resize(std::exchange(bytes_, 0), 0);
}

ByteShares::ByteShares(std::size_t bytes_max) : ledger_(std::make_shared<ByteLedger>(bytes_max)) {}

asio::awaitable<ByteShare> ByteShares::take(std::size_t bytes) {
    // This object need not outlive who waits.
    const std::shared_ptr<ByteLedger> ledger = ledger_;
    if (!ledger->take(bytes)) {
        const asio::any_io_executor executor = co_await asio::this_coro::executor;
        ByteWaiter waiter(executor, bytes);
        ByteTurn turn(ledger, waiter);
        while (!waiter.given) {
            const auto [ignored] =
                co_await waiter.wake.async_wait(asio::as_tuple(asio::use_awaitable));
            static_cast<void>(ignored);
        }
        turn.take();
    }
    ByteShare share(ledger, bytes);
    co_return share;
}

std::size_t ByteShares::taken() const {
    return ledger_->taken();
}

std::size_t ByteShares::waiting() const {
    return ledger_->waiting();
}

} // namespace moisson
