// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ByteShares: memory that all who hold something large have together. Who asks for more than is
// left waits, first come first served; who asks for more than there is waits to be alone.
#pragma once

#include "async/asio.hpp"

#include <cstddef>
#include <memory>
#include <utility>

namespace moisson {

class ByteLedger;

// So many bytes of it; gives itself back when destroyed. Movable only.
class ByteShare {
public:
    ByteShare() = default;
    ByteShare(std::shared_ptr<ByteLedger> ledger, std::size_t bytes)
        : ledger_(std::move(ledger)), bytes_(bytes) {}
    ByteShare(ByteShare&& other) noexcept
        : ledger_(std::move(other.ledger_)), bytes_(std::exchange(other.bytes_, 0)) {}
    ByteShare& operator=(ByteShare&& other) noexcept;
    ~ByteShare() { reset(); }

    std::size_t bytes() const { return bytes_; }
    // Its size once that is known for sure. What is more than was asked for is not waited for.
    void settle(std::size_t bytes);
    void reset() noexcept;

private:
    std::shared_ptr<ByteLedger> ledger_;
    std::size_t bytes_ = 0;
};

// All of it runs on one thread or strand; shares may outlive this object.
class ByteShares {
public:
    explicit ByteShares(std::size_t bytes_max);

    // Cancellable: throws operation_aborted and gives its place up.
    asio::awaitable<ByteShare> take(std::size_t bytes);
    std::size_t taken() const;
    std::size_t waiting() const;

private:
    std::shared_ptr<ByteLedger> ledger_;
};

} // namespace moisson
