// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/repair_marks.hpp"

#include <algorithm>
#include <array>

namespace moisson::kit {
namespace {

constexpr std::size_t offsets_max = 100'000;
// Longer than any of the words that other languages have for values.
constexpr std::size_t mark_word_max = 16;
// How much of a comment is looked at.
constexpr std::size_t comment_sight = 4 * 1024;

template <std::size_t Count>
bool is_one_of(std::string_view word, const std::array<std::string_view, Count>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// What programs write for values that JSON has no word for.
bool is_foreign_word(std::string_view rest) {
    static constexpr std::array<std::string_view, 8>
        words{"NaN", "nan", "Infinity", "-Infinity", "True", "False", "None", "undefined"};
    rest = rest.substr(0, mark_word_max);
    return is_one_of(rest.substr(0, rest.find_first_of(" \t\r\n,}]")), words);
}

// A comment that hides no record.
bool is_plain_comment(std::string_view rest) {
    const std::string_view end = rest.starts_with("//") ? "\n" : "*/";
    const std::size_t length = rest.substr(0, comment_sight).find(end);
    return length != std::string_view::npos &&
           rest.substr(0, length).find_first_of("{}[]") == std::string_view::npos;
}

bool is_closing(std::string_view what) {
    static constexpr std::array<std::string_view, 3> closings{
        "unclosed object",
        "unclosed record",
        "the document ends early"};
    return is_one_of(what, closings);
}

} // namespace

bool is_sure_repair(std::string_view what) {
    static constexpr std::array<std::string_view, 5> sure{
        "missing comma",
        "trailing comma",
        "comma too many",
        "unknown escape",
        "control character in a text"};
    return is_one_of(what, sure);
}

void RepairMarks::add(std::string_view what, std::string_view rest, bool in_list, std::size_t at) {
    all_.add(at);
    if (is_closing(what))
        closings_.add(at);
    // Between two commas of a list a record may have stood.
    const bool sure = (is_sure_repair(what) && !(in_list && what == "comma too many")) ||
                      (what == "text without quotes" && is_foreign_word(rest)) ||
                      (what == "comment" && is_plain_comment(rest));
    if (sure)
        return;
    may_lose_ = true;
    doubtful_.add(at);
}

bool RepairMarks::closed(std::string_view text, std::size_t begin, std::size_t end) const {
    const std::size_t at = closings_.last(begin, end);
    // Between the brackets that one repair closes nothing is written but values that were missing.
    return at < end && text.substr(at, end - at).find_first_not_of("]}, \t\r\n:nul") == text.npos;
}

void RepairMarks::Offsets::add(std::size_t at) {
    if (!known_.empty() && known_.back() >= at)
        return;
    if (known_.size() < offsets_max)
        known_.push_back(at);
    else
        is_full_ = true;
}

bool RepairMarks::Offsets::any(std::size_t begin, std::size_t end) const {
    return last(begin, end) < end;
}

std::size_t RepairMarks::Offsets::last(std::size_t begin, std::size_t end) const {
    if (is_full_ && end > known_.back())
        return std::max(begin, known_.back());
    const auto after = std::lower_bound(known_.begin(), known_.end(), end);
    return after == known_.begin() || *(after - 1) < begin ? end : *(after - 1);
}

} // namespace moisson::kit
