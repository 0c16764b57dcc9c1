// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/repair_nesting.hpp"

#include <utility>

namespace moisson::kit {

void Nesting::push(bool is_object, std::size_t offset) {
    OpenBracket bracket;
    bracket.is_object = is_object;
    bracket.offset = offset;
    if (is_object && marks_.size() < marks_max) {
        ObjectMark mark;
        mark.offset = offset;
        mark.depth = open_.size();
        const bool in_outermost = lists_.size() == 1 && !in_object();
        mark.list = in_outermost ? open_.back().offset : ObjectMark::nested;
        bracket.mark = marks_.size();
        marks_.push_back(mark);
    }
    (is_object ? objects_ : lists_).push_back(open_.size());
    open_.push_back(std::move(bracket));
}

OpenBracket Nesting::pop(std::size_t end) {
    OpenBracket bracket = std::move(open_.back());
    open_.pop_back();
    (bracket.is_object ? objects_ : lists_).pop_back();
    if (bracket.mark < marks_.size())
        marks_[bracket.mark].end = end;
    return bracket;
}

} // namespace moisson::kit
