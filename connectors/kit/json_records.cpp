// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/json_records.hpp"

#include "core/utf8.hpp"
#include "kit/body.hpp"
#include "kit/json_stream.hpp"

#include <algorithm>
#include <charconv>

namespace moisson::kit {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string line_number(std::string_view text, std::size_t offset) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
    return "line " + std::to_string(1 + std::count(text.begin(), end, '\n'));
}

void add_broken(JsonRecords& out, std::size_t offset, std::size_t bytes, std::string detail) {
    JsonRecord record;
    record.offset = offset;
    record.bytes = bytes;
    record.broken = Error(Code::parse_json, std::move(detail));
    out.records.push_back(std::move(record));
    ++out.broken;
}

// What one scan of a text met.
struct Scan {
    Result<void> whole;
    bool has_list = false;
    std::vector<JsonRecord> records;
};

Scan scan(std::string_view text, std::span<const std::string_view> list_paths) {
    Scan scan;
    JsonHandlers handlers;
    handlers.on_list = [&scan] { scan.has_list = true; };
    handlers.on_record = [&scan](const JsonSpan& span) {
        JsonRecord record;
        record.offset = span.offset;
        record.bytes = span.bytes.size();
        scan.records.push_back(std::move(record));
    };
    scan.whole = scan_json(text, list_paths, handlers);
    return scan;
}

// The first line is a record of its own: an object, and not an answer that holds a list.
bool begins_with_a_record(std::string_view text, std::span<const std::string_view> list_paths) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (!line.starts_with('{'))
        return false;
    const Scan found = scan(line, list_paths);
    return found.whole.has_value() && !found.has_list;
}

void add_lines(std::size_t from, JsonRecords& out) {
    const std::string_view text = out.text;
    std::size_t number = static_cast<std::size_t>(
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(from), '\n')
    );
    for (std::size_t at = from; at < text.size(); ++number) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        const std::size_t first = std::min(line.find_first_not_of(blanks), line.size());
        const std::size_t offset = at + first;
        at = end + 1;
        line.remove_prefix(first);
        if (line.empty())
            continue;
        line = line.substr(0, line.find_last_not_of(blanks) + 1);
        if (!line.starts_with('{') || scan_json(line, {}, JsonHandlers()).has_error()) {
            add_broken(
                out,
                offset,
                line.size(),
                "line " + std::to_string(number) + " is no JSON object"
            );
            continue;
        }
        JsonRecord record;
        record.offset = offset;
        record.bytes = line.size();
        out.records.push_back(std::move(record));
    }
}

// What begins like a page is one; anything else is bad JSON.
Error unreadable(const JsonRecords& found, std::size_t first) {
    const Code code = found.text[first] == '<' ? Code::not_json : Code::parse_json;
    return Error(code, found.records.front().broken->detail);
}

bool any_is_whole(const JsonRecords& found) {
    return found.broken < found.records.size();
}

} // namespace

Result<JsonRecords>
read_json_records(std::string text, std::span<const std::string_view> list_paths) {
    JsonRecords out;
    out.text = std::move(text);
    if (out.text.starts_with(byte_order_mark))
        out.text.erase(0, byte_order_mark.size());
    const std::string_view whole = out.text;
    const std::size_t first = whole.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return Error(Code::not_json, "empty file");
    if (!begins_with_a_record(whole.substr(first), list_paths)) {
        Scan document = scan(whole, list_paths);
        if (document.has_list) {
            out.records = std::move(document.records);
            if (document.whole.has_error()) {
                const std::size_t end = out.records.empty()
                                            ? first
                                            : out.records.back().offset + out.records.back().bytes;
                const std::string where = line_number(whole, end);
                add_broken(out, end, 0, where + ": " + document.whole.error().detail);
            }
            if (out.records.empty() || any_is_whole(out))
                return out;
            return unreadable(out, first);
        }
        if (document.whole.has_value() && whole.substr(first).starts_with('{')) {
            JsonRecord alone;
            alone.offset = first;
            alone.bytes = whole.size() - first;
            out.records.push_back(std::move(alone));
            return out;
        }
    }
    add_lines(first, out);
    if (any_is_whole(out))
        return out;
    return unreadable(out, first);
}

std::optional<std::int64_t>
number_in_document(std::string_view text, std::span<const std::string_view> paths) {
    std::optional<std::int64_t> number;
    JsonHandlers handlers;
    handlers.on_member = [&](std::string_view path, std::string_view value) {
        if (number || std::find(paths.begin(), paths.end(), path) == paths.end())
            return;
        std::int64_t read = 0;
        const char* const end = value.data() + value.size();
        if (std::from_chars(value.data(), end, read).ptr == end && read >= 0)
            number = read;
    };
    // Lines of records are no document: nothing around them.
    if (scan_json(text, {}, handlers).has_error())
        return std::nullopt;
    return number;
}

} // namespace moisson::kit
