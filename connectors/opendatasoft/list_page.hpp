// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ListPage: one page of the paged list under construction, whole or in the pieces of a bisection.
#pragma once

#include "kit/bisection.hpp"
#include "opendatasoft/explore.hpp"
#include "opendatasoft/position.hpp"

#include <memory>
#include <optional>

namespace moisson::opendatasoft {

// Adds what an answer cost and brought to a page.
void add_answer(const Answer& answer, kit::Page& page);
void add_records(WirePage wire, kit::Page& page);

class ListPage final : public kit::RangeFetcher {
public:
    ListPage(
        Explore& explore,
        asio::any_io_executor cpu,
        std::shared_ptr<const ReadOptions> options,
        Dialect dialect,
        Selection selection
    )
        : explore_(&explore), cpu_(std::move(cpu)), options_(std::move(options)), dialect_(dialect),
          selection_(selection) {}

    asio::awaitable<Result<void>> fetch_range(std::int64_t start, std::int64_t rows) override;

    kit::Page page;
    // Of the selection.
    std::optional<std::int64_t> count;
    std::size_t body_bytes = 0;

private:
    asio::awaitable<Result<Answer>> ask(std::int64_t start, std::int64_t rows);

    Explore* explore_;
    asio::any_io_executor cpu_;
    std::shared_ptr<const ReadOptions> options_;
    Dialect dialect_;
    Selection selection_;
    Order order_ = Order::by_modified;
    bool first_ = true;
};

// The page at `offset`, and in `next` the offset of the one after it, if any. `page.skipped` counts
// the datasets that no request could get.
struct ListOutcome {
    kit::Page page;
    std::optional<kit::OffsetState> next;
};
asio::awaitable<Result<ListOutcome>>
fetch_list_page(ListPage& list, kit::OffsetState offset, kit::PageSizes sizes);

} // namespace moisson::opendatasoft
