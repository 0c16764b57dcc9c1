// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The catalogue as a chain of documents: which one is open, where a cursor stands, where it ends.
#include "kit/document_connector.hpp"

#include "async/offload.hpp"
#include "core/limits.hpp"
#include "kit/document_pages.hpp"
#include "net/spool.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

namespace moisson::kit {
namespace {

constexpr std::size_t records_per_page_usual = 500;

// Often enough: by then who took the room in between has let it go again.
constexpr int second_tries_max = 5;
constexpr std::chrono::milliseconds spool_pause{500};

bool is_crowded_out(const Result<void>& opened) {
    return opened.has_error() && opened.error().code == Code::spool_failed &&
           opened.error().detail.ends_with(net::spool_spent);
}

} // namespace

DocumentConnector::DocumentConnector(
    const Source& source,
    const Services& services,
    std::shared_ptr<DocumentCache> cache
)
    : source_(source), services_(services), cache_(std::move(cache)) {}

// Measured of data.json: the place and the id of each record.
std::size_t DocumentConnector::memory_of(std::size_t document_bytes) const {
    constexpr std::size_t bytes_per_byte_held = 5;
    return document_bytes / bytes_per_byte_held;
}

asio::awaitable<Result<DocumentConnector::Weighed>>
DocumentConnector::weigh(Document document, std::shared_ptr<const PackedDocument> before) {
    const Weigher weigher_of_room = services_.documents.memory ? weigher() : nullptr;
    auto job = [weigher_of_room, whole = std::move(document), known = std::move(before)](
               ) mutable -> Result<Weighed> {
        if (whole.not_modified && known) {
            Result<net::Body> body = known->body(whole.spool);
            if (body.has_error())
                return body.error();
            whole.body = std::move(body.value());
        }
        Weighed weighed;
        if (weigher_of_room != nullptr)
            weighed.tree_bytes = weigher_of_room(whole.body);
        weighed.document = std::move(whole);
        return weighed;
    };
    if (!services_.cpu)
        co_return job();
    Result<Weighed> weighed = co_await offload(services_.cpu, std::move(job));
    co_return weighed;
}

// Only once the document is there: nobody else waits for its host meanwhile, and whoever waits
// holds no contents, so that those who do always end.
asio::awaitable<void>
DocumentConnector::make_room(std::size_t document_bytes, std::size_t tree_bytes) {
    const std::shared_ptr<ByteShares> memory = services_.documents.memory;
    const std::size_t small = services_.documents.spool.memory_bytes_max;
    const bool is_small = document_bytes <= small;
    if (!memory || (is_small && tree_bytes <= small))
        co_return;
    const std::size_t bytes = (is_small ? 0 : memory_of(document_bytes)) + tree_bytes;
    ByteShare share = co_await memory->take(bytes);
    share_ = std::move(share);
}

asio::awaitable<void> DocumentConnector::await_spool() {
    const std::shared_ptr<net::SpoolBudget> budget = services_.documents.spool.budget;
    // It may be there twice: packed and unpacked, or mended.
    const std::size_t bytes = 2 * services_.documents.bytes_max;
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    asio::steady_timer pause(executor);
    while (budget && !budget->has_room(bytes)) {
        pause.expires_after(spool_pause);
        co_await pause.async_wait(asio::use_awaitable);
    }
}

// Who waits for memory holds its spooled document, so that many large ones spend the budget. Who
// then finds none waits in turn, holding nothing, and asks again.
asio::awaitable<Result<void>> DocumentConnector::open_at(std::string url) {
    std::string first = url;
    Result<void> opened = co_await try_open(std::move(first));
    const std::shared_ptr<ByteShares> second_try = services_.documents.second_try;
    if (!second_try || !is_crowded_out(opened))
        co_return opened;
    ByteShare turn = co_await second_try->take(1);
    for (int i = 0; i < second_tries_max && is_crowded_out(opened); ++i) {
        co_await await_spool();
        std::string again = url;
        opened = co_await try_open(std::move(again));
    }
    co_return opened;
}

asio::awaitable<Result<Document>> DocumentConnector::ask(std::string url, Validators known) {
    Result<Document> document =
        co_await fetch_document(services_, source_, std::move(url), accept(), std::move(known));
    if (document.has_error()) {
        ++requests_;
        co_return document;
    }
    requests_ += document->requests;
    retries_ += document->retries;
    wire_bytes_ += document->wire_bytes;
    certificate_expires_ = document->certificate_expires;
    co_return document;
}

void DocumentConnector::take_in(Contents contents, std::string digest) {
    contents_ = std::move(contents);
    if (contents_->memory_bytes > 0)
        share_.settle(contents_->memory_bytes);
    digest_ = std::move(digest);
    names_pages_ = names_pages_ || contents_->total || !contents_->next.empty();
    if (std::find(urls_.begin(), urls_.end(), url_) == urls_.end())
        urls_.push_back(url_);
    const bool is_chain = leads_on();
    const auto at = std::find(urls_.begin(), urls_.end(), url_) - urls_.begin();
    for (std::size_t i = 0; i < contents_->size(); ++i) {
        by_id_.emplace(contents_->id(i), i);
        if (is_chain)
            document_of_.emplace(contents_->id(i), static_cast<std::size_t>(at));
    }
}

asio::awaitable<Result<void>> DocumentConnector::try_open(std::string url) {
    std::string name = source_.key + " " + url;
    // Gone before the next one is asked for: one document is in memory at a time, and one that
    // fails never leaves its address to another's records.
    contents_.reset();
    share_.reset();
    by_id_.clear();
    url_ = url;
    std::shared_ptr<const PackedDocument> before = cache_ ? cache_->find(name) : nullptr;
    Validators known;
    if (before)
        known = before->validators;
    // Asked once: whoever asks again wants the records.
    const Validators remembered = validators_of_mark(std::exchange(remembered_, {}));
    if (known.empty() && url_ == addresses().front())
        known = remembered;
    Result<Document> document = co_await ask(std::move(url), std::move(known));
    if (document.has_error())
        co_return document.error();
    still_that_ = document->not_modified && !before;
    if (still_that_)
        co_return Result<void>();
    validators_ = document->not_modified ? before->validators : document->validators;
    Document fetched = std::move(document.value());
    Result<Weighed> weighed = co_await weigh(std::move(fetched), std::move(before));
    if (weighed.has_error())
        co_return weighed.error();
    const Result<void> ready = co_await prepare(weighed->document);
    if (ready.has_error())
        co_return ready.error();
    co_await make_room(weighed->document.body.size(), weighed->tree_bytes);
    auto job = [read = reader(),
                whole = std::move(weighed->document),
                cache = cache_,
                name = std::move(name)]() mutable {
        Opened out;
        if (!whole.not_modified && cache)
            cache->keep(name, whole.validators, whole.body);
        out.digest = document_digest(whole.body);
        out.contents = read(std::move(whole));
        return out;
    };
    std::optional<Opened> opened;
    if (services_.cpu)
        opened = co_await offload(services_.cpu, std::move(job));
    else
        opened = job();
    if (opened->contents.has_error()) {
        share_.reset();
        co_return opened->contents.error();
    }
    take_in(std::move(opened->contents.value()), std::move(opened->digest));
    co_return Result<void>();
}

asio::awaitable<Result<void>> DocumentConnector::open_first() {
    if (!first_url_.empty()) {
        std::string url = first_url_;
        Result<void> again = co_await open(std::move(url));
        co_return again;
    }
    // After a crash the crawl may have begun elsewhere: the chain is counted from its beginning.
    urls_.clear();
    document_of_.clear();
    std::optional<Error> first;
    for (std::string& url : addresses()) {
        Result<void> opened = co_await open_at(std::move(url));
        if (opened.has_value()) {
            first_url_ = url_;
            co_return opened;
        }
        if (!first)
            first = opened.error();
        if (!is_no_document(opened.error()))
            co_return opened;
    }
    co_return first.value_or(Error(Code::config_invalid, "no address"));
}

asio::awaitable<Result<void>> DocumentConnector::open(std::string url) {
    if (contents_ && url == url_)
        co_return Result<void>();
    if (url.empty()) {
        Result<void> first = co_await open_first();
        co_return first;
    }
    Result<void> opened = co_await open_at(std::move(url));
    co_return opened;
}

asio::awaitable<Result<Probe>> DocumentConnector::probe() {
    const std::string remembered = remembered_;
    Result<void> opened = co_await open(std::string());
    if (opened.has_error())
        co_return opened.error();
    Probe probe;
    probe.requests = requests_;
    probe.retries = retries_;
    probe.wire_bytes = wire_bytes_;
    probe.first_page_pays = true;
    if (still_that_) {
        // Not known by its records: opened again when somebody wants them.
        first_url_.clear();
        url_.clear();
        probe.mark = remembered;
        probe.certificate_expires = certificate_expires_;
        co_return probe;
    }
    probe.mark = same_document(remembered, digest_) ? remembered : mark();
    probe.software = contents_->software;
    probe.version = contents_->version;
    probe.title = contents_->title;
    probe.advertised_count = advertised();
    probe.certificate_expires = certificate_expires_;
    co_return probe;
}

asio::awaitable<Result<Page>> DocumentConnector::fetch(Cursor cursor) {
    DocumentPlace place;
    if (!cursor.value.empty()) {
        Result<DocumentPlace> known = document_place_of(cursor.value);
        if (known.has_error())
            co_return known.error();
        place = std::move(known.value());
    }
    Result<void> opened = co_await open(place.url);
    if (place.record == 0 && is_past_the_end(place, opened)) {
        Page end;
        add_costs(end);
        co_return std::move(end);
    }
    if (opened.has_error())
        co_return opened.error();
    const std::size_t records_max = source_.page_size > 0
                                        ? static_cast<std::size_t>(source_.page_size)
                                        : records_per_page_usual;
    auto job = [contents = contents_, first = place.record, records_max] {
        return cut_page(*contents, first, records_max);
    };
    DocumentCut cut;
    if (services_.cpu)
        cut = co_await offload(services_.cpu, std::move(job));
    else
        cut = job();
    Page& page = cut.page;
    add_costs(page);
    page.advertised_count = advertised();
    if (place.record == 0) {
        page.issues.insert(page.issues.begin(), contents_->issues.begin(), contents_->issues.end());
        page.skipped = contents_->is_complete ? 0 : 1;
    } else if (place.digest != digest_) {
        // Resumed on another version of the document: its first records were not read, so the run
        // owes a second pass by id list.
        page.skipped = 1;
        Issue issue(Code::run_interrupted, Stage::fetch, "the document changed meanwhile");
        page.issues.push_back(std::move(issue));
    }
    page.next = next_cursor(place, cut.last, page);
    co_return std::move(page);
}

// From the document in hand; what is not in it is told as gone.
void DocumentConnector::read_ids(const std::vector<std::string>& ids, Page& page) const {
    for (const std::string& id : ids) {
        const auto known = by_id_.find(id);
        if (known != by_id_.end()) {
            contents_->read(known->second, page);
            ++page.received;
            continue;
        }
        // What a document that was read in part does not show may still be in it.
        const Code code = contents_->is_complete ? Code::not_found : Code::incomplete_crawl;
        Issue issue(code, Stage::fetch, "not in the document");
        issue.remote_id = id;
        page.issues.push_back(std::move(issue));
    }
}

asio::awaitable<Result<Page>> DocumentConnector::fetch_records(std::vector<std::string> remote_ids
) {
    Result<void> opened = co_await open(std::string());
    if (opened.has_error())
        co_return opened.error();
    const bool chain = leads_on();
    const bool all_known = std::all_of(remote_ids.begin(), remote_ids.end(), [&](const auto& id) {
        return document_of_.contains(id);
    });
    if (chain && !all_known && !walked_) {
        Result<void> walked = co_await walk();
        if (walked.has_error())
            co_return walked.error();
    }
    std::map<std::size_t, std::vector<std::string>> by_document;
    for (std::string& id : remote_ids) {
        const auto known = document_of_.find(id);
        by_document[known == document_of_.end() ? 0 : known->second].push_back(std::move(id));
    }
    Page page;
    for (auto& [document, ids] : by_document) {
        std::string url = urls_[document];
        opened = co_await open(std::move(url));
        if (opened.has_error())
            co_return opened.error();
        read_ids(ids, page);
    }
    add_stamps(page);
    add_costs(page);
    Sha256 digest;
    for (const WireRecord& record : page.records)
        digest.update({reinterpret_cast<const char*>(record.digest.data()), record.digest.size()});
    page.body_digest = digest.finish();
    co_return page;
}

} // namespace moisson::kit
