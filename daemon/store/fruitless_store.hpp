// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// FruitlessStore: searches that found nothing, per day. Results: STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace moisson::store {

class Database;

// Rows of one day at most: the rest is not kept.
inline constexpr std::int64_t fruitless_rows_per_day = 10'000;
inline constexpr std::chrono::days fruitless_kept{365};

struct FruitlessCount {
    std::chrono::sys_days day{};
    // Normalised, 1 to 200 characters.
    std::string words;
    std::int64_t searches = 0;
    // New ones since the last report of the same process and day.
    std::int64_t askers = 0;
};

struct FruitlessRow {
    std::string words;
    std::int64_t searches = 0;
    // The most of one day: who asks on two days is not counted twice.
    std::int64_t askers = 0;
    std::chrono::sys_days last{};
};

class FruitlessStore {
public:
    FruitlessStore() = default;
    FruitlessStore(const FruitlessStore&) = delete;
    FruitlessStore& operator=(const FruitlessStore&) = delete;
    virtual ~FruitlessStore() = default;

    // Adds them up, and deletes what is older than fruitless_kept.
    virtual asio::awaitable<Result<void>> add(std::vector<FruitlessCount> counts) = 0;
    // Those with `askers` on one day at least since `since`, most askers first; at most `limit`.
    virtual asio::awaitable<Result<std::vector<FruitlessRow>>>
    read(std::chrono::sys_days since, std::int64_t askers, std::int64_t limit) = 0;
};

// `database` outlives the store.
std::unique_ptr<FruitlessStore> make_fruitless_store(Database& database);

} // namespace moisson::store
