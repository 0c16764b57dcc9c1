// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// People and their API tokens (issue 6). Of a token only its SHA-256 is stored; its secret is told
// once, by the call that makes it. Every write is in the audit log, in the same transaction.
// Results: NOT_FOUND, INVALID_ARGUMENT, STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "model/person.hpp"
#include "store/database.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

inline constexpr std::size_t person_name_bytes = 100;
inline constexpr std::size_t person_email_bytes = 254;
inline constexpr std::size_t token_label_bytes = 100;
// Countries or portals of one person.
inline constexpr std::size_t person_scope_max = 500;
// Tokens in force of one person.
inline constexpr std::int64_t tokens_per_person = 50;
inline constexpr std::chrono::days token_life_max{3 * 366};

struct PersonRow {
    std::int64_t id = 0;
    std::string name;
    std::string email;
    PersonRole role = PersonRole::subscriber;
    std::vector<std::string> countries;
    std::vector<std::string> portals;
    Instant created_at{};
    std::optional<Instant> disabled_at;
    // In force.
    std::int64_t tokens = 0;
};

struct NewPerson {
    std::string name;
    // May be empty.
    std::string email;
    PersonRole role = PersonRole::subscriber;
    // Two upper-case letters each.
    std::vector<std::string> countries;
    // Keys.
    std::vector<std::string> portals;
    std::string by;
};

struct TokenRow {
    std::int64_t id = 0;
    std::int64_t person = 0;
    std::string person_name;
    std::string label;
    std::string prefix;
    std::vector<std::string> scopes;
    RateClass rate = RateClass::standard;
    Instant created_at{};
    std::string created_by;
    Instant expires_at{};
    std::optional<Instant> last_used_at;
    std::optional<Instant> revoked_at;
    std::string revoked_by;
    // Neither revoked nor expired, and its owner is not disabled.
    bool in_force = false;
};

struct NewToken {
    // Name of the person, in any case.
    std::string person;
    std::string label;
    std::vector<std::string> scopes;
    RateClass rate = RateClass::standard;
    std::chrono::days life{365};
    // In place of `life`.
    std::optional<Instant> expires_at;
    std::string by;
};

struct IssuedToken {
    TokenRow row;
    // The whole token. Kept nowhere.
    std::string secret;
};

// INVALID_ARGUMENT: a name that is taken or too long, no address, no country code.
asio::awaitable<Result<PersonRow>> add_person(Database& database, NewPerson person);
// With all tokens at once; again is no error. NOT_FOUND: nobody of this name.
asio::awaitable<Result<PersonRow>>
disable_person(Database& database, std::string name, std::string by);
// The tokens that were revoked stay so; again is no error. NOT_FOUND: nobody of this name.
asio::awaitable<Result<PersonRow>>
enable_person(Database& database, std::string name, std::string by);
asio::awaitable<Result<std::vector<PersonRow>>> list_people(Database& database);

// INVALID_ARGUMENT: an unknown scope, scopes that the role may not hold, a date that is past or too
// far, too many tokens. NOT_FOUND: nobody of this name who is not disabled.
asio::awaitable<Result<IssuedToken>> create_token(Database& database, NewToken token);
// Again is no error. NOT_FOUND: no such token, or not one of `owner`.
asio::awaitable<Result<TokenRow>> revoke_token(
    Database& database,
    std::int64_t token,
    std::optional<std::int64_t> owner,
    std::string by
);
enum class TokenList { in_force, all };
// Newest first, at most 1000. Of `owner` only when given.
asio::awaitable<Result<std::vector<TokenRow>>>
list_tokens(Database& database, TokenList which, std::optional<std::int64_t> owner);

} // namespace moisson::store
