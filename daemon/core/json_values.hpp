// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ValueCounter: how many values a JSON text holds, told by its commas and brackets before anything
// is built. A value of two bytes takes a hundred and more in a tree: bytes say little of memory.
#pragma once

#include <cstddef>
#include <string_view>

namespace moisson::json {

class ValueCounter {
public:
    // The pieces of one text, in order.
    void add(std::string_view piece);

    // Exact for good JSON, keys not counted; any figure for other text.
    std::size_t values() const { return values_; }
    // Of the largest record, where records stand in a list at the top or of an object at the top,
    // and what belongs to none.
    std::size_t record_values() const;

private:
    void add(char c);
    void open(char c);
    void close();

    std::size_t values_ = 1;
    bool in_string_ = false;
    bool is_escaped_ = false;
    // The character before, space aside.
    char before_ = '\0';
    std::size_t depth_ = 0;
    // That of records; 0 before the first bracket.
    std::size_t record_depth_ = 0;
    std::size_t record_begin_ = 0;
    std::size_t in_records_ = 0;
    std::size_t largest_ = 0;
};

} // namespace moisson::json
