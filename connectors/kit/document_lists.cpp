// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The chain of documents: what follows the one in hand, every id once, and the inventory.
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

// Servers that number their pages and do not say so: the next number is tried, and it is the end
// when nothing new is there.
DocumentPlace DocumentConnector::guessed_place() const {
    DocumentPlace place;
    if (names_pages_ || contents_->total || !contents_->is_complete)
        return place;
    place.url = next_numbered(url_, contents_->listed);
    const auto known = std::find(urls_.begin(), urls_.end(), place.url);
    const auto here = std::find(urls_.begin(), urls_.end(), url_);
    if (known <= here)
        place.url.clear();
    place.guessed = !place.url.empty();
    place.digest = place.guessed ? digest_ : std::string();
    return place;
}

// Nothing but this document, as far as is known.
bool DocumentConnector::is_alone() const {
    return !leads_on() && url_ == first_url_;
}

bool DocumentConnector::leads_on() const {
    return !contents_->next.empty() || urls_.size() > 1 || guessed_place().guessed;
}

// Whether the guess was wrong: no such page, or one that was read before.
bool DocumentConnector::is_past_the_end(const DocumentPlace& place, const Result<void>& opened)
    const {
    if (!place.guessed)
        return false;
    if (opened.has_error()) {
        // Nothing but the number of records spoke for a second page.
        const bool odd = opened.error().code == Code::http_5xx && !has_page_number(source_.url) &&
                         place.url.ends_with("page=2");
        return odd || is_no_document(opened.error());
    }
    return contents_->listed == 0 || digest_ == place.digest ||
           (contents_->size() > 0 && !gives_something_new());
}

std::string DocumentConnector::next_address(std::vector<Issue>& issues) const {
    const std::string& next = contents_->next;
    const auto known = std::find(urls_.begin(), urls_.end(), next);
    const auto here = std::find(urls_.begin(), urls_.end(), url_);
    if (next.empty() || known > here)
        return next;
    Issue issue(Code::page_loop, Stage::fetch, "the next page is one before it");
    issue.remote_url = next;
    issues.push_back(std::move(issue));
    return {};
}

std::string DocumentConnector::mark() const {
    return is_alone() && contents_->is_complete ? mark_of(digest_, validators_) : std::string();
}

std::optional<std::int64_t> DocumentConnector::advertised() const {
    if (contents_->total)
        return contents_->total;
    return is_alone() ? std::optional(static_cast<std::int64_t>(contents_->size())) : std::nullopt;
}

std::optional<Cursor>
DocumentConnector::next_cursor(const DocumentPlace& place, std::size_t last, Page& page) {
    DocumentPlace next;
    if (last < contents_->size()) {
        next.url = place.url;
        next.digest = digest_;
        next.record = last;
        return Cursor{to_cursor(next)};
    }
    std::vector<Issue> told;
    next.url = next_address(told);
    if (next.url.empty() && told.empty())
        next = guessed_place();
    // The page that comes again under another address: what follows is not known.
    const auto [seen, fresh] = cursor_of_page_.emplace(to_hex(page.body_digest), url_);
    if (!next.url.empty() && !page.records.empty() && !fresh && seen->second != url_) {
        next.url.clear();
        page.records.clear();
        page.received = 0;
        Issue issue(Code::page_loop, Stage::fetch, "the same records as " + seen->second);
        issue.remote_url = url_;
        told.push_back(std::move(issue));
    }
    page.skipped += static_cast<std::int64_t>(told.size());
    page.issues.insert(page.issues.end(), told.begin(), told.end());
    return next.url.empty() ? std::nullopt : std::optional(Cursor{to_cursor(next)});
}

asio::awaitable<Result<void>> DocumentConnector::walk() {
    DocumentPlace place;
    Result<void> opened = co_await open(std::string());
    for (std::size_t page = 0; page < limits::pages_per_run; ++page) {
        if (is_past_the_end(place, opened)) {
            walked_ = true;
            co_return Result<void>();
        }
        if (opened.has_error())
            co_return opened;
        if (!contents_->is_complete)
            co_return Error(Code::incomplete_crawl, "a document could only be read in part");
        if (page > 0 && contents_->size() > 0 && !gives_something_new())
            co_return Error(Code::page_loop, url_);
        std::vector<Issue> told;
        place = DocumentPlace();
        place.url = next_address(told);
        // A list of ids that ends in a circle is no base for deletions.
        if (!told.empty())
            co_return Error(Code::page_loop, told.front().remote_url);
        if (place.url.empty())
            place = guessed_place();
        if (place.url.empty()) {
            walked_ = true;
            co_return Result<void>();
        }
        opened = co_await open(place.url);
    }
    co_return Error(Code::limit_reached, "documents of one catalogue");
}

asio::awaitable<Result<std::vector<std::string>>> DocumentConnector::list_ids() {
    Result<void> walked = co_await walk();
    if (walked.has_error())
        co_return walked.error();
    std::vector<std::string> ids;
    if (!document_of_.empty()) {
        ids.reserve(document_of_.size());
        for (const auto& entry : document_of_)
            ids.push_back(entry.first);
        std::sort(ids.begin(), ids.end());
    } else if (contents_) {
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
    if (is_past_the_end(place, opened)) {
        InventoryPage end;
        add_costs(end);
        co_return std::move(end);
    }
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
    if (next.url.empty())
        next = guessed_place();
    if (!next.url.empty())
        page.next = Cursor{to_cursor(next)};
    co_return page;
}

} // namespace moisson::kit
