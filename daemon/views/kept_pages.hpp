// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// KeptPages<Key, View>: pages that cost the database a second and that anybody may ask for, as last
// read. A crowd costs one read of each (shared_read.hpp).
#pragma once

#include "views/shared_read.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace moisson::views {

// Keys whose pages are kept.
inline constexpr std::size_t kept_pages_max = 500;

// Any thread. Outlives its calls.
template <class Key, class View>
class KeptPages {
public:
    using Read = std::function<asio::awaitable<Result<View>>(Key)>;

    KeptPages(const Clock& clock, ReadAge age, Read read)
        : clock_(clock), age_(age), read_(std::move(read)) {}

    // Without the database, as last read. The errors of `read`.
    asio::awaitable<Result<View>> read(Key key) {
        const std::shared_ptr<Page> page = page_of(key);
        typename Page::Read job = [this, key] { return read_(key); };
        const Result<typename Page::Value> view = co_await page->get(age_, std::move(job));
        if (view)
            co_return View(**view);
        // Invented keys leave nothing behind.
        if (!page->last())
            forget(key, page);
        co_return view.error();
    }

    std::size_t size() const {
        const std::scoped_lock lock(mutex_);
        return pages_.size();
    }

private:
    using Page = SharedRead<View>;

    // Those that are being read live on with their readers.
    std::shared_ptr<Page> page_of(const Key& key) {
        const std::scoped_lock lock(mutex_);
        if (const auto found = pages_.find(key); found != pages_.end())
            return found->second;
        if (pages_.size() >= kept_pages_max)
            pages_.clear();
        return pages_.emplace(key, std::make_shared<Page>(clock_)).first->second;
    }

    void forget(const Key& key, const std::shared_ptr<Page>& page) {
        const std::scoped_lock lock(mutex_);
        const auto found = pages_.find(key);
        if (found != pages_.end() && found->second == page)
            pages_.erase(found);
    }

    const Clock& clock_;
    const ReadAge age_;
    const Read read_;
    mutable std::mutex mutex_;
    std::map<Key, std::shared_ptr<Page>> pages_;
};

} // namespace moisson::views
