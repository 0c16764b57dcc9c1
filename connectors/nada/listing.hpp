// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Pages of the search: asked, read on the cpu pool, bisected when one study breaks them.
#pragma once

#include "async/asio.hpp"
#include "kit/bisection.hpp"
#include "nada/api.hpp"
#include "nada/paging.hpp"
#include "nada/wire.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moisson::nada {

struct ListedPage {
    std::vector<Row> rows;
    std::vector<Issue> issues;
    std::int64_t received = 0;
    std::int64_t skipped = 0;
    std::optional<std::int64_t> found;
    std::int64_t limit = 0;
    std::optional<kit::OffsetState> next;
    std::uint64_t wire_bytes = 0;
    int requests = 0;
    int retries = 0;
    std::optional<Instant> certificate_expires;
};

// The search cannot show the newest change first: only a list of one page says that nothing
// changed, as most are. Empty for others.
std::string mark_of(const ListedPage& page);

class Listings {
public:
    Listings(Api& api, asio::any_io_executor cpu, std::shared_ptr<const ReadOptions> options)
        : api_(&api), cpu_(std::move(cpu)), options_(std::move(options)) {}

    // The page of `state`. Errors: those of Api and of read_search.
    asio::awaitable<Result<ListedPage>> fetch(kit::OffsetState state);
    // Every row of the catalogue, first met first, each id once.
    asio::awaitable<Result<std::vector<Row>>> all();

private:
    Api* api_;
    asio::any_io_executor cpu_;
    std::shared_ptr<const ReadOptions> options_;
};

} // namespace moisson::nada
