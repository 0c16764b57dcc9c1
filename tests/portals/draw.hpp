// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Draw: a stream of numbers that depends on its seeds only (SplitMix64), the same on every machine.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace moisson::portals {

class Draw {
public:
    explicit Draw(std::uint64_t seed) : state_(seed) {}
    // An independent stream for part of the work: (seed, record, purpose).
    Draw(std::uint64_t seed, std::uint64_t record, std::string_view purpose) : state_(seed) {
        state_ = next() ^ (record * 0x9E3779B97F4A7C15ULL);
        for (const char c : purpose)
            state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    }

    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }
    // In [0, limit).
    std::uint64_t below(std::uint64_t limit) { return limit == 0 ? 0 : next() % limit; }
    // In [0, 1).
    double ratio() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
    bool chance(double probability) { return ratio() < probability; }
    template <typename T>
    const T& one_of(std::span<const T> items) {
        return items[below(items.size())];
    }

private:
    std::uint64_t state_;
};

} // namespace moisson::portals
