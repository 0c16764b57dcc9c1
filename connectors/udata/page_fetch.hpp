// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// PageFetch: one page of the connector under construction, whole or in the pieces of a bisection.
#pragma once

#include "kit/bisection.hpp"
#include "udata/api.hpp"
#include "udata/paging.hpp"
#include "udata/wire.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::udata {

// Orders of the list. `created` only grows at its end, so that a page keeps its records while the
// portal publishes; `last_update` brings the latest changes first.
inline constexpr std::string_view by_created = "created";
inline constexpr std::string_view by_last_update = "-last_update";
// The portal refused to sort.
inline constexpr std::string_view unsorted = "none";

// "datasets/?page=3&page_size=100&sort=created".
std::string list_tail(const Block& block, std::string_view sort);

// What the connector knows of its portal during one run; a help, never needed for correctness.
struct Learned {
    // Largest page the server gives; 0 = not known.
    std::int64_t cap = 0;
    std::int64_t total = -1;
};

// After a 404 for the page at `start` (> 0): does the list truly end there? True when the record
// just before can be had. A portal that refuses every further page says 404 to both.
asio::awaitable<bool> ends_at(Api& api, std::int64_t start, std::string sort);

class PageFetch final : public kit::RangeFetcher {
public:
    PageFetch(
        Api& api,
        asio::any_io_executor cpu,
        std::shared_ptr<const ReadOptions> options,
        Learned& learned,
        std::string sort
    );

    // All records of the range or an error: what a failed range had already given is dropped.
    asio::awaitable<Result<void>> fetch_range(std::int64_t start, std::int64_t rows) override;
    // One record by id.
    asio::awaitable<Result<void>> fetch_one(std::string id);

    kit::Page page;
    Envelope envelope;
    // `last_update` of what was received, in order.
    std::vector<std::string> updates;
    // Ids of the same, one a line: two equal pages in a row are a loop.
    std::string ids;
    std::size_t body_bytes = 0;
    // A page after the last one was asked.
    bool past_end = false;

private:
    struct Pieces {
        std::vector<WirePage> pages;
        // The server lowered the page size: these are other records than those asked for.
        bool misplaced = false;
    };

    asio::awaitable<Result<Pieces>> fetch_blocks(std::int64_t start, std::int64_t rows, bool whole);
    asio::awaitable<Result<WirePage>> ask(std::string tail, bool one);
    void take(WirePage&& wire);

    Api* api_;
    asio::any_io_executor cpu_;
    std::shared_ptr<const ReadOptions> options_;
    Learned* learned_;
    std::string sort_;
    bool first_ = true;
};

} // namespace moisson::udata
