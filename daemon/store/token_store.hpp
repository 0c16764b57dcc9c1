// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// TokenStore: whose token this is, without SQL per request. All tokens in force are held in memory
// and read again after `refresh_after`: that is how soon a revocation is seen. Who shows a token
// that is not among them waits for a reading that began after it asked, be it its own or that of
// others: one at a time, every `retry_after` at most. So a new token works at once, in however many
// requests, and made-up ones cost no more than that.
#pragma once

#include "async/asio.hpp"
#include "async/timer_source.hpp"
#include "core/result.hpp"
#include "model/person.hpp"
#include "store/database.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::store {

// What every token begins with.
inline constexpr std::string_view token_marker = "moisson_";
// "moisson_1f2e3d4c" of a text of the right form, else nothing.
std::optional<std::string_view> token_prefix(std::string_view presented);

struct TokenCacheOptions {
    std::chrono::seconds refresh_after{30};
    std::chrono::seconds retry_after{2};
    // Tokens held; the newest ones, should there be more.
    std::int64_t tokens_max = 10'000;
    // Requests that wait for a reading; who comes when so many do is told to come again.
    std::size_t waiting_max = 1'000;
    // Wrong tokens remembered until the next reading: no later token has the secret of one.
    std::size_t wrong_max = 1'000;
};

class TokenStore {
public:
    // Both outlive the store. `timers`: steady time only.
    TokenStore(Database& database, TimerSource& timers, TokenCacheOptions options = {});
    ~TokenStore();

    // Nothing: no token in force. While the database is away, the tokens that were read last hold,
    // and of others nobody can tell: STORE_UNAVAILABLE. Thread-safe. Its use is noted once an hour.
    asio::awaitable<Result<std::optional<Principal>>> authenticate(std::string presented);

private:
    struct Cache;
    class Reading;
    class Waiter;
    asio::awaitable<void> read_again(std::unique_ptr<Reading> reading);
    asio::awaitable<std::optional<Error>> look_up(std::string_view prefix, std::uint64_t before);
    asio::awaitable<void> note_use(std::int64_t token);

    Database& database_;
    TimerSource& timers_;
    TokenCacheOptions options_;
    // Who waits may outlive the store.
    std::shared_ptr<Cache> cache_;
};

} // namespace moisson::store
