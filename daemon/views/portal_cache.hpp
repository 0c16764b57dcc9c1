// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The portals as last read: titles for results, and the list while the database is away.
#pragma once

#include "core/clock.hpp"
#include "search/published.hpp"
#include "store/catalog_store.hpp"
#include "views/catalog_views.hpp"
#include "views/shared_read.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::views {

// The newest run failed, a held one waits for a decision, or none was complete for three intervals.
bool is_in_difficulty(const store::PortalSummary& portal, Instant now);

// When the least recently read of its sources was last read in full, as midnight UTC; nothing when
// none ever was. A source that never was has no verdict to wait for.
std::optional<Instant> seen_until(const store::PortalSummary& portal, Instant now);

// Any thread.
class PortalCache {
public:
    using List = std::vector<PortalSummary>;

    PortalCache(store::CatalogStore& store, const Clock& clock)
        : store_(store), clock_(clock), list_(clock) {}

    // The last list when it is young enough, or when somebody is reading another one: the counts of
    // a large catalogue cost PostgreSQL a second. On failure the last list too, if there is one.
    asio::awaitable<Result<List>> read(ReadAge age);
    // At most one read a minute, in the way of one reader; never fails.
    asio::awaitable<void> refresh();
    // Of the last list; none before the first.
    std::vector<std::string> keys() const;
    // The key itself when the portal is unknown.
    std::string title(std::string_view key) const;
    // Of all portals as last read; null before the first time.
    std::shared_ptr<const search::SeenUntil> seen_until() const;

private:
    asio::awaitable<Result<List>> ask_store();

    store::CatalogStore& store_;
    const Clock& clock_;
    SharedRead<List> list_;
    search::Published<search::SeenUntil> seen_;
    std::atomic<std::int64_t> next_read_us_{0};
};

} // namespace moisson::views
