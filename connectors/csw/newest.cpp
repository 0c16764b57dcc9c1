// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "csw/newest.hpp"

#include "core/digest.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <string_view>

namespace moisson::csw {
namespace {

constexpr std::int64_t rows_max = 50;
constexpr std::size_t day_digits = 10;
constexpr std::size_t date_digits_max = 40;
constexpr std::size_t digest_digits = 24;

// It goes back into a filter.
bool is_date(std::string_view text) {
    return text.size() >= day_digits && text.size() <= date_digits_max &&
           text.find_first_not_of("0123456789-:.+TZ") == std::string_view::npos;
}

std::string newest_date(const Result<AnsweredPage>& answer) {
    if (answer.has_error() || answer->wire.stamps.empty() || !is_date(answer->wire.stamps.front()))
        return {};
    return answer->wire.stamps.front();
}

// Whatever order the server gave: what it changes from now on is at or after `date`, so that the
// records from there on tell every change as long as the server does filter.
std::string
mark_from(std::int64_t matched, const std::string& date, const Result<AnsweredPage>& since) {
    if (since.has_error())
        return {};
    const WirePage& wire = since->wire;
    const auto shown = static_cast<std::int64_t>(wire.records.size());
    const bool whole = shown > 0 && wire.received == shown && wire.matched == shown;
    const std::string day = date.substr(0, day_digits);
    const bool filtered = std::ranges::all_of(wire.stamps, [&day](const std::string& stamp) {
        return stamp.substr(0, day_digits) >= day;
    });
    if (!whole || !filtered)
        return {};
    const std::string digest = to_hex(page_digest(wire.records)).substr(0, digest_digits);
    return std::to_string(matched) + " " + date + " " + digest;
}

} // namespace

asio::awaitable<std::string> mark_of(Service& service, Way way, std::int64_t matched) {
    std::string mark;
    if (!way.sorted || matched <= marked_from)
        co_return mark;
    RecordsQuery query;
    query.way = way;
    query.element_set = "summary";
    query.rows = 1;
    query.newest_first = true;
    const Result<AnsweredPage> newest = co_await service.records(query, retries_few);
    const std::string date = newest_date(newest);
    if (date.empty())
        co_return mark;
    query.newest_first = false;
    query.modified_from = date;
    query.rows = rows_max;
    const Result<AnsweredPage> since = co_await service.records(query, retries_few);
    mark = mark_from(matched, date, since);
    co_return mark;
}

} // namespace moisson::csw
