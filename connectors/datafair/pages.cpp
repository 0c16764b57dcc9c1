// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "datafair/pages.hpp"

#include "async/offload.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <iterator>

namespace moisson::datafair {
namespace {

// Ids of 20 to 60 characters: the address stays below limits::url_bytes.
constexpr std::size_t owners_per_request = 100;

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

std::string_view walk_name(Walk walk) {
    switch (walk) {
    case Walk::oldest:
        return "oldest";
    case Walk::newest:
        return "newest";
    case Walk::updated:
        return "updated";
    case Walk::data:
        return "data";
    }
    return {};
}

std::string_view list_name(List list) {
    return list == List::catalog ? "catalog" : "datasets";
}

} // namespace

std::string to_string(const Way& way) {
    return std::string(list_name(way.list)) + '-' + std::string(walk_name(way.walk));
}

std::optional<Way> way_from_string(std::string_view text) {
    for (const List list : {List::catalog, List::datasets}) {
        for (const Walk walk : {Walk::oldest, Walk::newest, Walk::updated, Walk::data}) {
            Way way;
            way.list = list;
            way.walk = walk;
            if (to_string(way) == text)
                return way;
        }
    }
    return std::nullopt;
}

std::string_view sort_of(Walk walk) {
    switch (walk) {
    case Walk::oldest:
        return "createdAt:1,id:1";
    case Walk::newest:
        return "createdAt:-1,id:-1";
    case Walk::updated:
        return "updatedAt:-1,id:1";
    case Walk::data:
        return "dataUpdatedAt:-1,id:1";
    }
    return {};
}

asio::awaitable<Result<void>> PageFetch::fetch_range(std::int64_t start, std::int64_t rows) {
    Parameters parameters;
    parameters.emplace_back("size", std::to_string(rows));
    parameters.emplace_back("skip", std::to_string(start));
    parameters.emplace_back("sort", sort_of(walk_));
    const int retries_max = first_ ? retries_usual : retries_few;
    first_ = false;
    Result<void> asked = co_await ask(std::move(parameters), retries_max);
    co_return asked;
}

// A server that lists nothing beside its catalogue leaves its datasets without owner, always; one
// that fails in passing fails the page, so that no owner comes and goes.
asio::awaitable<Result<Owners>> PageFetch::owners_of(std::string body) {
    auto job = [text = std::move(body)] { return ids_without_owner(text); };
    std::vector<std::string> ids;
    if (cpu_)
        ids = co_await offload(cpu_, std::move(job));
    else
        ids = job();
    Owners owners;
    for (std::size_t from = 0; from < ids.size(); from += owners_per_request) {
        const std::size_t to = std::min(from + owners_per_request, ids.size());
        std::vector<std::string> some(
            ids.begin() + static_cast<std::ptrdiff_t>(from),
            ids.begin() + static_cast<std::ptrdiff_t>(to)
        );
        Result<Answer> answer = co_await catalog_->owners(std::move(some));
        if (answer.has_error() && is_elsewhere(answer.error()))
            co_return owners;
        if (answer.has_error())
            co_return answer.error();
        page.requests += answer->requests;
        page.retries += answer->retries;
        page.wire_bytes += answer->wire_bytes;
        Result<OwnerPage> read = read_owners(answer->body);
        if (read.has_error())
            co_return owners;
        owners.merge(std::move(read->owners));
    }
    co_return owners;
}

asio::awaitable<Result<void>> PageFetch::ask(Parameters parameters, int retries_max) {
    Result<Answer> answer = co_await catalog_->get(std::move(parameters), retries_max);
    if (answer.has_error()) {
        ++page.requests;
        co_return answer.error();
    }
    page.requests += answer->requests;
    page.retries += answer->retries;
    page.wire_bytes += answer->wire_bytes;
    body_bytes += answer->body.size();
    append(page.issues, std::move(answer->issues));
    Owners owners;
    if (catalog_->list() == List::catalog) {
        Result<Owners> found = co_await owners_of(answer->body);
        if (found.has_error())
            co_return found.error();
        owners = std::move(found.value());
    }
    auto job = [body = std::move(answer->body), known = std::move(owners), options = options_] {
        return read_datasets(body, known, *options);
    };
    std::optional<Result<WirePage>> read;
    if (cpu_)
        read = co_await offload(cpu_, std::move(job));
    else
        read = job();
    if (read->has_error())
        co_return read->error();
    WirePage& wire = read->value();
    received_last = wire.received;
    page.received += wire.received;
    if (wire.count)
        count = wire.count;
    append(page.issues, std::move(wire.issues));
    append(page.records, std::move(wire.records));
    co_return Result<void>();
}

asio::awaitable<Result<kit::OffsetPage>> fetch_page(PageFetch& fetch, kit::OffsetState state) {
    kit::OffsetPage outcome;
    const std::int64_t rows = std::min<std::int64_t>(state.rows, list_window - state.start);
    Result<kit::RangeOutcome> got =
        co_await kit::fetch_or_bisect(fetch, state.start, rows, "dataset", fetch.page.issues);
    if (got.has_error())
        co_return got.error();
    outcome.troubled = got->troubled;
    outcome.skipped = got->skipped;
    fetch.page.skipped = outcome.skipped;
    fetch.page.body_digest = page_digest(fetch.page.records);
    outcome.received = fetch.page.received;
    outcome.count = fetch.count;
    outcome.body_bytes = fetch.body_bytes;
    co_return outcome;
}

} // namespace moisson::datafair
