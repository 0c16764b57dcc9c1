// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "json/position.hpp"

#include <charconv>
#include <utility>

namespace moisson::paths {
namespace {

template <class Number>
bool take_number(std::string_view& text, std::string_view name, Number& number) {
    if (!text.starts_with(name))
        return false;
    text.remove_prefix(name.size());
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    return read.ec == std::errc{};
}

// Another page of the list the position is in.
bool goes_on(const Position& position, const ListPage& page, const Description& description) {
    switch (description.words.paging) {
    case JsonPaging::none:
        return false;
    case JsonPaging::next:
        return !page.next.empty();
    case JsonPaging::page:
    case JsonPaging::offset:
        break;
    }
    // Servers cap the size of pages: only an empty one, or the total, is the end.
    return page.received > 0 && (!page.total || position.seen + page.received < *page.total);
}

} // namespace

Position first_position(const Description& description) {
    Position position;
    position.page = description.words.first_page;
    return position;
}

std::string address_of(const Position& position, const Description& description, int size) {
    if (!position.next.empty())
        return position.next;
    return with_numbers(
        description.words.list[position.list],
        {{"page", std::to_string(position.page)},
         {"offset", std::to_string(position.seen)},
         {"size", std::to_string(size)}}
    );
}

std::optional<Position>
advance(const Position& position, const ListPage& page, const Description& description) {
    Position next = position;
    if (goes_on(position, page, description)) {
        ++next.page;
        next.seen += page.received;
        next.next = page.next;
        return next;
    }
    if (position.list + 1 >= description.words.list.size())
        return std::nullopt;
    next = first_position(description);
    next.list = position.list + 1;
    return next;
}

std::int64_t divisible_rows(const Position& position, const Description& description, int size) {
    const JsonDescription& words = description.words;
    const bool numbered = words.paging == JsonPaging::page;
    if (!numbered && words.paging != JsonPaging::offset)
        return 0;
    for (const std::string& list : words.list) {
        const std::size_t place = list.find(numbered ? "{page}" : "{offset}");
        if (place == std::string::npos || list.find("{size}") == std::string::npos)
            return 0;
    }
    const std::int64_t before = position.page - words.first_page;
    if (!numbered || before == 0)
        return size;
    // As long as those before it, which the server may have cut.
    return before > 0 && position.seen % before == 0 ? position.seen / before : 0;
}

Part part_of(Position page, std::int64_t start, std::int64_t rows, const Description& description) {
    if (description.words.paging == JsonPaging::page) {
        while (start % rows != 0)
            --rows;
        page.page = description.words.first_page + start / rows;
    }
    page.seen = start;
    Part part;
    part.place = std::move(page);
    part.rows = static_cast<int>(rows);
    return part;
}

bool is_part(const ListPage& answer, const Part& part, const Description& description) {
    if (description.words.paging != JsonPaging::page || answer.received == part.rows)
        return true;
    if (answer.received > part.rows)
        return false;
    if (!answer.total)
        return answer.received == 0;
    return part.place.seen + answer.received >= *answer.total;
}

std::string to_cursor(const Position& position) {
    return "list=" + std::to_string(position.list) + "&page=" + std::to_string(position.page) +
           "&seen=" + std::to_string(position.seen) + "&next=" + position.next;
}

Result<Position> position_of(std::string_view cursor) {
    constexpr std::string_view last = "&next=";
    Position position;
    std::string_view rest = cursor;
    const bool fine = take_number(rest, "list=", position.list) &&
                      take_number(rest, "&page=", position.page) &&
                      take_number(rest, "&seen=", position.seen) && rest.starts_with(last);
    if (!fine)
        return Error(Code::invalid_argument, "cursor: " + std::string(cursor));
    position.next = rest.substr(last.size());
    return position;
}

} // namespace moisson::paths
