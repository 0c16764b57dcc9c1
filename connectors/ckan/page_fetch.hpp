// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// PageFetch: one page of the connector under construction, whole or in the pieces of a bisection.
#pragma once

#include "ckan/actions.hpp"
#include "ckan/wire.hpp"
#include "kit/bisection.hpp"
#include "kit/paging.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace moisson::ckan {

// Ways to crawl, as written in cursors.
inline constexpr std::string_view by_search = "s";
inline constexpr std::string_view by_list = "l";
inline constexpr std::string_view by_change = "m";

class PageFetch final : public kit::RangeFetcher {
public:
    // `changed`: one more term of the filter, for what changed since.
    PageFetch(
        Actions& actions,
        asio::any_io_executor cpu,
        std::shared_ptr<const ReadOptions> options,
        std::string way,
        std::string changed = {}
    )
        : actions_(&actions), cpu_(std::move(cpu)), options_(std::move(options)),
          way_(std::move(way)), changed_(std::move(changed)) {}

    asio::awaitable<Result<void>> fetch_range(std::int64_t start, std::int64_t rows) override;
    // Any action that answers with packages.
    asio::awaitable<Result<void>> ask(std::string action, Parameters parameters, int retries_max);

    kit::Page page;
    // Of what was received, what the filters of the source refuse.
    std::int64_t left_out = 0;
    std::size_t body_bytes = 0;

private:
    Actions* actions_;
    asio::any_io_executor cpu_;
    std::shared_ptr<const ReadOptions> options_;
    std::string way_;
    std::string changed_;
    bool first_ = true;
};

} // namespace moisson::ckan
