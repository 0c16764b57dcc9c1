// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Modes of udata: full crawl by date of creation, inventory by field mask, delta by last update.
// The only I/O of this room, with api and page_fetch.
#include "udata/connector.hpp"

#include "async/offload.hpp"
#include "core/limits.hpp"
#include "kit/unidentified.hpp"
#include "udata/mapping.hpp"
#include "udata/page_fetch.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace moisson::udata {
namespace {

// Entries of one page of the inventory: ids and dates, a few hundred bytes each.
constexpr int entries_per_page = 1'000;
// Overlap of two delta runs: dates of udata have no zone, and clocks differ.
constexpr std::chrono::hours delta_overlap{24};

bool refuses_order(const Error& error) {
    return error.code == Code::http_4xx && error.detail.starts_with("400");
}

// Nothing of the kind at this address.
bool no_such_page(const Error& error) {
    return error.code == Code::http_4xx || error.code == Code::not_json ||
           error.code == Code::bad_shape || error.code == Code::api_error;
}

// May the delta end here? Only when the page is in the order asked for and reaches before `since`.
bool reaches_before(const std::vector<std::string>& updates, std::string_view since) {
    if (updates.empty() || updates.back().empty())
        return false;
    const auto day_and_time = [](const std::string& date) {
        return std::string_view(date).substr(0, 19);
    };
    for (std::size_t i = 1; i < updates.size(); ++i) {
        if (day_and_time(updates[i - 1]) < day_and_time(updates[i]))
            return false;
    }
    return day_and_time(updates.back()) < since.substr(0, 19);
}

void charge(const Answer& answer, kit::Probe& probe) {
    probe.requests += answer.requests;
    probe.retries += answer.retries;
    probe.wire_bytes += answer.wire_bytes;
    probe.certificate_expires = answer.certificate_expires;
}

class UdataConnector final : public kit::Connector {
public:
    UdataConnector(const Source& source, const kit::Services& services)
        : api_(source, services), cpu_(services.cpu) {
        auto options = std::make_shared<ReadOptions>();
        options->source_key = source.key;
        options->filters = source.filters;
        options_ = std::move(options);
        mapping_.site = source.public_url.empty() ? api_.site() : site_of(source.public_url);
        sizes_.first = 100;
        sizes_.max = 200;
        if (source.page_size > 0) {
            sizes_.first = source.page_size;
            sizes_.max = source.page_size;
            sizes_.min = std::min(sizes_.min, source.page_size);
        }
    }

    std::string_view scheme() const override { return "udata"; }
    int mapping_version() const override { return udata::mapping_version; }
    kit::Abilities abilities() const override {
        kit::Abilities abilities;
        // Filters look at whole data sets.
        abilities.inventory = options_->filters.empty();
        abilities.delta = true;
        abilities.bodies_per_request = 1;
        abilities.records_per_request = sizes_.first;
        return abilities;
    }

    asio::awaitable<Result<kit::Probe>> probe() override;
    asio::awaitable<Result<kit::Page>> fetch(kit::Cursor cursor) override;
    asio::awaitable<Result<kit::Page>> fetch_records(std::vector<std::string> remote_ids) override;
    asio::awaitable<Result<std::vector<std::string>>> list_ids() override;
    asio::awaitable<Result<kit::InventoryPage>> inventory(kit::Cursor cursor) override;
    asio::awaitable<Result<kit::Page>> fetch_since(Instant since, kit::Cursor cursor) override;
    Result<RawRecord> map(std::string_view canonical, std::vector<Issue>& issues) const override {
        return map_dataset(canonical, mapping_, issues);
    }

private:
    struct Listed {
        kit::InventoryPage page;
        std::optional<PageState> next;
    };

    Result<PageState> state_at(const kit::Cursor& cursor, std::string_view sort, int rows) const;
    asio::awaitable<Result<kit::Page>> fetch_at(PageState state, std::string since);
    asio::awaitable<Result<kit::Page>> fetch_first(PageState state, std::string since);
    asio::awaitable<Result<Listed>> list_at(PageState state);
    asio::awaitable<Result<Listed>> list_first(PageState state);

    Api api_;
    asio::any_io_executor cpu_;
    std::shared_ptr<const ReadOptions> options_;
    MappingContext mapping_;
    kit::PageSizes sizes_;
    Learned learned_;
};

Result<PageState>
UdataConnector::state_at(const kit::Cursor& cursor, std::string_view sort, int rows) const {
    if (!cursor.value.empty())
        return page_state_from_cursor(cursor.value);
    PageState state;
    state.offset.rows = rows;
    state.offset.way = sort;
    return state;
}

asio::awaitable<Result<kit::Probe>> UdataConnector::probe() {
    kit::Probe probe;
    probe.software = "udata";
    Result<Answer> site = co_await api_.get("site/", "title,version", retries_usual);
    if (site.has_error() && !no_such_page(site.error()))
        co_return site.error();
    probe.requests = 1;
    if (site.has_value()) {
        probe.requests = 0;
        charge(*site, probe);
        if (const Result<Site> read = read_site(site->body); read.has_value()) {
            probe.title = read->title;
            probe.version = read->version;
        }
    }
    Block first;
    first.size = 1;
    std::string tail = list_tail(first, by_last_update);
    Result<Answer> list =
        co_await api_.get(std::move(tail), std::string(inventory_fields), retries_few);
    const bool sorted = list.has_value();
    // Neither to sort nor to fail at it is being away.
    if (!sorted && (refuses_order(list.error()) || kit::may_be_one_record(list.error().code))) {
        tail = list_tail(first, unsorted);
        list = co_await api_.get(std::move(tail), std::string(inventory_fields), retries_usual);
        ++probe.requests;
    }
    if (list.has_error())
        co_return list.error();
    charge(*list, probe);
    const Result<Listing> read = read_listing(list->body);
    if (read.has_error())
        co_return read.error();
    // The count, and the newest change.
    if (sorted && read->envelope.total && read->entries.size() == 1 &&
        !read->entries[0].stamp.empty())
        probe.mark = std::to_string(*read->envelope.total) + ' ' + read->entries[0].stamp + ' ' +
                     read->entries[0].remote_id;
    probe.advertised_count = read->envelope.total;
    learned_.total = read->envelope.total.value_or(-1);
    co_return probe;
}

asio::awaitable<Result<kit::Page>> UdataConnector::fetch(kit::Cursor cursor) {
    Result<PageState> state = state_at(cursor, by_created, sizes_.first);
    if (state.has_error())
        co_return state.error();
    Result<kit::Page> page = co_await fetch_first(std::move(state.value()), std::string());
    co_return page;
}

asio::awaitable<Result<kit::Page>> UdataConnector::fetch_since(Instant since, kit::Cursor cursor) {
    Result<PageState> state = state_at(cursor, by_last_update, sizes_.first);
    if (state.has_error())
        co_return state.error();
    std::string from = to_iso8601(since - delta_overlap);
    Result<kit::Page> page = co_await fetch_first(std::move(state.value()), std::move(from));
    co_return page;
}

// A portal that refuses to sort is read in its own order.
asio::awaitable<Result<kit::Page>> UdataConnector::fetch_first(PageState state, std::string since) {
    Result<kit::Page> page = co_await fetch_at(state, since);
    const bool again = page.has_error() && refuses_order(page.error()) && state.offset.start == 0 &&
                       state.offset.way != unsorted;
    if (!again)
        co_return page;
    const std::string refused = state.offset.way;
    state.offset.way = unsorted;
    Result<kit::Page> other = co_await fetch_at(std::move(state), std::move(since));
    if (other.has_error())
        co_return page;
    Issue issue(page.error().code, Stage::fetch, "sort=" + refused + ": " + page.error().detail);
    issue.severity = Severity::warning;
    other->issues.push_back(std::move(issue));
    co_return other;
}

asio::awaitable<Result<kit::Page>> UdataConnector::fetch_at(PageState state, std::string since) {
    learned_.total = std::max(learned_.total, state.total);
    if (state.offset.cap > 0)
        learned_.cap = state.offset.cap;
    PageFetch fetch(api_, cpu_, options_, learned_, state.offset.way);
    PageOutcome outcome;
    Result<kit::RangeOutcome> got = co_await kit::fetch_or_bisect(
        fetch,
        state.offset.start,
        state.offset.rows,
        "record",
        fetch.page.issues
    );
    if (got.has_error())
        co_return got.error();
    outcome.troubled = got->troubled;
    outcome.skipped = got->skipped;
    kit::Page& page = fetch.page;
    page.skipped = outcome.skipped;
    page.body_digest = sha256(fetch.ids);
    outcome.received = page.received;
    outcome.total = page.advertised_count;
    outcome.has_next = fetch.envelope.has_next;
    outcome.past_end = fetch.past_end;
    outcome.body_bytes = fetch.body_bytes;
    std::optional<PageState> next = next_page(state, outcome, sizes_);
    if (!since.empty() && reaches_before(fetch.updates, since))
        next.reset();
    if (next)
        page.next = kit::Cursor{to_cursor(*next)};
    co_return std::move(page);
}

asio::awaitable<Result<kit::Page>> UdataConnector::fetch_records(std::vector<std::string> remote_ids
) {
    PageFetch fetch(api_, cpu_, options_, learned_, std::string(by_created));
    for (std::string& id : remote_ids) {
        Result<void> one = co_await fetch.fetch_one(std::move(id));
        if (one.has_error())
            co_return one.error();
    }
    fetch.page.advertised_count.reset();
    fetch.page.body_digest = sha256(fetch.ids);
    co_return std::move(fetch.page);
}

asio::awaitable<Result<UdataConnector::Listed>> UdataConnector::list_at(PageState state) {
    Block block;
    block.start = state.offset.start;
    block.size = state.offset.rows;
    Listed listed;
    Result<Answer> answer = co_await api_.get(
        list_tail(block, state.offset.way),
        std::string(inventory_fields),
        retries_usual
    );
    listed.page.requests = 1;
    PageOutcome outcome;
    if (answer.has_error()) {
        bool past = answer.error().code == Code::http_4xx &&
                    answer.error().detail.starts_with("404") && block.start > 0;
        if (past && (state.total < 0 || block.start < state.total))
            past = co_await ends_at(api_, block.start, state.offset.way);
        if (!past)
            co_return answer.error();
        co_return std::move(listed);
    }
    listed.page.requests = answer->requests;
    listed.page.retries = answer->retries;
    listed.page.wire_bytes = answer->wire_bytes;
    listed.page.issues = std::move(answer->issues);
    outcome.body_bytes = answer->body.size();
    auto job = [body = std::move(answer->body)] { return read_listing(body); };
    std::optional<Result<Listing>> read;
    if (cpu_)
        read = co_await offload(cpu_, std::move(job));
    else
        read = job();
    if (read->has_error())
        co_return read->error();
    Listing& listing = read->value();
    outcome.received = listing.received;
    outcome.total = listing.envelope.total;
    outcome.has_next = listing.envelope.has_next;
    listed.page.received = listing.received;
    listed.page.advertised_count = listing.envelope.total;
    listed.page.body_digest = sha256(listing.ids);
    listed.page.entries = std::move(listing.entries);
    for (Issue& issue : listing.issues)
        listed.page.issues.push_back(std::move(issue));
    kit::PageSizes fixed;
    fixed.first = fixed.min = fixed.max = state.offset.rows;
    listed.next = next_page(state, outcome, fixed);
    if (listed.next)
        listed.page.next = kit::Cursor{to_cursor(*listed.next)};
    co_return std::move(listed);
}

asio::awaitable<Result<UdataConnector::Listed>> UdataConnector::list_first(PageState state) {
    Result<Listed> listed = co_await list_at(state);
    const bool again = listed.has_error() && refuses_order(listed.error()) &&
                       state.offset.start == 0 && state.offset.way != unsorted;
    if (!again)
        co_return listed;
    state.offset.way = unsorted;
    Result<Listed> other = co_await list_at(std::move(state));
    co_return other;
}

asio::awaitable<Result<kit::InventoryPage>> UdataConnector::inventory(kit::Cursor cursor) {
    Result<PageState> state = state_at(cursor, by_created, entries_per_page);
    if (state.has_error())
        co_return state.error();
    Result<Listed> listed = co_await list_first(std::move(state.value()));
    if (listed.has_error())
        co_return listed.error();
    co_return std::move(listed->page);
}

asio::awaitable<Result<std::vector<std::string>>> UdataConnector::list_ids() {
    std::vector<std::string> ids;
    PageState start;
    start.offset.rows = entries_per_page;
    start.offset.way = by_created;
    std::optional<PageState> state(std::move(start));
    Digest before{};
    for (std::size_t page = 0; state && page < limits::pages_per_run; ++page) {
        Result<Listed> listed = co_await list_first(*state);
        if (listed.has_error())
            co_return listed.error();
        if (const Result<void> whole = kit::whole_list(listed->page.issues); whole.has_error())
            co_return whole.error();
        if (listed->page.received > 0 && listed->page.body_digest == before)
            co_return Error(Code::page_loop, "the list of ids turns in circles");
        before = listed->page.body_digest;
        for (kit::InventoryEntry& entry : listed->page.entries)
            ids.push_back(std::move(entry.remote_id));
        state = std::move(listed->next);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    co_return ids;
}

} // namespace

std::unique_ptr<kit::Connector>
make_connector(const Source& source, const kit::Services& services) {
    return std::make_unique<UdataConnector>(source, services);
}

} // namespace moisson::udata
