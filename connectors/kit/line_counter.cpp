// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/line_counter.hpp"

#include "core/utf8.hpp"

#include <algorithm>

namespace moisson::kit {
namespace {

constexpr std::size_t block_bytes = 4 * 1024;
constexpr std::size_t bytes_before = 120;
constexpr std::size_t bytes_around = 240;
// A column beyond this helps nobody.
constexpr std::size_t column_max = 1024 * 1024;

std::size_t line_ends(std::string_view text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

} // namespace

LineCounter::LineCounter(std::string_view text) : text_(text) {
    before_.reserve(text.size() / block_bytes + 1);
    count(text);
}

LineCounter LineCounter::of(const net::Body& body) {
    static_assert(net::body_piece_bytes % block_bytes == 0);
    LineCounter lines;
    lines.text_ = body.view();
    lines.before_.reserve(body.size() / block_bytes + 1);
    net::in_pieces(body, [&lines](std::string_view piece) {
        lines.count(piece);
        return true;
    });
    return lines;
}

// Every piece but the last is whole blocks.
void LineCounter::count(std::string_view piece) {
    for (std::size_t at = 0; at < piece.size(); at += block_bytes) {
        const std::string_view block = piece.substr(at, block_bytes);
        const std::size_t begin = before_.size() * block_bytes;
        before_.push_back(next_);
        next_.lines += line_ends(block);
        if (const std::size_t last = block.rfind('\n'); last != std::string_view::npos)
            next_.line_begin = begin + last + 1;
    }
}

std::string LineCounter::where(std::size_t offset) const {
    offset = std::min(offset, text_.size());
    if (before_.empty())
        return "line 1, column 1";
    const std::size_t block = std::min(offset / block_bytes, before_.size() - 1);
    const std::size_t begin = block * block_bytes;
    const std::string_view part = text_.substr(begin, offset - begin);
    const std::size_t line = 1 + before_[block].lines + line_ends(part);
    const std::size_t newline = part.rfind('\n');
    const std::size_t column =
        1 + (newline == std::string_view::npos ? offset - before_[block].line_begin
                                               : part.size() - newline - 1);
    std::string place = "line " + std::to_string(line);
    if (column <= column_max || line == 1)
        place += ", column " + std::to_string(column);
    return place;
}

std::string LineCounter::around(std::size_t offset) const {
    offset = std::min(offset, text_.size());
    std::size_t begin = offset > bytes_before ? offset - bytes_before : 0;
    while (begin < offset && (static_cast<unsigned char>(text_[begin]) & 0xC0U) == 0x80U)
        ++begin;
    return std::string(utf8_prefix(text_.substr(begin), bytes_around));
}

} // namespace moisson::kit
