// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/repair_records.hpp"

#include "kit/repair_text.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

namespace moisson::kit {
namespace {

// Longest margin, key and type that are compared.
constexpr std::size_t margin_max = 64;
constexpr std::size_t word_max = 64;
// Records that show how the others begin, when no margin tells them from the objects inside them.
constexpr std::size_t examples_min = 2;

// The text between quotes at `at`, or nothing; `at` moves behind it and the white space after it.
std::string_view quoted_word(std::string_view json, std::size_t& at) {
    if (at >= json.size() || json[at] != '"')
        return {};
    const std::string_view seen = json.substr(at + 1, word_max);
    const std::size_t length = seen.find_first_of("\"\\\n");
    if (length == std::string_view::npos || seen[length] != '"')
        return {};
    at = next_byte(json, at + length + 2);
    return seen.substr(0, length);
}

// How the object at `at` begins: "<margin>{key" or "<margin>{@type=value"; empty when that tells
// nothing.
std::string beginning_of(std::string_view json, std::size_t at) {
    const std::size_t from = at > margin_max ? at - margin_max : 0;
    const std::string_view before = json.substr(from, at - from);
    const std::size_t last = before.find_last_not_of(" \t");
    std::string out;
    if (last != std::string_view::npos && before[last] == '\n')
        out = before.substr(last);
    out += '{';
    std::size_t next = next_byte(json, at + 1);
    if (next - at > margin_max)
        return {};
    const std::string_view key = quoted_word(json, next);
    if (key.empty() || next >= json.size() || json[next] != ':')
        return {};
    out += key;
    if (key.starts_with('@') || key == "type") {
        next = next_byte(json, next + 1);
        out += '=';
        out += quoted_word(json, next);
    }
    return out;
}

bool has_margin(std::string_view beginning) {
    return beginning.starts_with("\n ") || beginning.starts_with("\n\t");
}

// The outermost list whose objects take most of the document.
std::size_t list_of_records(const std::vector<ObjectMark>& marks) {
    std::unordered_map<std::size_t, std::size_t> bytes;
    std::size_t best = ObjectMark::nested;
    for (const ObjectMark& mark : marks) {
        if (mark.list == ObjectMark::nested)
            continue;
        bytes[mark.list] += mark.end > mark.offset ? mark.end - mark.offset : 1;
        if (best == ObjectMark::nested || bytes[mark.list] > bytes[best])
            best = mark.list;
    }
    return best;
}

// Documents whose records begin in more ways than these were not written by one program.
constexpr std::size_t beginnings_max = 10'000;

// How most of its objects begin; empty when they do not begin alike.
std::string usual_beginning(
    std::string_view json,
    const std::vector<ObjectMark>& marks,
    std::size_t list,
    RecordStarts& starts
) {
    std::map<std::string, std::size_t> counts;
    std::size_t all = 0;
    for (const ObjectMark& mark : marks) {
        if (mark.list != list)
            continue;
        ++all;
        if (std::string beginning = beginning_of(json, mark.offset); !beginning.empty())
            ++counts[std::move(beginning)];
        if (counts.size() > beginnings_max)
            return {};
    }
    const auto most = std::max_element(counts.begin(), counts.end(), [](auto& a, auto& b) {
        return a.second < b.second;
    });
    if (most == counts.end() || most->second * 2 < all)
        return {};
    starts.known = most->second;
    return most->first;
}

// Where the document is still sound, objects in other places begin otherwise.
bool is_of_records_alone(
    std::string_view json,
    const std::vector<ObjectMark>& marks,
    std::size_t list,
    std::string_view beginning,
    std::size_t sound
) {
    std::size_t examples = 0;
    for (const ObjectMark& mark : marks) {
        if (mark.offset >= sound)
            break;
        const bool alike = beginning_of(json, mark.offset) == beginning;
        if (alike && mark.list != list)
            return false;
        examples += alike && mark.end > 0 && mark.end <= sound ? 1 : 0;
    }
    return has_margin(beginning) || examples >= examples_min;
}

} // namespace

RecordStarts
record_starts(std::string_view json, const std::vector<ObjectMark>& marks, std::size_t sound) {
    RecordStarts starts;
    const std::size_t list = list_of_records(marks);
    if (list == ObjectMark::nested || marks.size() >= marks_max)
        return starts;
    const std::string beginning = usual_beginning(json, marks, list, starts);
    if (beginning.empty() || !is_of_records_alone(json, marks, list, beginning, sound))
        return starts;
    const auto first = std::find_if(marks.begin(), marks.end(), [&](const ObjectMark& mark) {
        return mark.list == list && beginning_of(json, mark.offset) == beginning;
    });
    starts.list = list;
    starts.depth = first->depth;
    for (std::size_t at = json.find('{', list); at != std::string_view::npos;
         at = json.find('{', at + 1)) {
        if (beginning_of(json, at) == beginning)
            starts.offsets.push_back(at);
    }
    return starts;
}

std::size_t records_in(const std::vector<ObjectMark>& marks, std::size_t list) {
    const auto is_in_it = [list](const ObjectMark& mark) { return mark.list == list; };
    return static_cast<std::size_t>(std::count_if(marks.begin(), marks.end(), is_in_it));
}

} // namespace moisson::kit
