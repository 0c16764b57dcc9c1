// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Paging of CSW.
#include "csw/connector.hpp"

#include "core/limits.hpp"
#include "csw/mapping.hpp"
#include "csw/newest.hpp"
#include "csw/page_fetch.hpp"
#include "kit/bisection.hpp"
#include "kit/paging.hpp"
#include "kit/unidentified.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace moisson::csw {
namespace {

constexpr std::size_t ids_per_request = 20;
constexpr int rows_per_listing = 200;
constexpr std::size_t stamp_digits = 24;

class CswConnector final : public kit::Connector {
public:
    CswConnector(const Source& source, const kit::Services& services) : service_(source, services) {
        filtered_ = !source.filters.empty();
        mapping_.source_key = source.key;
        mapping_.endpoint = source.public_url.empty() ? service_.endpoint() : source.public_url;
        sizes_.first = 25;
        sizes_.min = 5;
        sizes_.max = 200;
        if (source.page_size > 0) {
            sizes_.first = source.page_size;
            sizes_.max = source.page_size;
            sizes_.min = std::min(sizes_.min, source.page_size);
        }
    }

    std::string_view scheme() const override { return "csw"; }
    int mapping_version() const override { return csw::mapping_version; }
    kit::Abilities abilities() const override {
        kit::Abilities abilities;
        // Filters look at full records.
        abilities.inventory = !filtered_;
        abilities.delta = true;
        // Of the summaries, which a full crawl does not ask for.
        abilities.stamps_apart = true;
        abilities.bodies_per_request = static_cast<int>(ids_per_request);
        abilities.records_per_request = sizes_.first;
        return abilities;
    }

    void remember(std::string mark) override { remembered_ = mark_from_string(mark); }
    asio::awaitable<Result<kit::Probe>> probe() override;
    asio::awaitable<Result<kit::Page>> fetch(kit::Cursor cursor) override;
    asio::awaitable<Result<kit::Page>> fetch_since(Instant since, kit::Cursor cursor) override;
    asio::awaitable<Result<kit::Page>> fetch_records(std::vector<std::string> remote_ids) override;
    asio::awaitable<Result<std::vector<std::string>>> list_ids() override;
    asio::awaitable<Result<kit::InventoryPage>> inventory(kit::Cursor cursor) override;
    Result<RawRecord> map(std::string_view canonical, std::vector<Issue>& issues) const override {
        return map_record(canonical, mapping_, issues);
    }

private:
    // The state of a cursor; the empty one finds the way first.
    asio::awaitable<Result<kit::OffsetState>>
    state_of(kit::Cursor cursor, int rows, std::optional<Instant> since);
    // Fills a page of `query` at `state` and says where the next one is.
    asio::awaitable<Result<void>>
    fill(PageFetch& fetch, kit::OffsetState state, kit::PageSizes sizes);
    asio::awaitable<Result<kit::Page>> fetch_page(kit::OffsetState state, RecordsQuery query);
    asio::awaitable<Result<void>> fetch_one(PageFetch& fetch, Way way, std::string id);
    asio::awaitable<Result<Way>> way();
    asio::awaitable<Result<void>> look(kit::Probe& probe);

    Service service_;
    MappingContext mapping_;
    kit::PageSizes sizes_;
    std::optional<Way> way_;
    std::optional<Mark> remembered_;
    bool filtered_ = false;
};

asio::awaitable<Result<kit::OffsetState>>
CswConnector::state_of(kit::Cursor cursor, int rows, std::optional<Instant> since) {
    if (!cursor.value.empty()) {
        // The endpoint is found again after a crash.
        Result<Capabilities> known = co_await service_.capabilities();
        if (known.has_error() && !is_refusal(known.error()))
            co_return known.error();
        Result<kit::OffsetState> state = kit::offset_state_from_cursor(cursor.value);
        if (state.has_value())
            if (const Result<Way> way = way_from_string(state->way); way.has_error())
                co_return way.error();
        co_return state;
    }
    RecordsQuery query;
    query.modified_since = since;
    Result<Way> way = co_await service_.find_way(std::move(query));
    if (way.has_error())
        co_return way.error();
    way_ = *way;
    kit::OffsetState state;
    state.rows = rows;
    state.way = to_string(*way);
    co_return state;
}

asio::awaitable<Result<Way>> CswConnector::way() {
    if (way_)
        co_return *way_;
    Result<Way> found = co_await service_.find_way(RecordsQuery());
    if (found.has_value())
        way_ = *found;
    co_return found;
}

asio::awaitable<Result<void>>
CswConnector::fill(PageFetch& fetch, kit::OffsetState state, kit::PageSizes sizes) {
    kit::OffsetPage outcome;
    Result<kit::RangeOutcome> got =
        co_await kit::fetch_or_bisect(fetch, state.start, state.rows, "record", fetch.page.issues);
    if (got.has_error())
        co_return got.error();
    outcome.troubled = got->troubled;
    outcome.skipped = got->skipped;
    kit::Page& page = fetch.page;
    page.skipped = outcome.skipped;
    page.body_digest = page_digest(page.records);
    outcome.received = page.received;
    outcome.count = page.advertised_count;
    outcome.body_bytes = fetch.body_bytes;
    // What came and the count decide. The server's word for the next record is known to point back,
    // to stop early and to jump over what was not given: it counts only where there is no count.
    std::optional<kit::OffsetState> next = kit::advance(state, outcome, sizes);
    const bool told_to_stop = !page.advertised_count && fetch.says_last;
    if (next && !told_to_stop)
        page.next = kit::Cursor{kit::to_cursor(*next)};
    co_return Result<void>();
}

asio::awaitable<Result<kit::Page>>
CswConnector::fetch_page(kit::OffsetState state, RecordsQuery query) {
    const Result<Way> way = way_from_string(state.way);
    if (way.has_error())
        co_return way.error();
    query.way = *way;
    PageFetch fetch(service_, std::move(query));
    Result<void> filled = co_await fill(fetch, std::move(state), sizes_);
    if (filled.has_error())
        co_return filled.error();
    co_return std::move(fetch.page);
}

// What the service is, how much it holds, and its mark.
asio::awaitable<Result<void>> CswConnector::look(kit::Probe& probe) {
    Result<Capabilities> known = co_await service_.capabilities();
    if (known.has_error() && !is_refusal(known.error()))
        co_return known.error();
    if (known.has_value()) {
        probe.version = known->version;
        probe.title = known->title.empty() ? known->provider : known->title;
    }
    Result<Way> way = co_await this->way();
    if (way.has_error())
        co_return way.error();
    RecordsQuery query;
    query.way = *way;
    query.rows = 1;
    query.hits = true;
    Result<AnsweredPage> page = co_await service_.records(query, retries_usual);
    if (page.has_error() || !page->wire.matched) {
        // Some servers count only when they answer with records.
        query.hits = false;
        query.element_set = "brief";
        page = co_await service_.records(query, retries_usual);
    }
    if (page.has_error())
        co_return page.error();
    probe.advertised_count = page->wire.matched;
    if (!probe.advertised_count)
        co_return Result<void>();
    const std::int64_t matched = *probe.advertised_count;
    const std::optional<Mark> mark = co_await mark_of(service_, *way, matched);
    if (mark)
        probe.mark = to_string(*mark);
    co_return Result<void>();
}

asio::awaitable<Result<kit::Probe>> CswConnector::probe() {
    kit::Probe probe;
    probe.software = "CSW";
    const std::optional<Mark> known = std::exchange(remembered_, std::nullopt);
    bool is_same = false;
    if (known)
        is_same = co_await still_has(service_, *known);
    if (is_same) {
        probe.advertised_count = known->matched;
        probe.mark = to_string(*known);
    } else {
        Result<void> looked = co_await look(probe);
        if (looked.has_error())
            co_return looked.error();
    }
    const Cost& cost = service_.cost();
    probe.requests = cost.requests;
    probe.retries = cost.retries;
    probe.wire_bytes = cost.wire_bytes;
    probe.certificate_expires = service_.certificate_expires();
    co_return probe;
}

asio::awaitable<Result<kit::Page>> CswConnector::fetch(kit::Cursor cursor) {
    Result<kit::OffsetState> state =
        co_await state_of(std::move(cursor), sizes_.first, std::nullopt);
    if (state.has_error())
        co_return state.error();
    Result<kit::Page> page = co_await fetch_page(*state, RecordsQuery());
    co_return page;
}

asio::awaitable<Result<kit::Page>> CswConnector::fetch_since(Instant since, kit::Cursor cursor) {
    Result<kit::OffsetState> state = co_await state_of(std::move(cursor), sizes_.first, since);
    if (state.has_error())
        co_return state.error();
    RecordsQuery query;
    query.modified_since = since;
    Result<kit::Page> page = co_await fetch_page(*state, std::move(query));
    co_return page;
}

// GetRecordById of one id: gone, broken or there.
asio::awaitable<Result<void>> CswConnector::fetch_one(PageFetch& fetch, Way way, std::string id) {
    std::vector<std::string> ids{id};
    Result<AnsweredPage> answer = co_await service_.by_id(way, std::move(ids), retries_few);
    if (answer.has_value()) {
        const bool gone = answer->wire.received == 0;
        fetch.take(std::move(answer.value()));
        if (gone) {
            Issue issue(Code::not_found, Stage::fetch, "no record");
            issue.remote_id = std::move(id);
            fetch.page.issues.push_back(std::move(issue));
        }
        co_return Result<void>();
    }
    const Error& error = answer.error();
    const bool gone = error.code == Code::http_4xx &&
                      (error.detail.starts_with("404") || error.detail.starts_with("410"));
    if (!gone && !kit::may_be_one_record(error.code) && !is_refusal(error))
        co_return error;
    Issue issue(gone ? Code::not_found : error.code, Stage::fetch, error.detail);
    issue.remote_id = std::move(id);
    fetch.page.issues.push_back(std::move(issue));
    if (!gone)
        ++fetch.page.skipped;
    co_return Result<void>();
}

asio::awaitable<Result<kit::Page>> CswConnector::fetch_records(std::vector<std::string> remote_ids
) {
    Result<Way> way = co_await this->way();
    if (way.has_error())
        co_return way.error();
    PageFetch fetch(service_, RecordsQuery());
    for (std::size_t from = 0; from < remote_ids.size(); from += ids_per_request) {
        const std::size_t to = std::min(from + ids_per_request, remote_ids.size());
        const auto first = remote_ids.begin() + static_cast<std::ptrdiff_t>(from);
        const auto last = remote_ids.begin() + static_cast<std::ptrdiff_t>(to);
        std::vector<std::string> ids(first, last);
        const std::size_t before = fetch.page.records.size();
        Result<AnsweredPage> found = co_await service_.by_id(*way, ids, retries_few);
        if (found.has_error() && !is_refusal(found.error()) &&
            !kit::may_be_one_record(found.error().code))
            co_return found.error();
        if (found.has_value())
            fetch.take(std::move(found.value()));
        std::set<std::string> have;
        for (std::size_t i = before; i < fetch.page.records.size(); ++i)
            have.insert(fetch.page.records[i].remote_id);
        for (std::string& id : ids) {
            if (have.contains(id))
                continue;
            Result<void> one = co_await fetch_one(fetch, *way, std::move(id));
            if (one.has_error())
                co_return one.error();
        }
    }
    fetch.page.advertised_count.reset();
    fetch.page.body_digest = page_digest(fetch.page.records);
    co_return std::move(fetch.page);
}

asio::awaitable<Result<kit::InventoryPage>> CswConnector::inventory(kit::Cursor cursor) {
    Result<kit::OffsetState> state =
        co_await state_of(std::move(cursor), rows_per_listing, std::nullopt);
    if (state.has_error())
        co_return state.error();
    const Result<Way> way = way_from_string(state->way);
    RecordsQuery query;
    query.way = *way;
    query.element_set = "summary";
    PageFetch fetch(service_, std::move(query));
    kit::PageSizes sizes = sizes_;
    sizes.max = rows_per_listing;
    Result<void> filled = co_await fill(fetch, *state, sizes);
    if (filled.has_error())
        co_return filled.error();
    // An id list with holes is no base for deletions.
    if (fetch.page.skipped > 0)
        co_return Error(Code::api_error, "records that no request could get");
    kit::InventoryPage page;
    for (std::size_t i = 0; i < fetch.page.records.size(); ++i) {
        kit::WireRecord& record = fetch.page.records[i];
        kit::InventoryEntry entry;
        entry.remote_id = std::move(record.remote_id);
        // Without a date the summary says too little to trust its silence.
        if (!fetch.stamps[i].empty())
            entry.stamp = fetch.stamps[i] + " " + to_hex(record.digest).substr(0, stamp_digits);
        page.entries.push_back(std::move(entry));
    }
    page.issues = std::move(fetch.page.issues);
    page.next = std::move(fetch.page.next);
    page.advertised_count = fetch.page.advertised_count;
    page.received = fetch.page.received;
    page.body_digest = fetch.page.body_digest;
    page.wire_bytes = fetch.page.wire_bytes;
    page.requests = fetch.page.requests;
    page.retries = fetch.page.retries;
    co_return std::move(page);
}

asio::awaitable<Result<std::vector<std::string>>> CswConnector::list_ids() {
    std::vector<std::string> ids;
    std::set<std::string> known;
    Result<kit::OffsetState> state =
        co_await state_of(kit::Cursor(), rows_per_listing, std::nullopt);
    if (state.has_error())
        co_return state.error();
    const Result<Way> way = way_from_string(state->way);
    kit::PageSizes sizes = sizes_;
    sizes.max = rows_per_listing;
    for (std::size_t page = 0; page < limits::pages_per_run; ++page) {
        RecordsQuery query;
        query.way = *way;
        query.element_set = filtered_ ? "full" : "brief";
        PageFetch fetch(service_, std::move(query));
        Result<void> filled = co_await fill(fetch, *state, sizes);
        if (filled.has_error())
            co_return filled.error();
        if (const Result<void> whole = kit::whole_list(fetch.page.issues); whole.has_error())
            co_return whole.error();
        if (fetch.page.skipped > 0)
            co_return kit::hole_in_list(fetch.page.skipped);
        bool something_new = false;
        for (kit::WireRecord& record : fetch.page.records) {
            if (!known.insert(record.remote_id).second)
                continue;
            something_new = true;
            ids.push_back(std::move(record.remote_id));
        }
        const bool circle = !something_new && !fetch.page.records.empty();
        if (circle || !fetch.page.next)
            break;
        state = kit::offset_state_from_cursor(fetch.page.next->value);
        if (state.has_error())
            co_return state.error();
    }
    co_return ids;
}

} // namespace

std::unique_ptr<kit::Connector>
make_connector(const Source& source, const kit::Services& services) {
    return std::make_unique<CswConnector>(source, services);
}

} // namespace moisson::csw
