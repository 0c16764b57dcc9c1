// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "routes/ranges.hpp"

#include <charconv>
#include <string>

namespace moisson::routes {
namespace {

// Both ends of "a..b"; without the mark the text is both.
std::pair<std::string_view, std::string_view> ends(std::string_view text, std::string_view mark) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos)
        return {text, text};
    return {text.substr(0, at), text.substr(at + mark.size())};
}

std::optional<int> score(std::string_view text) {
    int value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || value < 0 || value > 100)
        return std::nullopt;
    return value;
}

std::optional<double> decimal(std::string_view text) {
    double value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
    if (error != std::errc() || stop != end)
        return std::nullopt;
    return value;
}

} // namespace

std::optional<std::pair<Instant, Instant>> parse_date_range(std::string_view text) {
    if (text.size() > 10) {
        const auto instant = from_iso8601(text);
        return instant ? std::optional(std::pair(*instant, *instant)) : std::nullopt;
    }
    std::string full(text);
    if (text.size() == 4)
        full += "-01-01";
    else if (text.size() == 7)
        full += "-01";
    const auto first = from_iso8601(full + "T00:00:00Z");
    if (!first)
        return std::nullopt;
    const auto day = std::chrono::floor<std::chrono::days>(*first);
    const std::chrono::year_month_day date(day);
    std::chrono::sys_days next = day + std::chrono::days(1);
    if (text.size() == 4)
        next = std::chrono::sys_days((date.year() + std::chrono::years(1)) / 1 / 1);
    else if (text.size() == 7)
        next = std::chrono::sys_days(
            (date.year() / date.month() + std::chrono::months(1)) / std::chrono::day(1)
        );
    return std::pair(*first, Instant(next) - std::chrono::microseconds(1));
}

std::optional<Span> parse_span(std::string_view text) {
    const auto [from, to] = ends(text, "/");
    const auto is_open = [](std::string_view end) { return end.empty() || end == ".."; };
    const auto first = parse_date_range(from);
    const auto last = parse_date_range(to);
    if ((!is_open(from) && !first) || (!is_open(to) && !last) || (!first && !last))
        return std::nullopt;
    Span span;
    if (first)
        span.from = first->first;
    if (last)
        span.to = last->second;
    if (span.from && span.to && *span.to < *span.from)
        return std::nullopt;
    return span;
}

std::optional<std::pair<std::optional<int>, std::optional<int>>> parse_scores(std::string_view text
) {
    const auto [from, to] = ends(text, "..");
    const auto first = score(from);
    const auto last = score(to);
    if ((!from.empty() && !first) || (!to.empty() && !last) || (!first && !last) ||
        (first && last && *last < *first))
        return std::nullopt;
    return std::pair(first, last);
}

std::optional<std::array<double, 4>> parse_box(std::string_view text) {
    std::array<double, 4> box{};
    for (std::size_t i = 0; i < box.size(); ++i) {
        const bool last = i + 1 == box.size();
        const std::size_t comma = text.find(',');
        if ((comma == std::string_view::npos) != last)
            return std::nullopt;
        const auto degrees = decimal(text.substr(0, comma));
        const double most = i % 2 == 0 ? 180 : 90;
        if (!degrees || !(*degrees >= -most && *degrees <= most))
            return std::nullopt;
        box.at(i) = *degrees;
        text.remove_prefix(last ? 0 : comma + 1);
    }
    if (box[1] > box[3])
        return std::nullopt;
    return box;
}

} // namespace moisson::routes
