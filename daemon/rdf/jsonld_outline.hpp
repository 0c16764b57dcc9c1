// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Outline: where the long lists of a JSON text are, found without building it, so that they can be
// read entry by entry wherever the context stands. Internal to the room.
#pragma once

#include "rdf/jsonld.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::rdf::jsonld {

struct Outline {
    enum class Shape : unsigned char {
        listed,
        // JSON as far as it was looked at, to be read whole.
        other,
        broken,
        too_deep,
    };
    struct Member {
        std::string key;
        std::string_view text;
        bool is_list = false;
    };

    Shape shape = Shape::broken;
    // The text when it is a list itself; there are no members then.
    std::string_view list;
    std::vector<Member> members;
    // An entry has more values than one may have.
    bool leaves_out = false;
    // Of the text, and a few more.
    std::size_t values = 0;
    // Those of what is outside of the lists and of the largest entry that is not left out.
    std::size_t held_values = 0;
};

// Whether values are built to see that they are good, or only their brackets looked at.
enum class Look : unsigned char { values, brackets };

// The outline of `text`, which outlives it. When it is `listed`, every value in it is good JSON in
// good UTF-8, no key of the object at the top comes twice, what is outside of its lists and each of
// their entries have at most bounds::jsonld_entry_bytes, and what is outside `values_max` values;
// entries may have more, and were not built then. Lists are arrays of more than `list_bytes_min`
// bytes that begin with an object. A look at brackets says nothing of what is between them.
Outline outline_of(
    std::string_view text,
    std::size_t list_bytes_min,
    const DoneWith& done_with,
    std::size_t values_max = bounds::jsonld_entry_values,
    Look look = Look::values
);

// Calls `use` with the entries of `list`, an array of an outline, in order, and the number of
// values in each. False when it did.
bool each_entry(
    std::string_view list,
    const DoneWith& done_with,
    const std::function<bool(std::string_view entry, std::size_t values)>& use
);

} // namespace moisson::rdf::jsonld
