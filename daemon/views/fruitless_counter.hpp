// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// FruitlessCounter: what was searched and not found today, in the memory of this process. Who asked
// is known only as a hash under a salt that is made each day and never leaves: enough to tell five
// people from one who tries five times, and nothing at midnight. One thread.
#pragma once

#include "core/rng.hpp"
#include "store/fruitless_store.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace moisson::views {

// Searches of one day that are told apart; further ones are not counted.
inline constexpr std::size_t fruitless_words_max = 2'000;
inline constexpr std::size_t fruitless_bytes_max = 200;
// Askers of one search that are told apart: "so many or more".
inline constexpr std::size_t fruitless_askers_max = 64;

class FruitlessCounter {
public:
    // `rng` outlives the counter.
    explicit FruitlessCounter(Rng& rng) : rng_(rng) {}

    // `client`: an address, or whatever stands for one person; it is not kept.
    void note(std::string_view text, std::string_view client, Instant now);
    // What came since the last time. Of a day that is over, its rest first.
    std::vector<store::FruitlessCount> take(Instant now);
    // What take() gave could not be written: it counts again with the next.
    void put_back(const std::vector<store::FruitlessCount>& counts);

private:
    struct Entry {
        std::int64_t searches = 0;
        // Known, and those of them that were told of.
        std::set<std::uint64_t> askers;
        std::int64_t told = 0;
    };
    void begin_day(std::chrono::sys_days day);
    void drain();

    Rng& rng_;
    std::chrono::sys_days day_{};
    std::string salt_;
    std::unordered_map<std::string, Entry> entries_;
    std::vector<store::FruitlessCount> ready_;
};

// Lower case without accents, single spaces; empty for what is too short, or names somebody by an
// e-mail address or a number that may be a telephone's.
std::string fruitless_words(std::string_view text);

} // namespace moisson::views
