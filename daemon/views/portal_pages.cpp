// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portal_pages.hpp"

#include "core/limits.hpp"
#include "views/report_reader.hpp"

namespace moisson::views {
namespace {

// Whoever has just decided something about a small portal sees it at once. Where a crowd asks, a
// page is read again as soon as it is too old, and no reading takes five seconds more.
constexpr ReadAge page_age{
    std::chrono::milliseconds(0),
    std::chrono::seconds(10),
    std::chrono::seconds(10) + limits::public_read_time};

} // namespace

asio::awaitable<Result<PortalView>> PortalPages::read(std::string key) {
    const std::shared_ptr<Page> page = page_of(key);
    Page::Read job = [this, key] { return read_portal(store_, key, clock_.now()); };
    const Result<Page::Value> view = co_await page->get(page_age, std::move(job));
    if (view)
        co_return PortalView(**view);
    // Invented keys leave nothing behind.
    if (!page->last())
        forget(key, page);
    co_return view.error();
}

std::size_t PortalPages::size() const {
    const std::scoped_lock lock(mutex_);
    return pages_.size();
}

// Those that are being read live on with their readers.
std::shared_ptr<PortalPages::Page> PortalPages::page_of(const std::string& key) {
    const std::scoped_lock lock(mutex_);
    if (const auto found = pages_.find(key); found != pages_.end())
        return found->second;
    if (pages_.size() >= portal_pages_max)
        pages_.clear();
    return pages_.emplace(key, std::make_shared<Page>(clock_)).first->second;
}

void PortalPages::forget(const std::string& key, const std::shared_ptr<Page>& page) {
    const std::scoped_lock lock(mutex_);
    const auto found = pages_.find(key);
    if (found != pages_.end() && found->second == page)
        pages_.erase(found);
}

} // namespace moisson::views
