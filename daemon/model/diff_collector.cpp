// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/diff_collector.hpp"

#include "core/utf8.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace moisson {
namespace {

// What is shown of the text before the first difference.
constexpr std::size_t context_bytes = 60;

bool is_inside_code_point(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

std::string window(std::string_view text, std::size_t begin) {
    std::string out(begin > 0 ? "…" : "");
    const std::string_view shown = utf8_prefix(text.substr(begin), history_value_bytes);
    out += shown;
    if (begin + shown.size() < text.size())
        out += "…";
    return out;
}

// Where a reader of both texts should begin.
std::size_t first_difference(std::string_view before, std::string_view after) {
    if (std::max(before.size(), after.size()) <= history_value_bytes)
        return 0;
    const auto [one, other] =
        std::mismatch(before.begin(), before.end(), after.begin(), after.end());
    std::size_t begin = static_cast<std::size_t>(one - before.begin());
    begin = begin > context_bytes ? begin - context_bytes : 0;
    while (begin > 0 && is_inside_code_point(before[begin]))
        --begin;
    return begin;
}

} // namespace

void DiffCollector::value(
    std::string_view field,
    const std::string& before,
    const std::string& after,
    std::string_view item
) {
    if (before == after)
        return;
    FieldChange* const change = next(field, item);
    if (change == nullptr)
        return;
    const std::size_t begin = first_difference(before, after);
    if (!before.empty())
        change->before = window(before, begin);
    if (!after.empty())
        change->after = window(after, begin);
}

void DiffCollector::members(std::string_view field, const Texts& before, const Texts& after) {
    Texts gone;
    Texts come;
    std::set_difference(
        before.begin(),
        before.end(),
        after.begin(),
        after.end(),
        std::inserter(gone, gone.end())
    );
    std::set_difference(
        after.begin(),
        after.end(),
        before.begin(),
        before.end(),
        std::inserter(come, come.end())
    );
    for (const std::string& text : gone)
        value(field, text, {});
    for (const std::string& text : come)
        value(field, {}, text);
}

void DiffCollector::unsaid(std::string_view field) {
    next(field, {});
}

DatasetDiff DiffCollector::finish(std::initializer_list<std::string_view> never_alone) && {
    const auto counts = [never_alone](const FieldChange& change) {
        return std::find(never_alone.begin(), never_alone.end(), change.field) == never_alone.end();
    };
    const bool real = std::any_of(diff_.changes.begin(), diff_.changes.end(), counts);
    return real ? std::move(diff_) : DatasetDiff{};
}

FieldChange* DiffCollector::next(std::string_view field, std::string_view item) {
    if (diff_.changes.size() == history_changes_max) {
        ++diff_.omitted;
        return nullptr;
    }
    FieldChange& change = diff_.changes.emplace_back();
    change.field = field;
    change.item = window(item, 0);
    return &change;
}

} // namespace moisson
