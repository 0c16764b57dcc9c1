// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Pieces: entries of a list asked by offset, range by range, for a page that fails as a whole.
#pragma once

#include "json/wire.hpp"
#include "kit/bisection.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <functional>
#include <iterator>
#include <utility>

namespace moisson::paths {

using AskList =
    std::function<asio::awaitable<Result<ListPage>>(std::int64_t start, std::int64_t rows)>;

class Pieces final : public kit::RangeFetcher {
public:
    explicit Pieces(AskList ask) : ask_(std::move(ask)) {}

    // Servers give less than what is asked: a range takes as many requests as it needs.
    asio::awaitable<Result<void>> fetch_range(std::int64_t start, std::int64_t rows) override {
        ListPage range;
        while (range.received < rows) {
            Result<ListPage> part = co_await ask_(start + range.received, rows - range.received);
            if (part.has_error())
                co_return part.error();
            const std::int64_t received = part->received;
            append(std::move(part.value()), range);
            if (received == 0)
                break;
        }
        append(std::move(range), list);
        co_return Result<void>();
    }

    ListPage list;

private:
    static void append(ListPage from, ListPage& to) {
        to.received += from.received;
        to.is_complete = to.is_complete && from.is_complete;
        to.total = from.total;
        std::move(from.items.begin(), from.items.end(), std::back_inserter(to.items));
        std::move(from.issues.begin(), from.issues.end(), std::back_inserter(to.issues));
    }

    AskList ask_;
};

} // namespace moisson::paths
