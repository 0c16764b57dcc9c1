// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What datasets cover in time and space, and whether that meets what a reader asks for (`temporal`,
// `bbox`). Pure values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace moisson::search {

// Minutes since 1970, both ends included; an open end lies at the limit of the type.
struct Period {
    std::int32_t start = std::numeric_limits<std::int32_t>::min();
    std::int32_t end = std::numeric_limits<std::int32_t>::max();

    bool operator==(const Period&) const = default;
};

// Degrees. West of 180° to east of it when west > east.
struct Box {
    float west = -180;
    float south = -90;
    float east = 180;
    float north = 90;

    bool operator==(const Box&) const = default;
};

inline bool overlap(const Period& a, const Period& b) {
    return a.start <= b.end && b.start <= a.end;
}
// Touching counts.
bool overlap(const Box& a, const Box& b);

// Of one dataset; beyond, nothing is searched.
inline constexpr std::size_t extents_max = 16;

// Any number of values per document, each list behind the other.
template <class T>
struct ListColumn {
    std::vector<std::uint32_t> offsets{0};
    std::vector<T> values;

    std::span<const T> of(std::uint32_t document) const {
        return std::span(values).subspan(
            offsets[document],
            offsets[document + 1] - offsets[document]
        );
    }
    void add(std::span<const T> list) {
        values.insert(values.end(), list.begin(), list.end());
        offsets.push_back(static_cast<std::uint32_t>(values.size()));
    }
    void shrink() {
        offsets.shrink_to_fit();
        values.shrink_to_fit();
    }
    std::size_t memory_bytes() const {
        return offsets.capacity() * sizeof(std::uint32_t) + values.capacity() * sizeof(T);
    }
};

} // namespace moisson::search
