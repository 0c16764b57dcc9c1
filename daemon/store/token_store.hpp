// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// TokenStore: whose token this is, without SQL per request. All tokens in force are held in memory
// and read again after `refresh_after`: that is how soon a revocation is seen. A token that is not
// among them makes them be read at once, every `retry_after` at most, so that a new token works
// without delay and made-up ones cost nothing.
#pragma once

#include "async/asio.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "model/person.hpp"
#include "store/database.hpp"

#include <chrono>
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
};

class TokenStore {
public:
    // Both outlive the store. `clock`: steady time only.
    TokenStore(Database& database, const Clock& clock, TokenCacheOptions options = {});
    ~TokenStore();

    // Nothing: no token in force. While the database is away, what was read last holds;
    // STORE_UNAVAILABLE when nothing was read yet. Thread-safe. Its use is noted once an hour.
    asio::awaitable<Result<std::optional<Principal>>> authenticate(std::string presented);

private:
    struct Cache;
    asio::awaitable<std::optional<Error>> read_again();
    asio::awaitable<void> note_use(std::int64_t token);

    Database& database_;
    const Clock& clock_;
    TokenCacheOptions options_;
    std::unique_ptr<Cache> cache_;
};

} // namespace moisson::store
