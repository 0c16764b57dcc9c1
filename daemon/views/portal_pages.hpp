// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The pages of portals as last read: the counts of a large portal cost PostgreSQL a second, and
// anybody may ask for them.
#pragma once

#include "core/clock.hpp"
#include "store/catalog_store.hpp"
#include "views/catalog_views.hpp"
#include "views/shared_read.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace moisson::views {

// Keys whose pages are kept.
inline constexpr std::size_t portal_pages_max = 500;

// Any thread.
class PortalPages {
public:
    PortalPages(store::CatalogStore& store, const Clock& clock) : store_(store), clock_(clock) {}

    // At most 10 s old, 15 s while somebody reads it again; one that is read quickly is read each
    // time. Without the database, as last read. NOT_FOUND, STORE_UNAVAILABLE.
    asio::awaitable<Result<PortalView>> read(std::string key);
    // For tests.
    std::size_t size() const;

private:
    using Page = SharedRead<PortalView>;
    std::shared_ptr<Page> page_of(const std::string& key);
    void forget(const std::string& key, const std::shared_ptr<Page>& page);

    store::CatalogStore& store_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Page>, std::less<>> pages_;
};

} // namespace moisson::views
