// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/preview.hpp"

#include "core/assert.hpp"
#include "harvest/page_work.hpp"
#include "kit/paging.hpp"

#include <algorithm>
#include <iterator>

namespace moisson::harvest {
namespace {

// Pages that may hold nothing to show (filtered or refused records) before the preview ends.
constexpr int pages_max = 10;

} // namespace

asio::awaitable<Result<Preview>>
preview(kit::Connector& connector, Portal portal, Recipe recipe, int count) {
    MOISSON_ASSERT(count >= 1 && count <= preview_records_max);
    const PageContext context =
        make_page_context(connector, portal, std::move(recipe), store::SourceOverlays());
    Result<kit::Probe> probe = co_await connector.probe();
    if (probe.has_error())
        co_return probe.error();
    Preview out;
    out.probe = std::move(probe.value());
    out.advertised = out.probe.advertised_count;
    kit::LoopGuard loops;
    std::optional<kit::Cursor> cursor = kit::Cursor();
    const auto wanted = static_cast<std::size_t>(count);
    for (int number = 0; cursor && number < pages_max && out.records.size() < wanted; ++number) {
        Result<kit::Page> page = co_await connector.fetch(*cursor);
        if (page.has_error())
            co_return page.error();
        if (const Result<void> circle = loops.check(*cursor, *page); circle.has_error())
            co_return circle.error();
        NumberedPage numbered;
        numbered.number = number;
        numbered.cursor = *cursor;
        numbered.page = std::move(page.value());
        cursor = numbered.page.next;
        if (numbered.page.advertised_count)
            out.advertised = numbered.page.advertised_count;
        out.received += numbered.page.received;
        out.requests += numbered.page.requests;
        out.wire_bytes += numbered.page.wire_bytes;
        store::PageCommit commit = build_commit(numbered, {}, context);
        const std::size_t room = std::min(wanted - out.records.size(), commit.changes.size());
        const auto end = commit.changes.begin() + static_cast<std::ptrdiff_t>(room);
        std::move(commit.changes.begin(), end, std::back_inserter(out.records));
        std::move(commit.issues.begin(), commit.issues.end(), std::back_inserter(out.issues));
    }
    co_return out;
}

} // namespace moisson::harvest
