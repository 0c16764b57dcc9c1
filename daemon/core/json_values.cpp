// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/json_values.hpp"

#include <algorithm>

namespace moisson::json {

void ValueCounter::add(std::string_view piece) {
    for (const char c : piece)
        add(c);
}

void ValueCounter::add(char c) {
    if (in_string_) {
        in_string_ = c != '"' || is_escaped_;
        is_escaped_ = c == '\\' && !is_escaped_;
        return;
    }
    switch (c) {
    case ' ':
    case '\n':
    case '\r':
    case '\t':
        return;
    case '"':
        in_string_ = true;
        is_escaped_ = false;
        break;
    case '{':
    case '[':
        open(c);
        break;
    case '}':
    case ']':
        close();
        break;
    case ',':
        ++values_;
        break;
    default:
        break;
    }
    before_ = c;
}

// With the first value in it.
void ValueCounter::open(char c) {
    if (depth_ == 0 && record_depth_ == 0)
        record_depth_ = c == '{' ? 3 : 2;
    if (++depth_ == record_depth_)
        record_begin_ = values_;
    ++values_;
}

void ValueCounter::close() {
    // There was none.
    if (before_ == '{' || before_ == '[')
        --values_;
    if (depth_ == 0)
        return;
    if (depth_-- == record_depth_) {
        const std::size_t own = 1 + values_ - record_begin_;
        in_records_ += own;
        largest_ = std::max(largest_, own);
    }
}

std::size_t ValueCounter::record_values() const {
    return largest_ + (values_ - std::min(values_, in_records_));
}

} // namespace moisson::json
