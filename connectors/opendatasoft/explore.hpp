// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Explore: requests to the API of one Opendatasoft portal, and the search for its age.
#pragma once

#include "async/asio.hpp"
#include "kit/query.hpp"
#include "kit/registry.hpp"
#include "opendatasoft/selection.hpp"
#include "opendatasoft/wire.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::opendatasoft {

using kit::Parameters;

// The site of a configured address, which may be that of an API or of the catalogue's page.
std::string site_of(std::string_view url);
// Where the API of an age is on a site, with a trailing slash.
std::string api_of(std::string_view site, Dialect dialect);

struct Answer {
    std::shared_ptr<const Document> document;
    std::uint64_t wire_bytes = 0;
    int requests = 0;
    int retries = 0;
    std::optional<Instant> certificate_expires;
};

struct Ask {
    Ask(Dialect age, std::string tail, Parameters query)
        : dialect(age), path(std::move(tail)), parameters(std::move(query)) {}

    Dialect dialect;
    std::string path;
    Parameters parameters;
    int retries_max = 4;
    std::size_t body_bytes_max = limits::page_body_bytes;
};

enum class Order {
    // Ascending, so that what changes during a crawl comes again and nothing is missed.
    by_modified,
    // As the portal likes, where it refuses to sort.
    none,
};

// One page of the paged list.
struct Window {
    Window(std::int64_t first, std::int64_t count) : start(first), rows(count) {}

    std::int64_t start;
    std::int64_t rows;
    Order order = Order::by_modified;
    int retries_max = 4;
};

// Datasets that the paged list shows of one selection, whatever its length.
inline constexpr std::int64_t list_window = 10'000;

// Inside a bisection the same failure is met again and again.
inline constexpr int retries_few = 1;

class Explore {
public:
    Explore(const Source& source, const kit::Services& services);

    // The count of datasets, from the first age that answers; the newest one first. The error of
    // the newest when none does.
    asio::awaitable<Result<Answer>> open();
    // Known once open() was a success, or told by a cursor.
    std::optional<Dialect> dialect() const { return dialect_; }
    void use(Dialect dialect) { dialect_ = dialect; }

    // A list of datasets: parsed on the cpu pool. Errors are those of HttpClient and open_document.
    asio::awaitable<Result<Answer>> list(Ask ask);
    // The dataset that changed last (v2).
    asio::awaitable<Result<Answer>> newest(Dialect dialect, std::string select);
    asio::awaitable<Result<Answer>> page(Dialect dialect, Selection selection, Window window);
    // The datasets of `selection` in one export (v2). `select`: names of the members; empty = all.
    asio::awaitable<Result<Answer>>
    exported(Dialect dialect, Selection selection, std::string select, std::size_t body_bytes_max);
    // One dataset by its dataset_id (v1), as text.
    asio::awaitable<Result<net::Response>> lookup(std::string dataset_id);

    const std::string& site() const { return site_; }

private:
    net::HttpClient* http_;
    asio::any_io_executor cpu_;
    Source source_;
    std::string site_;
    std::optional<Dialect> dialect_;
};

} // namespace moisson::opendatasoft
