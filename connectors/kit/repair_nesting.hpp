// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The brackets that are open while broken JSON is read, and what is known of each. Every question
// takes the same time however deep they nest. Internal to the room.
#pragma once

#include "kit/repair_records.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace moisson::kit {

struct OpenBracket {
    bool is_object = false;
    bool has_members = false;
    // A comma was read and nothing after it.
    bool comma = false;
    // A key was written and its value was not.
    bool key = false;
    bool colon = false;
    // Of an object: its first key. Of a list: that of its last element.
    std::string first_key;
    std::size_t offset = 0;
    std::size_t mark = marks_max;
};

class Nesting {
public:
    bool empty() const { return open_.empty(); }
    std::size_t size() const { return open_.size(); }
    OpenBracket& back() { return open_.back(); }
    const OpenBracket& back() const { return open_.back(); }
    bool in_object() const { return !open_.empty() && open_.back().is_object; }
    std::size_t lists() const { return lists_.size(); }

    // Depth of the nearest open bracket of that kind; none: past the end.
    std::size_t nearest(bool is_object) const {
        const std::vector<std::size_t>& depths = is_object ? objects_ : lists_;
        return depths.empty() ? open_.size() : depths.back();
    }

    void push(bool is_object, std::size_t offset);
    // The bracket, which ends at `end`.
    OpenBracket pop(std::size_t end);

    // Objects opened, in order; at most marks_max.
    const std::vector<ObjectMark>& marks() const { return marks_; }

private:
    std::vector<OpenBracket> open_;
    // Depths of both kinds.
    std::vector<std::size_t> objects_;
    std::vector<std::size_t> lists_;
    std::vector<ObjectMark> marks_;
};

} // namespace moisson::kit
