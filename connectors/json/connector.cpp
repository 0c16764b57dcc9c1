// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Paging of an API that a description explains: the only I/O of this room.
#include "json/connector.hpp"

#include "async/offload.hpp"
#include "core/limits.hpp"
#include "json/mapping.hpp"
#include "json/pieces.hpp"
#include "json/position.hpp"
#include "json/wire.hpp"
#include "kit/record_filters.hpp"
#include "net/web_address.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <set>

namespace moisson::paths {
namespace {

constexpr int page_size_usual = 100;

Digest digest_of(const Position& position, const std::vector<kit::WireRecord>& records) {
    Sha256 digest;
    // The same list at two addresses is no loop.
    digest.update(std::to_string(position.list) + "\n");
    for (const kit::WireRecord& record : records)
        digest.update({reinterpret_cast<const char*>(record.digest.data()), record.digest.size()});
    return digest.finish();
}

class JsonConnector final : public kit::Connector {
public:
    JsonConnector(const Source& source, const kit::Services& services)
        : source_(source), http_(services.http), cpu_(services.cpu) {
        if (std::optional<Description> made = ready(source.json); made)
            description_ = std::make_shared<const Description>(std::move(*made));
        size_ = source.page_size > 0 ? source.page_size : page_size_usual;
    }

    std::string_view scheme() const override { return "json"; }
    int mapping_version() const override { return description_ ? description_->version : 0; }

    asio::awaitable<Result<kit::Probe>> probe() override;
    asio::awaitable<Result<kit::Page>> fetch(kit::Cursor cursor) override;
    asio::awaitable<Result<kit::Page>> fetch_records(std::vector<std::string> remote_ids) override;
    asio::awaitable<Result<std::vector<std::string>>> list_ids() override;
    Result<RawRecord> map(std::string_view canonical, std::vector<Issue>& issues) const override {
        if (!description_)
            return no_description();
        return map_item(canonical, *description_, issues);
    }

private:
    // An id list with holes is no base for deletions.
    static Error in_part() {
        return Error(Code::incomplete_crawl, "a list could only be read in part");
    }
    // A page of the list, before details.
    struct Listed {
        ListPage list;
        kit::Page page;
        std::optional<Position> next;
    };

    static Error no_description() { return Error(Code::config_invalid, "source without paths"); }
    Result<std::string> absolute(std::string_view address) const;
    bool is_ours(const net::WebAddress& address) const;
    asio::awaitable<Result<net::Response>> get(std::string_view address, kit::Page& page);
    asio::awaitable<Result<ListPage>> ask_list(std::string address, kit::Page& page);
    asio::awaitable<Result<ListPage>>
    in_pieces(Position position, std::int64_t rows, Error error, kit::Page& page);
    asio::awaitable<Result<Listed>> list_at(Position position);
    asio::awaitable<Result<kit::Page>> page_at(Position position);
    bool is_wanted(const kit::WireRecord& record) const;
    asio::awaitable<Result<void>> add_record(Value item, kit::Page& page);

    Source source_;
    net::HttpClient* http_;
    asio::any_io_executor cpu_;
    std::shared_ptr<const Description> description_;
    int size_ = page_size_usual;
    // The first page, when the probe has fetched it for this run.
    std::optional<kit::Page> probed_;
};

Result<std::string> JsonConnector::absolute(std::string_view address) const {
    // A base names a folder, whether its last slash is written or not.
    std::string base = source_.url;
    if (!base.ends_with('/') && base.find('?') == std::string::npos)
        base += '/';
    const Result<net::WebAddress> from = net::parse_web_address(base);
    if (from.has_error())
        return from.error();
    const Result<net::WebAddress> to = net::resolve_web_address(*from, address);
    if (to.has_error())
        return to.error();
    if (!is_ours(*to))
        return Error(Code::bad_request_url, "leads to another site: " + to->host);
    return to->url();
}

// An answer may name the next page, not another site: our headers are meant for this one.
bool JsonConnector::is_ours(const net::WebAddress& address) const {
    std::vector<std::string> known{source_.url, description_->words.detail};
    known.insert(known.end(), description_->words.list.begin(), description_->words.list.end());
    return std::any_of(known.begin(), known.end(), [&](const std::string& text) {
        const Result<net::WebAddress> origin =
            net::parse_web_address(text.substr(0, text.find('{')));
        return origin.has_value() && origin->origin() == address.origin();
    });
}

asio::awaitable<Result<net::Response>>
JsonConnector::get(std::string_view address, kit::Page& page) {
    const Result<std::string> url = absolute(address);
    if (url.has_error())
        co_return url.error();
    net::Request request = kit::request_to(source_, *url);
    request.headers.emplace_back("Accept", "application/json");
    Result<net::Response> response = co_await http_->send(std::move(request));
    ++page.requests;
    if (response.has_value()) {
        page.requests += std::max(response->requests - 1, 0);
        page.retries += response->retries;
        page.wire_bytes += response->wire_bytes;
    }
    co_return response;
}

asio::awaitable<Result<ListPage>> JsonConnector::ask_list(std::string address, kit::Page& page) {
    Result<net::Response> response = co_await get(address, page);
    if (response.has_error())
        co_return response.error();
    auto job = [body = std::move(response->body), url = response->url, words = description_] {
        return read_list(body, url, *words);
    };
    std::optional<Result<ListPage>> list;
    if (cpu_)
        list = co_await offload(cpu_, std::move(job));
    else
        list = job();
    co_return std::move(*list);
}

// What can be had of a page that fails, without the entries that break it.
asio::awaitable<Result<ListPage>>
JsonConnector::in_pieces(Position position, std::int64_t rows, Error error, kit::Page& page) {
    AskList ask = [this, &page](const Part& part) {
        return ask_list(address_of(part.place, *description_, part.rows), page);
    };
    Pieces pieces(std::move(ask), *description_, position);
    Result<kit::BisectionOutcome> outcome =
        co_await kit::bisect(pieces, position.seen, rows, std::move(error));
    if (outcome.has_error())
        co_return outcome.error();
    for (const auto& [place, failure] : outcome->poison) {
        Issue issue(failure.code, Stage::fetch, kit::place_text("record", place));
        issue.excerpt = failure.detail;
        pieces.list.issues.push_back(std::move(issue));
    }
    page.skipped = static_cast<std::int64_t>(outcome->poison.size());
    co_return std::move(pieces.list);
}

asio::awaitable<Result<JsonConnector::Listed>> JsonConnector::list_at(Position position) {
    Listed listed;
    std::string address = address_of(position, *description_, size_);
    Result<ListPage> list = co_await ask_list(std::move(address), listed.page);
    const std::int64_t rows = divisible_rows(position, *description_, size_);
    if (list.has_error() && rows > 0 && kit::may_be_one_record(list.error().code)) {
        const Error whole = list.error();
        list = co_await in_pieces(position, rows, whole, listed.page);
        // The pieces are not those of the page: what it said is what is wrong.
        if (list.has_error() && list.error().code == Code::bad_shape)
            list = whole;
    }
    if (list.has_error())
        co_return list.error();
    listed.list = std::move(list.value());
    listed.page.received = listed.list.received;
    // Several lists have several totals: none of them is the source's.
    if (description_->words.list.size() == 1)
        listed.page.advertised_count = listed.list.total;
    listed.page.issues = std::move(listed.list.issues);
    // What was stepped over has its place in the list.
    listed.list.received += listed.page.skipped;
    listed.page.skipped += listed.list.is_complete ? 0 : 1;
    listed.next = advance(position, listed.list, *description_);
    co_return listed;
}

// The item with the members of its detail over its own; an issue when the detail cannot be had.
asio::awaitable<Result<void>> JsonConnector::add_record(Value item, kit::Page& page) {
    bool synthetic = false;
    std::string id = identify(item, source_.key, *description_, synthetic);
    if (id.empty()) {
        Issue issue(Code::missing_id, Stage::parse, "no identifier, landing page or title");
        issue.excerpt = json::dump(item).substr(0, limits::short_text_bytes);
        page.issues.push_back(std::move(issue));
        co_return Result<void>();
    }
    if (synthetic) {
        Issue issue(Code::id_synthetic, Stage::parse, "no identifier");
        issue.remote_id = id;
        page.issues.push_back(std::move(issue));
    }
    if (description_->detail) {
        const std::string address = description_->detail->fill(item);
        Result<net::Response> response = co_await get(address, page);
        std::optional<Error> failed;
        if (response.has_error()) {
            failed = response.error();
        } else {
            Result<Value> detail =
                read_detail(std::move(response->body), response->url, *description_);
            if (detail.has_error())
                failed = detail.error();
            else
                item.update(detail.value());
        }
        if (failed) {
            const bool of_this_record =
                failed->code == Code::http_4xx || failed->code == Code::http_5xx ||
                failed->code == Code::not_json || failed->code == Code::parse_json ||
                failed->code == Code::bad_shape || failed->code == Code::too_large;
            if (!of_this_record)
                co_return *failed;
            const bool gone =
                failed->code == Code::http_4xx &&
                (failed->detail.starts_with("404") || failed->detail.starts_with("410"));
            Issue issue(gone ? Code::not_found : failed->code, Stage::fetch, failed->detail);
            issue.remote_id = std::move(id);
            issue.remote_url = address;
            page.issues.push_back(std::move(issue));
            co_return Result<void>();
        }
    }
    kit::WireRecord record = wire_record(std::move(id), item, *description_);
    if (is_wanted(record))
        page.records.push_back(std::move(record));
    co_return Result<void>();
}

// By the filters of the source. What cannot be mapped is told later.
bool JsonConnector::is_wanted(const kit::WireRecord& record) const {
    if (source_.filters.empty())
        return true;
    std::vector<Issue> told_later;
    const Result<RawRecord> raw = map(record.canonical, told_later);
    return raw.has_error() || kit::passes(*raw, source_.filters);
}

asio::awaitable<Result<kit::Page>> JsonConnector::page_at(Position position) {
    Result<Listed> listed = co_await list_at(position);
    if (listed.has_error())
        co_return listed.error();
    kit::Page& page = listed->page;
    for (Value& item : listed->list.items) {
        Result<void> added = co_await add_record(std::move(item), page);
        if (added.has_error())
            co_return added.error();
    }
    page.body_digest = digest_of(position, page.records);
    if (listed->next)
        page.next = kit::Cursor{to_cursor(*listed->next)};
    co_return std::move(page);
}

asio::awaitable<Result<kit::Probe>> JsonConnector::probe() {
    if (!description_)
        co_return no_description();
    Position start = first_position(*description_);
    Result<kit::Page> page = co_await page_at(start);
    if (page.has_error())
        co_return page.error();
    kit::Probe probe;
    probe.advertised_count = page->advertised_count;
    if (!probe.advertised_count && !page->next)
        probe.advertised_count = page->received;
    probe.requests = page->requests;
    probe.retries = page->retries;
    probe.wire_bytes = page->wire_bytes;
    probe.first_page_pays = true;
    // A catalogue of one page is in hand: what it holds says whether it changed.
    if (!page->next && page->issues.empty())
        probe.mark = to_hex(page->body_digest);
    probed_ = std::move(page.value());
    co_return probe;
}

asio::awaitable<Result<kit::Page>> JsonConnector::fetch(kit::Cursor cursor) {
    if (!description_)
        co_return no_description();
    Position position = first_position(*description_);
    if (cursor.value.empty() && probed_) {
        kit::Page page = std::move(*probed_);
        probed_.reset();
        co_return page;
    }
    if (!cursor.value.empty()) {
        const Result<Position> known = position_of(cursor.value);
        if (known.has_error())
            co_return known.error();
        position = *known;
        if (position.list >= description_->words.list.size())
            co_return Error(Code::invalid_argument, "cursor: " + cursor.value);
    }
    Result<kit::Page> page = co_await page_at(std::move(position));
    co_return page;
}

asio::awaitable<Result<std::vector<std::string>>> JsonConnector::list_ids() {
    if (!description_)
        co_return no_description();
    std::vector<std::string> ids;
    std::set<std::string> known;
    std::optional<Position> position = first_position(*description_);
    for (std::size_t pages = 0; position && pages < limits::pages_per_run; ++pages) {
        Result<Listed> listed = co_await list_at(*position);
        if (listed.has_error())
            co_return listed.error();
        // An id list with holes is no base for deletions.
        if (listed->page.skipped > 0)
            co_return in_part();
        const std::size_t before = known.size();
        for (const Value& item : listed->list.items) {
            bool synthetic = false;
            std::string id = identify(item, source_.key, *description_, synthetic);
            if (id.empty())
                co_return in_part();
            if (known.insert(id).second)
                ids.push_back(std::move(id));
        }
        const bool stagnant = known.size() == before && !listed->list.items.empty();
        const bool other_list = listed->next && listed->next->list != position->list;
        position = stagnant && !other_list ? std::nullopt : listed->next;
    }
    co_return ids;
}

// Such an API has no question by id: its lists are walked until all are met.
asio::awaitable<Result<kit::Page>> JsonConnector::fetch_records(std::vector<std::string> remote_ids
) {
    if (!description_)
        co_return no_description();
    std::set<std::string> wanted(remote_ids.begin(), remote_ids.end());
    bool is_complete = true;
    kit::Page page;
    std::optional<Position> position = first_position(*description_);
    for (std::size_t pages = 0; position && !wanted.empty() && pages < limits::pages_per_run;
         ++pages) {
        Result<Listed> listed = co_await list_at(*position);
        if (listed.has_error())
            co_return listed.error();
        page.requests += listed->page.requests;
        page.retries += listed->page.retries;
        page.wire_bytes += listed->page.wire_bytes;
        is_complete = is_complete && listed->list.is_complete;
        for (Value& item : listed->list.items) {
            bool synthetic = false;
            if (wanted.erase(identify(item, source_.key, *description_, synthetic)) == 0)
                continue;
            ++page.received;
            Result<void> added = co_await add_record(std::move(item), page);
            if (added.has_error())
                co_return added.error();
        }
        position = listed->next;
    }
    for (const std::string& id : wanted) {
        const Code code = is_complete ? Code::not_found : Code::incomplete_crawl;
        Issue issue(code, Stage::fetch, "not in the list");
        issue.remote_id = id;
        page.issues.push_back(std::move(issue));
    }
    page.body_digest = digest_of(Position(), page.records);
    co_return page;
}

} // namespace

std::unique_ptr<kit::Connector>
make_connector(const Source& source, const kit::Services& services) {
    return std::make_unique<JsonConnector>(source, services);
}

} // namespace moisson::paths
