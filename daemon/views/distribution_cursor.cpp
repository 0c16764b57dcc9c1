// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/distribution_cursor.hpp"

#include "search/collector.hpp"
#include "search/document.hpp"

#include <charconv>

namespace moisson::views {

std::string write_distribution_cursor(const DistributionCursor& place) {
    if (place.skip == 0)
        return place.behind;
    return place.behind + "!" + to_string(place.dataset) + "!" + std::to_string(place.skip);
}

std::optional<DistributionCursor> read_distribution_cursor(std::string_view text) {
    DistributionCursor place;
    if (text.empty())
        return place;
    const std::size_t first = text.find('!');
    place.behind = std::string(text.substr(0, first));
    if (first == std::string_view::npos)
        return place;
    const std::size_t second = text.find('!', first + 1);
    if (second == std::string_view::npos)
        return std::nullopt;
    const auto dataset = uuid_from_string(text.substr(first + 1, second - first - 1));
    const std::string_view number = text.substr(second + 1);
    const char* const end = number.data() + number.size();
    const auto [stop, error] = std::from_chars(number.data(), end, place.skip);
    if (!dataset || error != std::errc() || stop != end || place.skip < 1)
        return std::nullopt;
    place.dataset = *dataset;
    return place;
}

std::string cursor_behind(const search::DisplayRecord& record) {
    search::CursorPlace place;
    place.minutes = record.first_seen ? search::to_minutes(*record.first_seen) : search::no_date;
    place.id = record.id.uuid;
    return search::write_cursor(search::Sort::first_seen, place);
}

} // namespace moisson::views
