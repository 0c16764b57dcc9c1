// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Pieces: entries of a list asked range by range, for a page that fails as a whole.
#pragma once

#include "json/position.hpp"
#include "json/wire.hpp"
#include "kit/bisection.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <functional>
#include <iterator>
#include <utility>

namespace moisson::paths {

using AskList = std::function<asio::awaitable<Result<ListPage>>(const Part& part)>;

class Pieces final : public kit::RangeFetcher {
public:
    // `description` outlives this object; `page` failed.
    Pieces(AskList ask, const Description& description, Position page)
        : ask_(std::move(ask)), description_(description), page_(std::move(page)) {}

    // Servers give less than what is asked: a range takes as many requests as it needs.
    asio::awaitable<Result<void>> fetch_range(std::int64_t start, std::int64_t rows) override {
        ListPage range;
        while (range.received < rows) {
            const Part part =
                part_of(page_, start + range.received, rows - range.received, description_);
            Result<ListPage> answer = co_await ask_(part);
            if (answer.has_error())
                co_return answer.error();
            // A server that cuts pages counts them by its own length: these are other entries.
            if (!is_part(*answer, part, description_))
                co_return Error(Code::bad_shape, "a page is not as long as asked");
            const std::int64_t received = answer->received;
            append(std::move(answer.value()), range);
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
    const Description& description_;
    Position page_;
};

} // namespace moisson::paths
