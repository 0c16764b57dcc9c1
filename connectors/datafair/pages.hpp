// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Pages of a Data Fair list. A list shows 10,000 datasets of any order: a longer one is read from
// both ends. What changed is read newest first, once by each of the dates that a change may touch.
#pragma once

#include "datafair/catalog.hpp"
#include "datafair/wire.hpp"
#include "kit/bisection.hpp"
#include "kit/paging.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::datafair {

// Orders of a list, as written in cursors with the list they walk ("catalog-oldest").
enum class Walk {
    oldest,  // by creation: what appears during the crawl comes last
    newest,  // the other end of a long list
    updated, // metadata changed last, first
    data,    // data changed last, first
};

struct Way {
    List list = List::catalog;
    Walk walk = Walk::oldest;

    bool operator==(const Way&) const = default;
};

std::string to_string(const Way& way);
std::optional<Way> way_from_string(std::string_view text);
// Value of `sort`.
std::string_view sort_of(Walk walk);

// One page under construction: whole, or in the pieces of a bisection.
class PageFetch final : public kit::RangeFetcher {
public:
    PageFetch(
        Catalog& catalog,
        asio::any_io_executor cpu,
        std::shared_ptr<const ReadOptions> options,
        Walk walk
    )
        : catalog_(&catalog), cpu_(std::move(cpu)), options_(std::move(options)), walk_(walk) {}

    asio::awaitable<Result<void>> fetch_range(std::int64_t start, std::int64_t rows) override;
    // Any question to the list: its datasets with their owners.
    asio::awaitable<Result<void>> ask(Parameters parameters, int retries_max);

    kit::Page page;
    // Of the whole list, and of what the last answer holds.
    std::optional<std::int64_t> count;
    std::int64_t received_last = 0;
    std::size_t body_bytes = 0;

private:
    asio::awaitable<Result<Owners>> owners_of(std::string body);

    Catalog* catalog_;
    asio::any_io_executor cpu_;
    std::shared_ptr<const ReadOptions> options_;
    Walk walk_;
    bool first_ = true;
};

// The page at `state`, bisected where a dataset breaks it.
asio::awaitable<Result<kit::OffsetPage>> fetch_page(PageFetch& fetch, kit::OffsetState state);

} // namespace moisson::datafair
