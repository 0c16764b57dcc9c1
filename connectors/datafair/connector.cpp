// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the engine asks of a Data Fair portal: probe, pages, inventory, changes, ids.
#include "datafair/connector.hpp"

#include "core/json_access.hpp"
#include "datafair/mapping.hpp"
#include "datafair/pages.hpp"
#include "kit/unidentified.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <set>

namespace moisson::datafair {
namespace {

constexpr int ids_per_request = 50;
constexpr int inventory_rows = 1000;

void charge(const Answer& answer, kit::Probe& probe) {
    probe.requests += answer.requests;
    probe.retries += answer.retries;
    probe.wire_bytes += answer.wire_bytes;
}

std::shared_ptr<const ReadOptions> read_options(const Source& source) {
    auto options = std::make_shared<ReadOptions>();
    options->source_key = source.key;
    options->filters = source.filters;
    return options;
}

// Dates of changes in a stamp "updatedAt|dataUpdatedAt".
std::string date_in_stamp(std::string_view stamp, Walk walk) {
    const auto bar = std::min(stamp.find('|'), stamp.size());
    if (walk == Walk::updated)
        return std::string(stamp.substr(0, bar));
    return std::string(stamp.substr(std::min(bar + 1, stamp.size())));
}

// The last dataset of a page, newest first, is older than `since`, or has no date at all.
bool is_past(const kit::Page& page, Walk walk, Instant since) {
    if (page.records.empty())
        return page.received == 0;
    const std::optional<Instant> date =
        from_iso8601(date_in_stamp(page.records.back().stamp, walk));
    return !date || *date < since;
}

kit::OffsetState first_state(Way way, int rows) {
    kit::OffsetState state;
    state.rows = rows;
    state.way = to_string(way);
    return state;
}

class DataFairConnector final : public kit::Connector {
public:
    DataFairConnector(const Source& source, const kit::Services& services)
        : catalog_(source, services), cpu_(services.cpu), options_(read_options(source)) {
        mapping_.site = source.public_url.empty() ? catalog_.site() : site_of(source.public_url);
        mapping_.api =
            source.public_url.empty() ? catalog_.api() : api_candidates(source.public_url).front();
        if (source.page_size > 0) {
            sizes_.first = source.page_size;
            sizes_.max = source.page_size;
            sizes_.min = std::min(sizes_.min, source.page_size);
        }
    }

    std::string_view scheme() const override { return "datafair"; }
    int mapping_version() const override { return datafair::mapping_version; }
    kit::Abilities abilities() const override {
        kit::Abilities abilities;
        // Filters look at whole datasets.
        abilities.inventory = options_->filters.empty();
        abilities.delta = true;
        abilities.bodies_per_request = ids_per_request;
        abilities.records_per_request = sizes_.first;
        return abilities;
    }

    asio::awaitable<Result<kit::Probe>> probe() override;
    asio::awaitable<Result<kit::Page>> fetch(kit::Cursor cursor) override;
    asio::awaitable<Result<kit::Page>> fetch_since(Instant since, kit::Cursor cursor) override;
    asio::awaitable<Result<kit::InventoryPage>> inventory(kit::Cursor cursor) override;
    asio::awaitable<Result<kit::Page>> fetch_records(std::vector<std::string> remote_ids) override;
    asio::awaitable<Result<std::vector<std::string>>> list_ids() override;
    Result<RawRecord> map(std::string_view canonical, std::vector<Issue>& issues) const override {
        return map_dataset(canonical, mapping_, issues);
    }

private:
    // The state of a cursor, or the first one of a walk; the list that answers is then known.
    asio::awaitable<Result<kit::OffsetState>> state_at(kit::Cursor cursor, Walk walk, int rows);
    asio::awaitable<Result<void>> fetch_some(PageFetch& fetch, std::vector<std::string> ids);
    std::optional<kit::OffsetState> after(
        const kit::OffsetState& state,
        Way way,
        kit::OffsetPage outcome,
        const kit::PageSizes& sizes,
        std::vector<Issue>& issues
    ) const;

    Catalog catalog_;
    asio::any_io_executor cpu_;
    std::shared_ptr<const ReadOptions> options_;
    MappingContext mapping_;
    kit::PageSizes sizes_;
};

asio::awaitable<Result<kit::Probe>> DataFairConnector::probe() {
    Result<Answer> opened = co_await catalog_.open();
    if (opened.has_error())
        co_return opened.error();
    const Result<InventoryList> read = read_inventory(opened->body);
    if (read.has_error())
        co_return read.error();
    kit::Probe probe;
    probe.software = "Data Fair";
    probe.advertised_count = read->count;
    probe.certificate_expires = opened->certificate_expires;
    charge(*opened, probe);
    // The count, the newest change of metadata (what `open` asks for) and that of data.
    Parameters newest;
    newest.emplace_back("size", "1");
    newest.emplace_back("select", inventory_fields);
    newest.emplace_back("sort", sort_of(Walk::data));
    Result<Answer> data = co_await catalog_.get(std::move(newest), retries_few);
    if (data.has_error())
        co_return probe;
    charge(*data, probe);
    const Result<InventoryList> changed = read_inventory(data->body);
    if (changed.has_value() && read->count && read->entries.size() == 1 &&
        changed->entries.size() == 1 && !read->entries[0].stamp.empty())
        probe.mark = std::to_string(*read->count) + ' ' + read->entries[0].stamp + ' ' +
                     read->entries[0].remote_id + ' ' + changed->entries[0].stamp + ' ' +
                     changed->entries[0].remote_id;
    co_return probe;
}

asio::awaitable<Result<kit::OffsetState>>
DataFairConnector::state_at(kit::Cursor cursor, Walk walk, int rows) {
    if (!cursor.value.empty()) {
        Result<kit::OffsetState> state = kit::offset_state_from_cursor(cursor.value);
        if (state.has_error())
            co_return state;
        const std::optional<Way> way = way_from_string(state->way);
        if (!way || state->start >= list_window)
            co_return Error(Code::invalid_argument, "cursor: " + cursor.value);
        catalog_.use(way->list);
        co_return state;
    }
    if (!catalog_.list()) {
        Result<Answer> opened = co_await catalog_.open();
        if (opened.has_error())
            co_return opened.error();
    }
    Way way;
    way.list = *catalog_.list();
    way.walk = walk;
    co_return first_state(way, rows);
}

// The state after a page. A list that is longer than its window goes on from its other end, as far
// as where this end stopped.
std::optional<kit::OffsetState> DataFairConnector::after(
    const kit::OffsetState& state,
    Way way,
    kit::OffsetPage outcome,
    const kit::PageSizes& sizes,
    std::vector<Issue>& issues
) const {
    const std::optional<std::int64_t> whole = outcome.count;
    if (way.walk == Walk::newest && whole)
        outcome.count = std::max<std::int64_t>(*whole - list_window, 0);
    std::optional<kit::OffsetState> next = kit::advance(state, outcome, sizes);
    if (!next || next->start < list_window) {
        // No dataset twice: the last page of the other end is as long as what is left.
        if (next && way.walk == Walk::newest && outcome.count)
            next->rows = static_cast<int>(
                std::clamp<std::int64_t>(*outcome.count - next->start, 1, next->rows)
            );
        return next;
    }
    if (way.walk == Walk::oldest && whole && *whole > list_window) {
        way.walk = Walk::newest;
        const std::int64_t left = *whole - list_window;
        return first_state(way, static_cast<int>(std::min<std::int64_t>(left, next->rows)));
    }
    issues.emplace_back(
        Code::limit_reached,
        Stage::fetch,
        "the list shows no more than " + std::to_string(list_window) + " datasets of an order"
    );
    return std::nullopt;
}

asio::awaitable<Result<kit::Page>> DataFairConnector::fetch(kit::Cursor cursor) {
    const Result<kit::OffsetState> state =
        co_await state_at(std::move(cursor), Walk::oldest, sizes_.first);
    if (state.has_error())
        co_return state.error();
    const Way way = *way_from_string(state->way);
    PageFetch fetch(catalog_, cpu_, options_, way.walk);
    const Result<kit::OffsetPage> outcome = co_await fetch_page(fetch, *state);
    if (outcome.has_error())
        co_return outcome.error();
    kit::Page& page = fetch.page;
    page.advertised_count = fetch.count;
    if (way.list == List::datasets && state->start == 0 && way.walk == Walk::oldest) {
        // More than the site publishes may be in it: whoever reads the report must know.
        Issue issue(Code::http_4xx, Stage::fetch, "no catalog/datasets here: read from datasets");
        issue.severity = Severity::warning;
        page.issues.push_back(std::move(issue));
    }
    const std::optional<kit::OffsetState> next = after(*state, way, *outcome, sizes_, page.issues);
    if (next)
        page.next = kit::Cursor{kit::to_cursor(*next)};
    co_return std::move(page);
}

asio::awaitable<Result<kit::Page>>
DataFairConnector::fetch_since(Instant since, kit::Cursor cursor) {
    const Result<kit::OffsetState> state =
        co_await state_at(std::move(cursor), Walk::updated, sizes_.first);
    if (state.has_error())
        co_return state.error();
    Way way = *way_from_string(state->way);
    PageFetch fetch(catalog_, cpu_, options_, way.walk);
    const Result<kit::OffsetPage> outcome = co_await fetch_page(fetch, *state);
    if (outcome.has_error())
        co_return outcome.error();
    kit::Page& page = fetch.page;
    std::optional<kit::OffsetState> next;
    if (!is_past(page, way.walk, since))
        next = after(*state, way, *outcome, sizes_, page.issues);
    if (!next && way.walk == Walk::updated) {
        way.walk = Walk::data;
        next = first_state(way, sizes_.first);
    }
    // What did not change is not given as changed.
    std::erase_if(page.records, [&](const kit::WireRecord& record) {
        const auto is_old = [&](Walk walk) {
            const std::optional<Instant> date = from_iso8601(date_in_stamp(record.stamp, walk));
            return !date || *date < since;
        };
        return is_old(Walk::updated) && is_old(Walk::data);
    });
    // Of all that came, and of the walk: both may show the same datasets.
    Sha256 digest;
    digest.update(state->way);
    digest.update(to_hex(page.body_digest));
    page.body_digest = digest.finish();
    if (next)
        page.next = kit::Cursor{kit::to_cursor(*next)};
    co_return std::move(page);
}

asio::awaitable<Result<kit::InventoryPage>> DataFairConnector::inventory(kit::Cursor cursor) {
    const Result<kit::OffsetState> state =
        co_await state_at(std::move(cursor), Walk::oldest, inventory_rows);
    if (state.has_error())
        co_return state.error();
    const Way way = *way_from_string(state->way);
    const std::int64_t rows = std::min<std::int64_t>(state->rows, list_window - state->start);
    Parameters parameters;
    parameters.emplace_back("select", inventory_fields);
    parameters.emplace_back("size", std::to_string(rows));
    parameters.emplace_back("skip", std::to_string(state->start));
    parameters.emplace_back("sort", sort_of(way.walk));
    Result<Answer> answer = co_await catalog_.get(std::move(parameters), retries_usual);
    if (answer.has_error())
        co_return answer.error();
    Result<InventoryList> list = read_inventory(answer->body);
    if (list.has_error())
        co_return list.error();
    kit::InventoryPage page;
    page.entries = std::move(list->entries);
    page.issues = std::move(answer->issues);
    page.issues.insert(page.issues.end(), list->issues.begin(), list->issues.end());
    page.received = list->received;
    page.advertised_count = list->count;
    page.body_digest = sha256(answer->body);
    page.wire_bytes = answer->wire_bytes;
    page.requests = answer->requests;
    page.retries = answer->retries;
    kit::OffsetPage outcome;
    outcome.received = list->received;
    outcome.count = list->count;
    outcome.body_bytes = answer->body.size();
    kit::PageSizes sizes;
    sizes.first = inventory_rows;
    const std::optional<kit::OffsetState> next = after(*state, way, outcome, sizes, page.issues);
    if (next)
        page.next = kit::Cursor{kit::to_cursor(*next)};
    co_return page;
}

// Several by one question; alone when the answer breaks.
asio::awaitable<Result<void>>
DataFairConnector::fetch_some(PageFetch& fetch, std::vector<std::string> ids) {
    std::string joined;
    for (const std::string& id : ids)
        joined += (joined.empty() ? "" : ",") + id;
    Parameters parameters;
    parameters.emplace_back("ids", std::move(joined));
    parameters.emplace_back("size", std::to_string(ids.size()));
    const std::size_t before = fetch.page.records.size();
    fetch.count.reset();
    const Result<void> asked = co_await fetch.ask(std::move(parameters), retries_few);
    if (asked.has_error()) {
        const Error& error = asked.error();
        if (!is_elsewhere(error) && !kit::may_be_one_record(error.code))
            co_return error;
        if (ids.size() == 1) {
            Issue issue(error.code, Stage::fetch, error.detail);
            issue.remote_id = ids.front();
            fetch.page.issues.push_back(std::move(issue));
            ++fetch.page.skipped;
            co_return Result<void>();
        }
        for (const std::string& id : ids) {
            std::vector<std::string> one{id};
            const Result<void> alone = co_await fetch_some(fetch, std::move(one));
            if (alone.has_error())
                co_return alone.error();
        }
        co_return Result<void>();
    }
    std::set<std::string> have;
    for (std::size_t i = before; i < fetch.page.records.size(); ++i)
        have.insert(fetch.page.records[i].remote_id);
    // A server that does not know `ids` counts everything.
    const auto asked_for = static_cast<std::int64_t>(ids.size());
    const bool understood = fetch.count.value_or(asked_for + 1) <= asked_for;
    // Refused datasets were there: their issues say so.
    const bool whole = fetch.received_last == static_cast<std::int64_t>(have.size());
    for (const std::string& id : ids) {
        if (!understood || !whole || have.contains(id))
            continue;
        Issue issue(Code::not_found, Stage::fetch, "not in the catalogue");
        issue.remote_id = id;
        fetch.page.issues.push_back(std::move(issue));
    }
    co_return Result<void>();
}

asio::awaitable<Result<kit::Page>>
DataFairConnector::fetch_records(std::vector<std::string> remote_ids) {
    PageFetch fetch(catalog_, cpu_, options_, Walk::oldest);
    for (std::size_t from = 0; from < remote_ids.size(); from += ids_per_request) {
        const std::size_t to = std::min<std::size_t>(from + ids_per_request, remote_ids.size());
        std::vector<std::string> some(
            remote_ids.begin() + static_cast<std::ptrdiff_t>(from),
            remote_ids.begin() + static_cast<std::ptrdiff_t>(to)
        );
        const Result<void> asked = co_await fetch_some(fetch, std::move(some));
        if (asked.has_error())
            co_return asked.error();
    }
    fetch.page.body_digest = page_digest(fetch.page.records);
    co_return std::move(fetch.page);
}

asio::awaitable<Result<std::vector<std::string>>> DataFairConnector::list_ids() {
    std::vector<std::string> ids;
    std::set<std::string> known;
    std::optional<kit::Cursor> cursor = kit::Cursor();
    for (std::size_t page = 0; cursor && page < limits::pages_per_run; ++page) {
        Result<kit::InventoryPage> listed = co_await inventory(std::move(*cursor));
        if (listed.has_error())
            co_return listed.error();
        if (const Result<void> whole = kit::whole_list(listed->issues); whole.has_error())
            co_return whole.error();
        bool something_new = listed->entries.empty();
        for (kit::InventoryEntry& entry : listed->entries) {
            if (!known.insert(entry.remote_id).second)
                continue;
            something_new = true;
            ids.push_back(std::move(entry.remote_id));
        }
        cursor = something_new ? std::move(listed->next) : std::nullopt;
    }
    co_return ids;
}

} // namespace

std::unique_ptr<kit::Connector>
make_connector(const Source& source, const kit::Services& services) {
    return std::make_unique<DataFairConnector>(source, services);
}

} // namespace moisson::datafair
