// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "csw/newest.hpp"

#include "core/digest.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

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

// Of what the answer holds, when it holds all that it speaks of.
std::string digest_of(const Result<AnsweredPage>& answer) {
    if (answer.has_error())
        return {};
    const WirePage& wire = answer->wire;
    const auto shown = static_cast<std::int64_t>(wire.records.size());
    const bool whole = shown > 0 && wire.received == shown && wire.matched == shown;
    return whole ? to_hex(page_digest(wire.records)).substr(0, digest_digits) : std::string();
}

// Whatever order the server gave: what it changes from now on is at or after `date`, so that the
// records from there on tell every change as long as the server does filter.
bool is_filtered(const WirePage& wire, const std::string& date) {
    const std::string day = date.substr(0, day_digits);
    return std::ranges::all_of(wire.stamps, [&day](const std::string& stamp) {
        return stamp.substr(0, day_digits) >= day;
    });
}

bool lacks_a_date(const WirePage& wire) {
    return std::ranges::any_of(wire.stamps, [](const std::string& stamp) { return stamp.empty(); });
}

RecordsQuery summaries(Way way, std::int64_t rows) {
    RecordsQuery query;
    query.way = way;
    query.element_set = "summary";
    query.rows = rows;
    return query;
}

// A summary without a date says too little to trust its silence.
asio::awaitable<std::optional<Mark>> whole_mark(Service& service, Way way) {
    std::optional<Mark> mark;
    RecordsQuery query = summaries(way, whole_in_a_mark);
    const Result<AnsweredPage> all = co_await service.records(std::move(query), retries_few);
    std::string digest = digest_of(all);
    if (digest.empty() || lacks_a_date(all->wire))
        co_return mark;
    mark.emplace();
    mark->matched = *all->wire.matched;
    mark->digest = std::move(digest);
    mark->way = way;
    mark->endpoint = service.endpoint_number();
    co_return mark;
}

// `expected`: what was true before; no more is asked once it is not.
asio::awaitable<std::optional<Mark>>
newest_mark(Service& service, Way way, std::optional<Mark> expected) {
    std::optional<Mark> mark;
    RecordsQuery first = summaries(way, 1);
    first.newest_first = true;
    const Result<AnsweredPage> newest = co_await service.records(std::move(first), retries_few);
    std::string date = newest_date(newest);
    if (date.empty() || !newest->wire.matched)
        co_return mark;
    const std::int64_t matched = *newest->wire.matched;
    if (expected && (expected->matched != matched || expected->date != date))
        co_return mark;
    RecordsQuery from = summaries(way, rows_max);
    from.modified_from = date;
    const Result<AnsweredPage> since = co_await service.records(std::move(from), retries_few);
    std::string digest = digest_of(since);
    if (digest.empty() || !is_filtered(since->wire, date))
        co_return mark;
    mark.emplace();
    mark->matched = matched;
    mark->date = std::move(date);
    mark->digest = std::move(digest);
    mark->way = way;
    mark->endpoint = service.endpoint_number();
    co_return mark;
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
    Number number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

constexpr std::string_view no_date = "-";
constexpr std::size_t way_letters = 3;

} // namespace

std::string to_string(const Mark& mark) {
    std::string out = std::to_string(mark.matched);
    out += ' ';
    out += mark.date.empty() ? no_date : std::string_view(mark.date);
    out += ' ';
    out += mark.digest;
    out += ' ';
    out += to_string(mark.way);
    out += std::to_string(mark.endpoint);
    return out;
}

std::optional<Mark> mark_from_string(std::string_view text) {
    std::array<std::string_view, 4> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool is_last = i + 1 == parts.size();
        const std::size_t end = is_last ? text.size() : text.find(' ');
        if (end == std::string_view::npos)
            return std::nullopt;
        parts[i] = text.substr(0, end);
        text.remove_prefix(is_last ? end : end + 1);
    }
    const auto matched = number_in<std::int64_t>(parts[0]);
    const Result<Way> way = way_from_string(parts[3].substr(0, way_letters));
    if (!matched || (parts[1] != no_date && !is_date(parts[1])) || parts[2].empty() ||
        way.has_error())
        return std::nullopt;
    const auto endpoint = number_in<std::size_t>(parts[3].substr(way_letters));
    if (!endpoint)
        return std::nullopt;
    Mark mark;
    mark.matched = *matched;
    if (parts[1] != no_date)
        mark.date = parts[1];
    mark.digest = parts[2];
    mark.way = *way;
    mark.endpoint = *endpoint;
    return mark;
}

asio::awaitable<std::optional<Mark>> mark_of(Service& service, Way way, std::int64_t matched) {
    std::optional<Mark> mark;
    if (matched > 0 && matched <= whole_in_a_mark)
        mark = co_await whole_mark(service, way);
    // A server may give fewer at once.
    std::optional<Mark> expected;
    if (!mark && matched > 0 && way.sorted)
        mark = co_await newest_mark(service, way, std::move(expected));
    co_return mark;
}

asio::awaitable<bool> still_has(Service& service, Mark known) {
    service.assume_endpoint(known.endpoint);
    std::optional<Mark> mark;
    if (known.date.empty()) {
        mark = co_await whole_mark(service, known.way);
    } else {
        std::optional<Mark> expected(known);
        mark = co_await newest_mark(service, known.way, std::move(expected));
    }
    co_return mark == known;
}

} // namespace moisson::csw
