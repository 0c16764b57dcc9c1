// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan/lists.hpp"

#include "ckan/page_fetch.hpp"
#include "core/limits.hpp"
#include "kit/unidentified.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <set>

namespace moisson::ckan {
namespace {

constexpr int ids_per_listing = 1000;
// Entries of an inventory: 1,000 is what a CKAN gives unless it was told to give more.
constexpr kit::PageSizes inventory_sizes{1000, 100, 10'000};
constexpr std::string_view inventory_fields = "id,name,metadata_modified";

Error not_all_listed(std::int64_t found, std::int64_t wanted) {
    return Error(
        Code::incomplete_crawl,
        std::to_string(found) + " of " + std::to_string(wanted) + " listed"
    );
}

} // namespace

bool no_such_action(const Error& error) {
    return error.code == Code::http_4xx || error.code == Code::not_json ||
           error.code == Code::bad_shape || error.code == Code::api_error;
}

// The count, and the newest change: a catalogue that changed has another of one or both.
asio::awaitable<Result<void>> Lists::count(kit::Probe& probe) {
    std::optional<Error> failed;
    for (const std::string_view sort : {"metadata_modified desc", ""}) {
        Parameters parameters;
        parameters.emplace_back("rows", sort.empty() ? "0" : "1");
        if (!sort.empty())
            parameters.emplace_back("sort", sort);
        if (const std::string filter = solr_filter(options_->filters); !filter.empty())
            parameters.emplace_back("fq", filter);
        const int retries_max = sort.empty() ? retries_usual : retries_few;
        Result<Answer> search =
            co_await actions_->get("package_search", std::move(parameters), retries_max);
        ++probe.requests;
        if (search.has_error()) {
            // Some refuse to sort, or fail at it; others have no search at all.
            failed = search.error();
            // A line that is cut now and then deserves the usual patience.
            if (no_such_action(*failed) || kit::may_be_one_record(failed->code) ||
                failed->code == Code::connect_reset)
                continue;
            co_return *failed;
        }
        charge(*search, probe);
        --probe.requests;
        const Result<Inventory> read = read_inventory(search->body);
        if (read.has_error()) {
            failed = read.error();
            continue;
        }
        if (!read->count) {
            failed = Error(Code::bad_shape, "no count");
            continue;
        }
        probe.advertised_count = read->count;
        if (!sort.empty() && read->entries.size() == 1 && !read->entries[0].stamp.empty())
            probe.mark = std::to_string(*read->count) + ' ' + read->entries[0].stamp + ' ' +
                         read->entries[0].remote_id;
        co_return Result<void>();
    }
    co_return *failed;
}

asio::awaitable<Result<Answer>> Lists::inventory_at(const kit::OffsetState& state) {
    Parameters parameters;
    if (const std::string filter = solr_filter(options_->filters); !filter.empty())
        parameters.emplace_back("fq", filter);
    parameters.emplace_back("fl", inventory_fields);
    parameters.emplace_back("sort", "id asc");
    parameters.emplace_back("rows", std::to_string(state.rows));
    parameters.emplace_back("start", std::to_string(state.start));
    Result<Answer> answer =
        co_await actions_->get("package_search", std::move(parameters), retries_few);
    co_return answer;
}

asio::awaitable<Result<kit::InventoryPage>> Lists::inventory(kit::Cursor cursor) {
    kit::OffsetState state;
    state.rows = inventory_sizes.first;
    state.way = by_search;
    if (!cursor.value.empty()) {
        const Result<kit::OffsetState> known = kit::offset_state_from_cursor(cursor.value);
        if (known.has_error())
            co_return known.error();
        state = *known;
    }
    kit::InventoryPage page;
    kit::OffsetPage outcome;
    Result<Answer> answer = co_await inventory_at(state);
    page.requests = 1;
    while (answer.has_error() && kit::may_be_one_record(answer.error().code) &&
           state.rows > inventory_sizes.min) {
        outcome.troubled = true;
        state.rows = kit::smaller(state.rows, inventory_sizes);
        answer = co_await inventory_at(state);
        ++page.requests;
    }
    if (answer.has_error())
        co_return answer.error();
    charge(*answer, page);
    --page.requests;
    Result<Inventory> read = read_inventory(answer->body);
    if (read.has_error())
        co_return read.error();
    page.entries = std::move(read->entries);
    page.issues = std::move(answer->issues);
    page.received = read->received;
    page.advertised_count = read->count;
    page.body_digest = sha256(answer->body);
    outcome.received = read->received;
    outcome.count = read->count;
    outcome.body_bytes = answer->body.size();
    if (const auto next = kit::advance(state, outcome, inventory_sizes); next)
        page.next = kit::Cursor{kit::to_cursor(*next)};
    co_return std::move(page);
}

asio::awaitable<Result<Listing>> Lists::list_page(bool searching, std::int64_t start) {
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
        co_await actions_->get(std::move(action), std::move(parameters), retries_usual);
    if (answer.has_error())
        co_return answer.error();
    co_return read_ids(answer->body);
}

// The search first: package_list knows nothing of filters. It settles what the search counts and
// does not show only if it answers, and with no less than the search has shown.
asio::awaitable<Result<std::vector<std::string>>> Lists::ids() {
    bool searching = true;
    std::vector<std::string> ids;
    std::set<std::string> known;
    std::set<std::string> named_by_list;
    std::int64_t start = 0;
    std::int64_t counted = 0;
    std::int64_t shown = 0;
    for (std::size_t page = 0; page < limits::pages_per_run; ++page) {
        Result<Listing> listing = co_await list_page(searching, start);
        const bool refused = listing.has_error() ? no_such_action(listing.error())
                                                 : listing->received > 0 && listing->ids.empty();
        if (searching && page == 0 && refused && options_->filters.empty()) {
            searching = false;
            listing = co_await list_page(searching, start);
        }
        bool ended = listing.has_error() && !ids.empty() && no_such_action(listing.error());
        if (listing.has_error() && !ended)
            co_return listing.error();
        bool something_new = false;
        if (!ended) {
            if (listing->received > 0 && listing->ids.empty())
                co_return kit::hole_in_list(listing->received);
            for (std::string& id : listing->ids) {
                const bool is_new = known.insert(id).second;
                if (searching ? is_new : named_by_list.insert(id).second)
                    something_new = true;
                if (is_new)
                    ids.push_back(std::move(id));
            }
            start += listing->received;
            counted = listing->count.value_or(counted);
            ended = !something_new || (listing->count && start >= *listing->count);
        }
        if (!ended)
            continue;
        if (!searching) {
            const auto named = static_cast<std::int64_t>(named_by_list.size());
            if (limits::falls_short(shown, counted) && limits::falls_short(named, shown))
                co_return not_all_listed(shown, counted);
            break;
        }
        shown = static_cast<std::int64_t>(known.size());
        if (shown >= counted)
            break;
        if (!options_->filters.empty()) {
            if (limits::falls_short(shown, counted))
                co_return not_all_listed(shown, counted);
            break;
        }
        searching = false;
        start = 0;
    }
    co_return ids;
}

} // namespace moisson::ckan
