// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Cuts chunks at the end of a character and has core mend them.
#include "rdf/utf8_stream.hpp"

#include "core/utf8.hpp"

#include <algorithm>

namespace moisson::rdf {

namespace {

// Length of the unfinished character at the end of `bytes`, 0 when it ends on a whole one.
std::size_t unfinished_tail(std::string_view bytes) {
    const std::size_t look = std::min<std::size_t>(3, bytes.size());
    for (std::size_t back = 1; back <= look; ++back) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if (byte >= 0xC0) {
            const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
            return length > back ? back : 0;
        }
        if (byte < 0x80)
            return 0;
    }
    return 0;
}

} // namespace

void Utf8Stream::append(std::string_view bytes, std::string& out) {
    if (!started_ && !bytes.empty()) {
        started_ = true;
        if (bytes.starts_with(byte_order_mark))
            bytes.remove_prefix(byte_order_mark.size());
    }
    if (is_clean_utf8(bytes)) {
        out += bytes;
        return;
    }
    const RepairedText repaired = repair_utf8(bytes);
    repairs_ += repaired.repairs;
    out += repaired.text;
}

void Utf8Stream::feed(std::string_view chunk, std::string& out) {
    if (!rest_.empty() || !started_) {
        rest_ += chunk;
        chunk = rest_;
    }
    // The byte order mark comes whole.
    const std::size_t tail = unfinished_tail(chunk);
    if (tail == chunk.size()) {
        rest_ = std::string(chunk);
        return;
    }
    const std::string kept(chunk.substr(chunk.size() - tail));
    append(chunk.substr(0, chunk.size() - tail), out);
    rest_ = kept;
}

void Utf8Stream::finish(std::string& out) {
    append(rest_, out);
    rest_.clear();
}

} // namespace moisson::rdf
