// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Utf8Stream: makes a stream of chunks valid UTF-8 without NUL, whatever the cuts between chunks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moisson::rdf {

class Utf8Stream {
public:
    // Appends the clean text of `chunk` to `out`; the start of a character that is cut by the end
    // of the chunk waits for the next one. Drops a byte order mark at the very start.
    void feed(std::string_view chunk, std::string& out);
    void finish(std::string& out);
    // Sequences replaced or dropped so far.
    std::size_t repairs() const { return repairs_; }

private:
    void append(std::string_view bytes, std::string& out);

    std::string rest_;
    std::size_t repairs_ = 0;
    bool started_ = false;
};

} // namespace moisson::rdf
