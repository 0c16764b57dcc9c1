// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// RepairMarks: what repairs of a broken text may have done to its records. Who finds a record gone
// must know whether its source gave it up or a repair lost it.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace moisson::kit {

// A repair that leaves no doubt about where texts, objects and lists end: commas, escapes.
bool is_sure_repair(std::string_view what);

class RepairMarks {
public:
    // A repair told as `what`, of a broken text that goes on as `rest`, made when the new one was
    // `at` bytes long. `in_list`: between elements of a list, not inside an object.
    void add(std::string_view what, std::string_view rest, bool in_list, std::size_t at);

    // A record may be lost, or have got members of another one.
    bool may_lose() const { return may_lose_; }
    // Same of the record at [begin, end) of the new text.
    bool doubts(std::size_t begin, std::size_t end) const { return doubtful_.any(begin, end); }
    // Any repair in it.
    bool touches(std::size_t begin, std::size_t end) const { return all_.any(begin, end); }
    // The record at [begin, end) of the new text ends where a repair closed it.
    bool closed(std::string_view text, std::size_t begin, std::size_t end) const;

private:
    // Ascending offsets; those that no longer fit count as everywhere behind the last.
    class Offsets {
    public:
        void add(std::size_t at);
        bool any(std::size_t begin, std::size_t end) const;
        // The last one in [begin, end), or `end`.
        std::size_t last(std::size_t begin, std::size_t end) const;

    private:
        std::vector<std::size_t> known_;
        bool is_full_ = false;
    };

    Offsets all_;
    Offsets doubtful_;
    Offsets closings_;
    bool may_lose_ = false;
};

} // namespace moisson::kit
