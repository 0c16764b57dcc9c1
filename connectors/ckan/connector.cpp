// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the engine asks of a CKAN: probe, pages, inventory, changes, ids. The only I/O of this room,
// with page_fetch.
#include "ckan/connector.hpp"

#include "ckan/lists.hpp"
#include "ckan/mapping.hpp"
#include "ckan/page_fetch.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <set>

namespace moisson::ckan {
namespace {

constexpr int ids_per_request = 50;

std::string id_query(const std::vector<std::string>& ids, std::size_t from, std::size_t to) {
    std::string terms;
    bool only_ids = true;
    for (std::size_t i = from; i < to; ++i) {
        if (!terms.empty())
            terms += " OR ";
        terms += solr_term(ids[i]);
        only_ids = only_ids && uuid_from_string(ids[i]).has_value();
    }
    if (only_ids)
        return "id:(" + terms + ")";
    return "(id:(" + terms + ") OR name:(" + terms + "))";
}

class CkanConnector final : public kit::Connector {
public:
    CkanConnector(const Source& source, const kit::Services& services)
        : actions_(source, services), cpu_(services.cpu) {
        auto options = std::make_shared<ReadOptions>();
        options->source_key = source.key;
        options->filters = source.filters;
        options_ = std::move(options);
        lists_ = Lists(actions_, options_);
        mapping_.source_key = source.key;
        mapping_.site = source.public_url.empty() ? actions_.site() : site_of(source.public_url);
        if (source.page_size > 0) {
            sizes_.first = source.page_size;
            sizes_.max = source.page_size;
            sizes_.min = std::min(sizes_.min, source.page_size);
        }
    }

    std::string_view scheme() const override { return "ckan"; }
    int mapping_version() const override { return ckan::mapping_version; }
    kit::Abilities abilities() const override {
        kit::Abilities abilities;
        abilities.inventory = true;
        abilities.delta = true;
        abilities.ids_apart = true;
        abilities.bodies_per_request = ids_per_request;
        abilities.records_per_request = sizes_.first;
        return abilities;
    }

    asio::awaitable<Result<kit::Probe>> probe() override;
    asio::awaitable<Result<kit::Page>> fetch(kit::Cursor cursor) override;
    asio::awaitable<Result<kit::Page>> fetch_since(Instant since, kit::Cursor cursor) override;
    asio::awaitable<Result<kit::InventoryPage>> inventory(kit::Cursor cursor) override {
        return lists_.inventory(std::move(cursor));
    }
    asio::awaitable<Result<kit::Page>> fetch_records(std::vector<std::string> remote_ids) override;
    asio::awaitable<Result<std::vector<std::string>>> list_ids() override { return lists_.ids(); }
    Result<RawRecord> map(std::string_view canonical, std::vector<Issue>& issues) const override {
        return map_package(canonical, mapping_, issues);
    }

private:
    asio::awaitable<Result<kit::Page>> fetch_at(kit::OffsetState state, std::string changed = {});
    asio::awaitable<Result<void>> fetch_one(PageFetch& fetch, std::string id);

    Actions actions_;
    asio::any_io_executor cpu_;
    std::shared_ptr<const ReadOptions> options_;
    Lists lists_;
    MappingContext mapping_;
    kit::PageSizes sizes_;
};

asio::awaitable<Result<kit::Probe>> CkanConnector::probe() {
    kit::Probe probe;
    probe.software = "CKAN";
    Result<Answer> status = co_await actions_.get("status_show", Parameters(), retries_usual);
    probe.requests = 1;
    if (status.has_error() && !no_such_action(status.error()))
        co_return status.error();
    if (status.has_value()) {
        probe.requests = 0;
        charge(*status, probe);
        if (const Result<Status> read = read_status(status->body); read.has_value()) {
            probe.version = read->version;
            probe.title = read->title;
        }
    }
    Result<void> counted = co_await lists_.count(probe);
    if (counted.has_value())
        co_return probe;
    const Error failed = counted.error();
    if (!no_such_action(failed))
        co_return failed;
    // DKAN has no search: its list says that the API is there, not how much it holds.
    Parameters one;
    one.emplace_back("limit", "1");
    one.emplace_back("offset", "0");
    Result<Answer> list =
        co_await actions_.get("current_package_list_with_resources", std::move(one), retries_usual);
    if (list.has_error())
        co_return failed;
    const Result<WirePage> read = read_packages(list->body, *options_);
    if (read.has_error())
        co_return failed;
    probe.software = "DKAN";
    probe.certificate_expires = list->certificate_expires;
    co_return probe;
}

asio::awaitable<Result<kit::Page>> CkanConnector::fetch(kit::Cursor cursor) {
    if (!cursor.value.empty()) {
        const Result<kit::OffsetState> state = kit::offset_state_from_cursor(cursor.value);
        if (state.has_error())
            co_return state.error();
        Result<kit::Page> page = co_await fetch_at(*state);
        co_return page;
    }
    kit::OffsetState state;
    state.rows = sizes_.first;
    state.way = by_search;
    Result<kit::Page> page = co_await fetch_at(state);
    if (page.has_value() || !no_such_action(page.error()))
        co_return page;
    state.way = by_list;
    Result<kit::Page> listed = co_await fetch_at(state);
    if (listed.has_error())
        co_return page;
    // The list is not sorted: whoever reads the report must know why it was used.
    Issue issue(page.error().code, Stage::fetch, "package_search: " + page.error().detail);
    issue.severity = Severity::warning;
    listed->issues.push_back(std::move(issue));
    co_return listed;
}

// Oldest change first: what changes meanwhile comes again at the end.
asio::awaitable<Result<kit::Page>> CkanConnector::fetch_since(Instant since, kit::Cursor cursor) {
    kit::OffsetState state;
    state.rows = sizes_.first;
    state.way = by_change;
    if (!cursor.value.empty()) {
        const Result<kit::OffsetState> known = kit::offset_state_from_cursor(cursor.value);
        if (known.has_error())
            co_return known.error();
        state = *known;
    }
    const std::string from = to_iso8601(std::chrono::floor<std::chrono::seconds>(since));
    std::string changed = "+metadata_modified:[" + from + " TO *]";
    Result<kit::Page> page = co_await fetch_at(std::move(state), std::move(changed));
    co_return page;
}

asio::awaitable<Result<kit::Page>>
CkanConnector::fetch_at(kit::OffsetState state, std::string changed) {
    PageFetch fetch(actions_, cpu_, options_, state.way, std::move(changed));
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
    std::optional<kit::OffsetState> next = kit::advance(state, outcome, sizes_);
    // A list has no count: a short page is its last.
    if (state.way == by_list && page.received != state.rows)
        next.reset();
    if (next)
        page.next = kit::Cursor{kit::to_cursor(*next)};
    co_return std::move(page);
}

// package_show of one id: gone, broken or there.
asio::awaitable<Result<void>> CkanConnector::fetch_one(PageFetch& fetch, std::string id) {
    Parameters parameters;
    parameters.emplace_back("id", id);
    Result<void> shown = co_await fetch.ask("package_show", std::move(parameters), retries_few);
    if (shown.has_value())
        co_return shown;
    const Error& error = shown.error();
    const bool gone = error.code == Code::http_4xx &&
                      (error.detail.starts_with("404") || error.detail.starts_with("410"));
    const bool of_this_record = gone || error.code == Code::http_4xx ||
                                kit::may_be_one_record(error.code) || error.code == Code::bad_shape;
    if (!of_this_record)
        co_return shown;
    Issue issue(gone ? Code::not_found : error.code, Stage::fetch, error.detail);
    issue.remote_id = std::move(id);
    fetch.page.issues.push_back(std::move(issue));
    if (!gone)
        ++fetch.page.skipped;
    co_return Result<void>();
}

asio::awaitable<Result<kit::Page>> CkanConnector::fetch_records(std::vector<std::string> remote_ids
) {
    PageFetch fetch(actions_, cpu_, options_, std::string(by_search));
    for (std::size_t from = 0; from < remote_ids.size(); from += ids_per_request) {
        const std::size_t to = std::min(from + ids_per_request, remote_ids.size());
        Parameters parameters;
        parameters.emplace_back("fq", id_query(remote_ids, from, to));
        parameters.emplace_back("rows", std::to_string(to - from));
        const std::size_t before = fetch.page.records.size();
        Result<void> found =
            co_await fetch.ask("package_search", std::move(parameters), retries_few);
        if (found.has_error() && !no_such_action(found.error()) &&
            !kit::may_be_one_record(found.error().code))
            co_return found.error();
        std::set<std::string> have;
        for (std::size_t i = before; i < fetch.page.records.size(); ++i) {
            have.insert(fetch.page.records[i].remote_id);
            have.insert(fetch.page.records[i].alias);
        }
        for (std::size_t i = from; i < to; ++i) {
            if (have.contains(remote_ids[i]))
                continue;
            Result<void> one = co_await fetch_one(fetch, remote_ids[i]);
            if (one.has_error())
                co_return one.error();
        }
    }
    fetch.page.advertised_count.reset();
    fetch.page.body_digest = page_digest(fetch.page.records);
    co_return std::move(fetch.page);
}

} // namespace

std::unique_ptr<kit::Connector>
make_connector(const Source& source, const kit::Services& services) {
    return std::make_unique<CkanConnector>(source, services);
}

} // namespace moisson::ckan
