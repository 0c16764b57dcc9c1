// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/document_connector.hpp"

#include "async/offload.hpp"
#include "core/limits.hpp"
#include "kit/paging.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace moisson::kit {
namespace {

constexpr std::size_t records_per_page_usual = 500;
constexpr std::size_t digest_digits = 16;

bool is_no_document(const Error& error) {
    return error.code == Code::http_4xx || error.code == Code::not_json ||
           error.code == Code::bad_shape;
}

// Which document a cursor speaks of, and the first record of the page.
struct Place {
    std::string digest;
    std::size_t record = 0;
};

std::string to_cursor(const Place& place) {
    return "document=" + place.digest + "&record=" + std::to_string(place.record);
}

Result<Place> place_of(std::string_view cursor) {
    constexpr std::string_view first = "document=";
    constexpr std::string_view second = "&record=";
    Place place;
    const std::size_t middle = cursor.find(second);
    if (!cursor.starts_with(first) || middle == std::string_view::npos)
        return Error(Code::invalid_argument, "cursor: " + std::string(cursor));
    place.digest = cursor.substr(first.size(), middle - first.size());
    const std::string_view digits = cursor.substr(middle + second.size());
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), place.record);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size())
        return Error(Code::invalid_argument, "cursor: " + std::string(cursor));
    return place;
}

std::string stamp_of(const Digest& digest) {
    return to_hex(digest).substr(0, digest_digits);
}

void add_stamps(Page& page) {
    for (WireRecord& record : page.records)
        record.stamp = stamp_of(record.digest);
}

// Records [first, last) and what comes after them.
struct Cut {
    Page page;
    std::size_t last = 0;
};

Cut cut_page(const DocumentContents& contents, std::size_t first, std::size_t records_max) {
    Cut cut;
    cut.last = std::min(first, contents.size());
    std::size_t bytes = 0;
    Sha256 digest;
    digest.update(std::to_string(first) + "\n");
    for (; cut.last < contents.size() && cut.last - first < records_max; ++cut.last) {
        if (cut.last > first && bytes > comfortable_body_bytes)
            break;
        bytes += contents.bytes(cut.last);
        contents.read(cut.last, cut.page);
    }
    add_stamps(cut.page);
    for (const WireRecord& record : cut.page.records)
        digest.update({reinterpret_cast<const char*>(record.digest.data()), record.digest.size()});
    cut.page.body_digest = digest.finish();
    cut.page.received = static_cast<std::int64_t>(cut.last - std::min(first, cut.last));
    cut.page.advertised_count = static_cast<std::int64_t>(contents.size());
    return cut;
}

// Every record with its stamp. One that has an id but cannot be read has no stamp, so that it is
// fetched, and told, as one that changed; one without an id is told here.
InventoryPage take_inventory(const DocumentContents& contents) {
    InventoryPage inventory;
    inventory.issues = contents.issues;
    inventory.received = static_cast<std::int64_t>(contents.size());
    inventory.advertised_count = inventory.received;
    Sha256 digest;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        Page page;
        contents.read(i, page);
        add_stamps(page);
        InventoryEntry entry;
        entry.remote_id = contents.id(i);
        if (!page.records.empty())
            entry.stamp = page.records.front().stamp;
        digest.update(entry.remote_id + "\n" + entry.stamp + "\n");
        if (entry.remote_id.empty())
            inventory.issues.insert(inventory.issues.end(), page.issues.begin(), page.issues.end());
        else
            inventory.entries.push_back(std::move(entry));
    }
    inventory.body_digest = digest.finish();
    return inventory;
}

} // namespace

DocumentConnector::DocumentConnector(
    const Source& source,
    const Services& services,
    std::shared_ptr<DocumentCache> cache
)
    : source_(source), http_(services.http), cpu_(services.cpu), cache_(std::move(cache)) {}

asio::awaitable<Result<void>> DocumentConnector::open_at(std::string url) {
    std::string name = source_.key + " " + url;
    std::shared_ptr<const PackedDocument> before = cache_ ? cache_->find(name) : nullptr;
    Validators known;
    if (before)
        known = before->validators;
    Result<Document> document =
        co_await fetch_document(*http_, source_, std::move(url), accept(), std::move(known), cpu_);
    if (document.has_error()) {
        ++requests_;
        co_return document.error();
    }
    requests_ += document->requests;
    retries_ += document->retries;
    wire_bytes_ += document->wire_bytes;
    certificate_expires_ = document->certificate_expires;
    auto job = [read = reader(),
                whole = std::move(document.value()),
                cache = cache_,
                before = std::move(before),
                name = std::move(name)]() mutable {
        if (whole.not_modified && before)
            whole.body = before->body();
        else if (cache)
            cache->keep(name, whole.validators, whole.body);
        std::string digest = to_hex(sha256(whole.body)).substr(0, digest_digits);
        return Opened{read(std::move(whole)), std::move(digest)};
    };
    std::optional<Opened> opened;
    if (cpu_)
        opened = co_await offload(cpu_, std::move(job));
    else
        opened = job();
    if (opened->contents.has_error())
        co_return opened->contents.error();
    contents_ = std::move(opened->contents.value());
    digest_ = std::move(opened->digest);
    for (std::size_t i = 0; i < contents_->size(); ++i)
        by_id_.emplace(contents_->id(i), i);
    co_return Result<void>();
}

asio::awaitable<Result<void>> DocumentConnector::open() {
    if (contents_)
        co_return Result<void>();
    std::optional<Error> first;
    for (std::string& url : addresses()) {
        Result<void> opened = co_await open_at(std::move(url));
        if (opened.has_value())
            co_return opened;
        const bool elsewhere = is_no_document(opened.error());
        if (!first)
            first = opened.error();
        if (!elsewhere)
            co_return opened;
    }
    co_return first.value_or(Error(Code::config_invalid, "no address"));
}

template <class AnyPage>
void DocumentConnector::add_costs(AnyPage& page) {
    page.wire_bytes = std::exchange(wire_bytes_, 0);
    page.requests = std::exchange(requests_, 0);
    page.retries = std::exchange(retries_, 0);
}

asio::awaitable<Result<Probe>> DocumentConnector::probe() {
    Result<void> opened = co_await open();
    if (opened.has_error())
        co_return opened.error();
    Probe probe;
    probe.software = contents_->software;
    probe.version = contents_->version;
    probe.title = contents_->title;
    probe.advertised_count = static_cast<std::int64_t>(contents_->size());
    probe.certificate_expires = certificate_expires_;
    co_return probe;
}

asio::awaitable<Result<Page>> DocumentConnector::fetch(Cursor cursor) {
    Result<void> opened = co_await open();
    if (opened.has_error())
        co_return opened.error();
    Place place;
    place.digest = digest_;
    if (!cursor.value.empty()) {
        const Result<Place> known = place_of(cursor.value);
        if (known.has_error())
            co_return known.error();
        place = *known;
    }
    const std::size_t records_max = source_.page_size > 0
                                        ? static_cast<std::size_t>(source_.page_size)
                                        : records_per_page_usual;
    auto job = [contents = contents_, first = place.record, records_max] {
        return cut_page(*contents, first, records_max);
    };
    Cut cut;
    if (cpu_)
        cut = co_await offload(cpu_, std::move(job));
    else
        cut = job();
    Page& page = cut.page;
    add_costs(page);
    if (place.record == 0)
        page.issues.insert(page.issues.begin(), contents_->issues.begin(), contents_->issues.end());
    if (place.digest != digest_) {
        // Resumed on another version of the document: its first records were not read, so the run
        // owes a second pass by id list.
        page.skipped = 1;
        Issue issue(Code::run_interrupted, Stage::fetch, "the document changed meanwhile");
        page.issues.push_back(std::move(issue));
    }
    if (cut.last < contents_->size()) {
        place.digest = digest_;
        place.record = cut.last;
        page.next = Cursor{to_cursor(place)};
    }
    co_return std::move(page);
}

asio::awaitable<Result<Page>> DocumentConnector::fetch_records(std::vector<std::string> remote_ids
) {
    Result<void> opened = co_await open();
    if (opened.has_error())
        co_return opened.error();
    Page page;
    for (const std::string& id : remote_ids) {
        const auto known = by_id_.find(id);
        if (known != by_id_.end()) {
            contents_->read(known->second, page);
            ++page.received;
            continue;
        }
        Issue issue(Code::not_found, Stage::fetch, "not in the document");
        issue.remote_id = id;
        page.issues.push_back(std::move(issue));
    }
    add_stamps(page);
    add_costs(page);
    Sha256 digest;
    for (const WireRecord& record : page.records)
        digest.update({reinterpret_cast<const char*>(record.digest.data()), record.digest.size()});
    page.body_digest = digest.finish();
    co_return page;
}

asio::awaitable<Result<std::vector<std::string>>> DocumentConnector::list_ids() {
    Result<void> opened = co_await open();
    if (opened.has_error())
        co_return opened.error();
    std::vector<std::string> ids;
    ids.reserve(contents_->size());
    for (std::size_t i = 0; i < contents_->size(); ++i) {
        if (!contents_->id(i).empty())
            ids.emplace_back(contents_->id(i));
    }
    co_return ids;
}

Abilities DocumentConnector::abilities() const {
    Abilities abilities;
    abilities.inventory = true;
    return abilities;
}

asio::awaitable<Result<InventoryPage>> DocumentConnector::inventory(Cursor cursor) {
    if (!cursor.value.empty())
        co_return Error(Code::invalid_argument, "cursor: " + cursor.value);
    Result<void> opened = co_await open();
    if (opened.has_error())
        co_return opened.error();
    auto job = [contents = contents_] { return take_inventory(*contents); };
    InventoryPage page;
    if (cpu_)
        page = co_await offload(cpu_, std::move(job));
    else
        page = job();
    add_costs(page);
    co_return page;
}

} // namespace moisson::kit
