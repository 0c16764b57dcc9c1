// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// LineCounter: where in a text something is, for a portal manager who looks for a fault in a file.
#pragma once

#include "net/body.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::kit {

// Lines of one text. Made once in one pass; each question then looks at one block.
class LineCounter {
public:
    LineCounter() = default;
    // Keeps a view of `text`.
    explicit LineCounter(std::string_view text);
    // The same of a body, whose memory is not kept.
    static LineCounter of(const net::Body& body);

    // "line 12, column 3", from 1; columns are bytes.
    std::string where(std::size_t offset) const;
    // The text around `offset`, on code points, a few lines at most.
    std::string around(std::size_t offset) const;

private:
    void count(std::string_view piece);

    std::string_view text_;
    // What is before a block.
    struct Before {
        std::size_t lines = 0;
        // Of the line that the block begins in.
        std::size_t line_begin = 0;
    };
    std::vector<Before> before_;
    // The same of the block that is counted next.
    Before next_;
};

} // namespace moisson::kit
