// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendatasoft/position.hpp"

#include <charconv>

namespace moisson::opendatasoft {
namespace {

constexpr std::string_view open_end = "open";

std::string seconds_text(Instant instant) {
    return std::to_string(
        std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count()
    );
}

template <class Number>
bool read_number(std::string_view text, Number& number) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size();
}

bool read_instant(std::string_view text, std::optional<Instant>& instant) {
    std::int64_t seconds = 0;
    // Years 0001-9999, as to_iso8601 writes them.
    constexpr std::int64_t first = -62'135'596'800;
    constexpr std::int64_t last = 253'402'300'799;
    if (!read_number(text, seconds) || seconds < first || seconds > last)
        return false;
    instant = Instant(std::chrono::seconds(seconds));
    return true;
}

bool read_part(std::string_view text, Position& position) {
    if (text == "whole")
        position.part = Part::whole;
    else if (text == "dated")
        position.part = Part::dated;
    else if (text == "undated")
        position.part = Part::undated;
    else
        return false;
    return true;
}

bool read_end(std::string_view text, Position& position) {
    position.end_chosen = true;
    return text == open_end || read_instant(text, position.to);
}

bool read_member(std::string_view name, std::string_view value, Position& position) {
    if (name == "api") {
        const std::optional<Dialect> dialect = dialect_from_string(value);
        position.dialect = dialect.value_or(Dialect::v21);
        return dialect.has_value();
    }
    if (name == "way") {
        position.way = value == "list" ? Way::list : Way::document;
        return value == "list" || value == "document";
    }
    if (name == "part")
        return read_part(value, position);
    if (name == "from")
        return read_instant(value, position.from);
    if (name == "to")
        return read_end(value, position);
    if (name == "size")
        return read_number(value, position.part_datasets) && position.part_datasets > 0;
    if (name == "at")
        return read_number(value, position.at) && position.at >= 0;
    return false;
}

std::string_view part_name(Part part) {
    if (part == Part::whole)
        return "whole";
    return part == Part::dated ? "dated" : "undated";
}

} // namespace

Selection Position::selection(std::optional<Instant> since) const {
    Selection selection;
    selection.since = since;
    if (part == Part::dated) {
        selection.from = from;
        selection.to = to;
    }
    selection.undated = part == Part::undated;
    return selection;
}

std::optional<Position> Position::next_part() const {
    if (part != Part::dated)
        return std::nullopt;
    Position next;
    next.dialect = dialect;
    next.part_datasets = part_datasets;
    // An export that failed may have failed for one dataset of its part.
    next.way = dialect == Dialect::v1 ? Way::list : Way::document;
    next.part = to ? Part::dated : Part::undated;
    next.from = to;
    return next;
}

std::string to_cursor(const Position& position) {
    std::string text = "api=";
    text += to_string(position.dialect);
    text += position.way == Way::list ? "&way=list" : "&way=document";
    text += "&part=";
    text += part_name(position.part);
    if (position.from)
        text += "&from=" + seconds_text(*position.from);
    if (position.end_chosen)
        text += "&to=" + (position.to ? seconds_text(*position.to) : std::string(open_end));
    text += "&size=" + std::to_string(position.part_datasets);
    if (position.way == Way::list && position.offset.rows > 0)
        return text + "&list=" + kit::to_cursor(position.offset);
    text += "&at=" + std::to_string(position.at);
    if (!position.after.empty())
        text += "&after=" + position.after;
    return text;
}

Result<Position> position_from_cursor(std::string_view cursor) {
    Position position;
    bool has_dialect = false;
    while (!cursor.empty()) {
        const std::size_t equals = cursor.find('=');
        const std::string_view name = cursor.substr(0, equals);
        if (equals == std::string_view::npos)
            return Error(Code::invalid_argument, "cursor: " + std::string(name));
        std::string_view value = cursor.substr(equals + 1);
        // These two hold what is left, whatever it is.
        if (name == "after") {
            position.after = value;
            break;
        }
        if (name == "list") {
            const Result<kit::OffsetState> offset = kit::offset_state_from_cursor(value);
            if (offset.has_error())
                return offset.error();
            position.offset = *offset;
            break;
        }
        const std::size_t end = std::min(value.find('&'), value.size());
        cursor = value.substr(std::min(end + 1, value.size()));
        value = value.substr(0, end);
        if (!read_member(name, value, position))
            return Error(Code::invalid_argument, "cursor: " + std::string(name));
        has_dialect = has_dialect || name == "api";
    }
    if (!has_dialect)
        return Error(Code::invalid_argument, "cursor without api");
    return position;
}

} // namespace moisson::opendatasoft
