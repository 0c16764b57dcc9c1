// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A whole crawl as the engine does it, in a test: page after page, each by a connector of its own,
// because a cursor is all that a run keeps.
#pragma once

#include "core/digest.hpp"
#include "kit/connector.hpp"
#include "portals/generator.hpp"
#include "support/run_coro.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moisson::testing {

struct Crawl {
    // Digest of each record by its id.
    std::map<std::string, std::string> digests;
    // As they came.
    std::vector<kit::WireRecord> records;
    // Where each page began.
    std::vector<kit::Cursor> cursors;
    std::int64_t received = 0;
    std::int64_t skipped = 0;
    int pages = 0;
    std::optional<std::int64_t> advertised;
    std::vector<Issue> issues;
    std::optional<Error> error;
};

// Called before the page is counted; an error ends the crawl as one of the page would.
using PageCheck = std::function<Result<void>(const kit::Cursor&, const kit::Page&)>;
using MakeConnector = std::function<std::unique_ptr<kit::Connector>()>;

inline Crawl crawl(
    const MakeConnector& make,
    int pages_max = 100,
    kit::Cursor from = {},
    const PageCheck& check = {}
) {
    Crawl result;
    std::optional<kit::Cursor> cursor = std::move(from);
    while (cursor && result.pages < pages_max) {
        const auto connector = make();
        asio::io_context context(1);
        Result<kit::Page> page =
            run_coro(context, connector->fetch(*cursor), std::chrono::seconds(60));
        if (page.has_value() && check)
            if (const Result<void> checked = check(*cursor, *page); checked.has_error())
                page = checked.error();
        if (page.has_error()) {
            result.error = page.error();
            return result;
        }
        for (const kit::WireRecord& record : page->records) {
            result.digests[record.remote_id] = to_hex(record.digest);
            result.records.push_back(record);
        }
        result.issues.insert(result.issues.end(), page->issues.begin(), page->issues.end());
        if (page->advertised_count)
            result.advertised = page->advertised_count;
        result.received += page->received;
        result.skipped += page->skipped;
        ++result.pages;
        result.cursors.push_back(*cursor);
        cursor = page->next;
    }
    return result;
}

// An invented catalogue of one country.
inline std::shared_ptr<const portals::Catalogue>
invented_catalogue(std::uint64_t count, std::uint64_t seed = 5, std::string country = "SN") {
    portals::GeneratorOptions options;
    options.seed = seed;
    options.count = count;
    options.countries = {std::move(country)};
    return portals::generate(options);
}

} // namespace moisson::testing
