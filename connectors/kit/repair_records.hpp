// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where the records of a broken document begin. A fault inside of one may swallow those behind it;
// most documents are written by a program, so that every record begins as the others do: with the
// same first key, the same type, behind the same margin. Internal to the room.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace moisson::kit {

// An object that a reading of the document opened.
struct ObjectMark {
    std::size_t offset = 0;
    // Past its end; 0 while it is open.
    std::size_t end = 0;
    // Brackets around it.
    std::size_t depth = 0;
    // Offset of the list around it when no other list is, else `nested`.
    std::size_t list = 0;

    static constexpr std::size_t nested = static_cast<std::size_t>(-1);
};

inline constexpr std::size_t marks_max = 2'000'000;

struct RecordStarts {
    // Offsets of the opening braces, in order; empty when nothing tells them from other objects.
    std::vector<std::size_t> offsets;
    // Offset of their list, and the brackets around each of them.
    std::size_t list = 0;
    std::size_t depth = 0;
    // How many of them the reading that left the marks has found.
    std::size_t known = 0;
};

// `marks` in order of their offsets; `sound`: up to there the document is well formed. Linear.
RecordStarts
record_starts(std::string_view json, const std::vector<ObjectMark>& marks, std::size_t sound);

// Objects among `marks` whose outermost list is the one at `list`.
std::size_t records_in(const std::vector<ObjectMark>& marks, std::size_t list);

} // namespace moisson::kit
