// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Paging of CKAN: the only I/O of this room.
#include "ckan/connector.hpp"

#include "async/offload.hpp"
#include "ckan/actions.hpp"
#include "ckan/mapping.hpp"
#include "ckan/wire.hpp"
#include "core/limits.hpp"
#include "kit/bisection.hpp"
#include "kit/paging.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <set>

namespace moisson::ckan {
namespace {

constexpr int ids_per_request = 50;
constexpr int ids_per_listing = 1000;
// Ways to crawl, as written in cursors.
constexpr std::string_view by_search = "s";
constexpr std::string_view by_list = "l";

bool no_such_action(const Error& error) {
    return error.code == Code::http_4xx || error.code == Code::not_json ||
           error.code == Code::bad_shape || error.code == Code::api_error;
}

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

// One page under construction: whole, or in the pieces of a bisection.
class PageFetch final : public kit::RangeFetcher {
public:
    PageFetch(
        Actions& actions,
        asio::any_io_executor cpu,
        std::shared_ptr<const ReadOptions> options,
        std::string way
    )
        : actions_(&actions), cpu_(std::move(cpu)), options_(std::move(options)),
          way_(std::move(way)) {}

    asio::awaitable<Result<void>> fetch_range(std::int64_t start, std::int64_t rows) override {
        Parameters parameters;
        const std::string action =
            way_ == by_list ? "current_package_list_with_resources" : "package_search";
        if (way_ == by_list) {
            parameters.emplace_back("limit", std::to_string(rows));
            parameters.emplace_back("offset", std::to_string(start));
        } else {
            const std::string filter = solr_filter(options_->filters);
            if (!filter.empty())
                parameters.emplace_back("fq", filter);
            parameters.emplace_back("sort", "id asc");
            parameters.emplace_back("rows", std::to_string(rows));
            parameters.emplace_back("start", std::to_string(start));
        }
        const int retries_max = first_ ? retries_usual : retries_few;
        first_ = false;
        Result<void> read = co_await ask(action, std::move(parameters), retries_max);
        co_return read;
    }

    // Any action that answers with packages.
    asio::awaitable<Result<void>> ask(std::string action, Parameters parameters, int retries_max) {
        Result<Answer> answer =
            co_await actions_->get(std::move(action), std::move(parameters), retries_max);
        ++page.requests;
        if (answer.has_error())
            co_return answer.error();
        page.requests += std::max(answer->requests - 1, 0);
        page.retries += answer->retries;
        page.wire_bytes += answer->wire_bytes;
        body_bytes += answer->body.size();
        append(page.issues, std::move(answer->issues));
        auto job = [body = std::move(answer->body), options = options_] {
            return read_packages(body, *options);
        };
        std::optional<Result<WirePage>> read;
        if (cpu_)
            read = co_await offload(cpu_, std::move(job));
        else
            read = job();
        if (read->has_error())
            co_return read->error();
        WirePage& wire = read->value();
        page.received += wire.received;
        if (wire.count)
            page.advertised_count = wire.count;
        append(page.issues, std::move(wire.issues));
        append(page.records, std::move(wire.records));
        co_return Result<void>();
    }

    kit::Page page;
    std::size_t body_bytes = 0;

private:
    template <class T>
    static void append(std::vector<T>& to, std::vector<T> from) {
        to.insert(
            to.end(),
            std::make_move_iterator(from.begin()),
            std::make_move_iterator(from.end())
        );
    }

    Actions* actions_;
    asio::any_io_executor cpu_;
    std::shared_ptr<const ReadOptions> options_;
    std::string way_;
    bool first_ = true;
};

class CkanConnector final : public kit::Connector {
public:
    CkanConnector(const Source& source, const kit::Services& services)
        : actions_(source, services), cpu_(services.cpu) {
        auto options = std::make_shared<ReadOptions>();
        options->source_key = source.key;
        options->filters = source.filters;
        options_ = std::move(options);
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

    asio::awaitable<Result<kit::Probe>> probe() override;
    asio::awaitable<Result<kit::Page>> fetch(kit::Cursor cursor) override;
    asio::awaitable<Result<kit::Page>> fetch_records(std::vector<std::string> remote_ids) override;
    asio::awaitable<Result<std::vector<std::string>>> list_ids() override;
    Result<RawRecord> map(std::string_view canonical, std::vector<Issue>& issues) const override {
        return map_package(canonical, mapping_, issues);
    }

private:
    asio::awaitable<Result<kit::Page>> fetch_at(kit::OffsetState state);
    asio::awaitable<Result<void>> fetch_one(PageFetch& fetch, std::string id);
    asio::awaitable<Result<Listing>> list_page(bool searching, std::int64_t start);

    Actions actions_;
    asio::any_io_executor cpu_;
    std::shared_ptr<const ReadOptions> options_;
    MappingContext mapping_;
    kit::PageSizes sizes_;
};

asio::awaitable<Result<kit::Probe>> CkanConnector::probe() {
    kit::Probe probe;
    probe.software = "CKAN";
    Result<Answer> status = co_await actions_.get("status_show", Parameters(), retries_usual);
    if (status.has_error() && !no_such_action(status.error()))
        co_return status.error();
    if (status.has_value()) {
        probe.certificate_expires = status->certificate_expires;
        if (const Result<Status> read = read_status(status->body); read.has_value()) {
            probe.version = read->version;
            probe.title = read->title;
        }
    }
    Parameters parameters;
    parameters.emplace_back("rows", "0");
    if (const std::string filter = solr_filter(options_->filters); !filter.empty())
        parameters.emplace_back("fq", filter);
    Result<Answer> search =
        co_await actions_.get("package_search", std::move(parameters), retries_usual);
    std::optional<Error> failed;
    if (search.has_error()) {
        failed = search.error();
    } else {
        probe.certificate_expires = search->certificate_expires;
        const Result<Status> read = read_status(search->body);
        if (read.has_value())
            probe.advertised_count = read->count;
        else
            failed = read.error();
    }
    if (!failed)
        co_return probe;
    if (!no_such_action(*failed))
        co_return *failed;
    // DKAN has no search: its list says that the API is there, not how much it holds.
    Parameters one;
    one.emplace_back("limit", "1");
    one.emplace_back("offset", "0");
    Result<Answer> list =
        co_await actions_.get("current_package_list_with_resources", std::move(one), retries_usual);
    if (list.has_error())
        co_return *failed;
    const Result<WirePage> read = read_packages(list->body, *options_);
    if (read.has_error())
        co_return *failed;
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

asio::awaitable<Result<kit::Page>> CkanConnector::fetch_at(kit::OffsetState state) {
    PageFetch fetch(actions_, cpu_, options_, state.way);
    kit::OffsetPage outcome;
    Result<void> whole = co_await fetch.fetch_range(state.start, state.rows);
    if (whole.has_error()) {
        if (!kit::may_be_one_record(whole.error().code))
            co_return whole.error();
        Result<kit::BisectionOutcome> pieces =
            co_await kit::bisect(fetch, state.start, state.rows, whole.error());
        if (pieces.has_error())
            co_return pieces.error();
        outcome.troubled = true;
        for (const auto& [offset, error] : pieces->poison) {
            Issue issue(error.code, Stage::fetch, "record at " + std::to_string(offset));
            issue.excerpt = error.detail;
            fetch.page.issues.push_back(std::move(issue));
        }
        outcome.skipped = static_cast<std::int64_t>(pieces->poison.size());
    }
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

asio::awaitable<Result<Listing>> CkanConnector::list_page(bool searching, std::int64_t start) {
    Parameters parameters;
    if (searching) {
        if (const std::string filter = solr_filter(options_->filters); !filter.empty())
            parameters.emplace_back("fq", filter);
        parameters.emplace_back("fl", "id,name");
        parameters.emplace_back("sort", "id asc");
        parameters.emplace_back("rows", std::to_string(ids_per_listing));
        parameters.emplace_back("start", std::to_string(start));
    } else {
        parameters.emplace_back("limit", std::to_string(ids_per_listing));
        parameters.emplace_back("offset", std::to_string(start));
    }
    std::string action = searching ? "package_search" : "package_list";
    Result<Answer> answer =
        co_await actions_.get(std::move(action), std::move(parameters), retries_usual);
    if (answer.has_error())
        co_return answer.error();
    co_return read_ids(answer->body);
}

asio::awaitable<Result<std::vector<std::string>>> CkanConnector::list_ids() {
    // package_list knows nothing of filters.
    bool searching = true;
    std::vector<std::string> ids;
    std::set<std::string> known;
    std::int64_t start = 0;
    for (std::size_t page = 0; page < limits::pages_per_run; ++page) {
        Result<Listing> listing = co_await list_page(searching, start);
        const bool refused = listing.has_error() ? no_such_action(listing.error())
                                                 : listing->received > 0 && listing->ids.empty();
        if (searching && page == 0 && refused && options_->filters.empty()) {
            searching = false;
            listing = co_await list_page(searching, start);
        }
        if (listing.has_error() && !ids.empty() && no_such_action(listing.error()))
            break;
        if (listing.has_error())
            co_return listing.error();
        bool something_new = false;
        for (std::string& id : listing->ids) {
            if (!known.insert(id).second)
                continue;
            something_new = true;
            ids.push_back(std::move(id));
        }
        start += listing->received;
        if (something_new && (!listing->count || start < *listing->count))
            continue;
        const auto found = static_cast<std::int64_t>(known.size());
        if (!searching || !options_->filters.empty() || found >= listing->count.value_or(0))
            break;
        // The search does not show all that it counts; the list may.
        searching = false;
        start = 0;
    }
    co_return ids;
}

} // namespace

std::unique_ptr<kit::Connector>
make_connector(const Source& source, const kit::Services& services) {
    return std::make_unique<CkanConnector>(source, services);
}

} // namespace moisson::ckan
