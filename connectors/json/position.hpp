// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where a crawl of described lists stands: which list, which page of it. Pure.
#pragma once

#include "core/result.hpp"
#include "json/description.hpp"
#include "json/wire.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::paths {

struct Position {
    std::size_t list = 0;
    std::int64_t page = 0;
    // Entries of this list received before this page.
    std::int64_t seen = 0;
    // Address of the page, when each answer names the next one; empty for the first.
    std::string next;

    bool operator==(const Position&) const = default;
};

Position first_position(const Description& description);

// Address of the page, relative ones as written.
std::string address_of(const Position& position, const Description& description, int size);

// What comes after a page; the first page of the next list after the last of one; nothing at the
// end.
std::optional<Position>
advance(const Position& position, const ListPage& page, const Description& description);

// A part of a page, asked as a page of its own.
struct Part {
    Position place;
    int rows = 0;
};

// How many entries the page at `position` holds, where parts of it can be asked for; else 0.
// `size`: what is asked of a page.
std::int64_t divisible_rows(const Position& position, const Description& description, int size);

// Entries from `start` on, `rows` at most. Of numbered pages, the longest that begins there.
Part part_of(Position page, std::int64_t start, std::int64_t rows, const Description& description);

// Whether the answer holds the entries of the part. Only the end of a list is shorter than asked.
bool is_part(const ListPage& answer, const Part& part, const Description& description);

std::string to_cursor(const Position& position);
Result<Position> position_of(std::string_view cursor);

} // namespace moisson::paths
