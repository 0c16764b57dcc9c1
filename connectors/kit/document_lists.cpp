// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The chain of documents as a list: every id once, and the inventory.
#include "async/offload.hpp"
#include "core/limits.hpp"
#include "kit/document_connector.hpp"
#include "kit/document_pages.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace moisson::kit {

// The document in hand is the first of the chain that holds one of its records.
bool DocumentConnector::gives_something_new() const {
    const auto at = std::find(urls_.begin(), urls_.end(), url_) - urls_.begin();
    for (std::size_t i = 0; i < contents_->size(); ++i) {
        const auto known = document_of_.find(std::string(contents_->id(i)));
        if (known == document_of_.end() || known->second == static_cast<std::size_t>(at))
            return true;
    }
    return false;
}

asio::awaitable<Result<void>> DocumentConnector::walk() {
    Result<void> opened = co_await open(std::string());
    for (std::size_t page = 0; opened.has_value() && page < limits::pages_per_run; ++page) {
        if (!contents_->is_complete)
            co_return Error(Code::incomplete_crawl, "a document could only be read in part");
        if (page > 0 && contents_->size() > 0 && !gives_something_new())
            co_return Error(Code::page_loop, url_);
        std::vector<Issue> told;
        std::string next = next_address(told);
        // A list of ids that ends in a circle is no base for deletions.
        if (!told.empty())
            co_return Error(Code::page_loop, told.front().remote_url);
        if (next.empty()) {
            walked_ = true;
            co_return Result<void>();
        }
        opened = co_await open(std::move(next));
    }
    if (opened.has_value())
        co_return Error(Code::limit_reached, "documents of one catalogue");
    co_return opened;
}

asio::awaitable<Result<std::vector<std::string>>> DocumentConnector::list_ids() {
    Result<void> walked = co_await walk();
    if (walked.has_error())
        co_return walked.error();
    std::vector<std::string> ids;
    if (urls_.size() > 1) {
        ids.reserve(document_of_.size());
        for (const auto& entry : document_of_)
            ids.push_back(entry.first);
        std::sort(ids.begin(), ids.end());
    } else {
        ids.reserve(contents_->size());
        for (std::size_t i = 0; i < contents_->size(); ++i)
            ids.emplace_back(contents_->id(i));
    }
    std::erase(ids, std::string());
    co_return ids;
}

Abilities DocumentConnector::abilities() const {
    Abilities abilities;
    abilities.inventory = true;
    return abilities;
}

asio::awaitable<Result<InventoryPage>> DocumentConnector::inventory(Cursor cursor) {
    DocumentPlace place;
    if (!cursor.value.empty()) {
        Result<DocumentPlace> known = document_place_of(cursor.value);
        if (known.has_error() || known->record > 0 || known->url.empty())
            co_return Error(Code::invalid_argument, "cursor: " + cursor.value);
        place = std::move(known.value());
    }
    Result<void> opened = co_await open(place.url);
    if (opened.has_error())
        co_return opened.error();
    // An id list with holes is no base for deletions.
    if (!contents_->is_complete)
        co_return Error(Code::incomplete_crawl, "the document could only be read in part");
    auto job = [contents = contents_] { return take_inventory(*contents); };
    InventoryPage page;
    if (services_.cpu)
        page = co_await offload(services_.cpu, std::move(job));
    else
        page = job();
    add_costs(page);
    page.advertised_count = advertised();
    std::vector<Issue> told;
    DocumentPlace next;
    next.url = next_address(told);
    if (!told.empty())
        co_return Error(Code::page_loop, told.front().remote_url);
    if (!cursor.value.empty() && contents_->size() > 0 && !gives_something_new())
        co_return Error(Code::page_loop, url_);
    if (!next.url.empty())
        page.next = Cursor{to_cursor(next)};
    co_return page;
}

} // namespace moisson::kit
