// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// API tokens: made, revoked, listed. "moisson_" + 8 hex digits to find it by + "_" + 64 hex digits
// of secret.
#include "core/digest.hpp"
#include "core/json_access.hpp"
#include "core/secret.hpp"
#include "store/audit.hpp"
#include "store/connection.hpp"
#include "store/people.hpp"
#include "store/token_store.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <span>

namespace moisson::store {
namespace {

constexpr std::int64_t tokens_max = 1000;
constexpr std::size_t secret_size = 32;
constexpr std::size_t prefix_size = 4;

constexpr const char* select_tokens = R"sql(
select t.id, t.person, p.name, t.label, t.prefix, t.scopes, t.rate_class, t.created_at,
    t.created_by, t.expires_at, t.last_used_at, t.revoked_at, t.revoked_by,
    t.revoked_at is null and t.expires_at > moisson.now() and p.disabled_at is null
from api_token t join person p on p.id = t.person
where ($1::bigint is null or t.id = $1) and ($2::bigint is null or t.person = $2)
    and ($3 or t.revoked_at is null and t.expires_at > moisson.now() and p.disabled_at is null)
order by t.id desc limit $4)sql";

constexpr const char* find_owner = R"sql(
select p.id, p.role, (select count(*) from api_token t where t.person = p.id
    and t.revoked_at is null and t.expires_at > moisson.now())
from person p where lower(p.name) = lower($1) and p.disabled_at is null for update)sql";

constexpr const char* find_disabled =
    "select from person where lower(name) = lower($1) and disabled_at is not null";

constexpr const char* insert_token = R"sql(
insert into api_token (person, label, prefix, hash, scopes, rate_class, created_at, created_by,
    expires_at)
values ($1, $2, $3, $4, $5, $6, moisson.now(), $7,
    coalesce($8, moisson.now() + make_interval(days => $9::int)))
on conflict (prefix) do nothing returning id)sql";

constexpr const char* check_expiry = "select $1::timestamptz > moisson.now() and "
                                     "$1 <= moisson.now() + make_interval(days => $2::int)";

constexpr const char* put_revoked = "update api_token set revoked_at = moisson.now(), "
                                    "revoked_by = $2 where id = $1 and revoked_at is null";

std::string hex(std::string_view bytes) {
    return to_hex(std::as_bytes(std::span(bytes.data(), bytes.size())));
}

TokenRow read_token(const Rows& rows, int i) {
    TokenRow row;
    row.id = rows.int64(i, 0);
    row.person = rows.int64(i, 1);
    row.person_name = rows.str(i, 2);
    row.label = rows.str(i, 3);
    row.prefix = rows.str(i, 4);
    row.scopes = rows.texts(i, 5);
    row.rate = rate_class_from_string(rows.text(i, 6)).value_or(RateClass::standard);
    row.created_at = rows.instant(i, 7);
    row.created_by = rows.str(i, 8);
    row.expires_at = rows.instant(i, 9);
    row.last_used_at = rows.optional_instant(i, 10);
    row.revoked_at = rows.optional_instant(i, 11);
    row.revoked_by = rows.str(i, 12);
    row.in_force = rows.boolean(i, 13);
    return row;
}

std::optional<TokenRow>
find_token(Connection& connection, std::int64_t id, std::optional<std::int64_t> owner) {
    const std::optional<std::int64_t> which(id);
    const Rows rows = connection.exec(select_tokens, Params(which, owner, true, tokens_max));
    if (rows.size() == 0)
        return std::nullopt;
    return read_token(rows, 0);
}

std::string audit_subject(const TokenRow& row) {
    return "token:" + std::to_string(row.id);
}

std::optional<Error> fault_of(Connection& connection, const NewToken& token) {
    if (token.label.size() > token_label_bytes)
        return Error(Code::invalid_argument, "a label has 100 bytes at most");
    for (const std::string& scope : token.scopes)
        if (std::find(token_scopes.begin(), token_scopes.end(), scope) == token_scopes.end())
            return Error(
                Code::invalid_argument,
                fmt::format("unknown scope: {}, but {}", scope, fmt::join(token_scopes, ", "))
            );
    const bool life_is_right = token.life.count() > 0 && token.life <= token_life_max;
    const auto days = static_cast<std::int64_t>(token_life_max.count());
    if (!token.expires_at && life_is_right)
        return std::nullopt;
    if (token.expires_at &&
        connection.exec(check_expiry, Params(*token.expires_at, days)).boolean(0, 0))
        return std::nullopt;
    return Error(Code::invalid_argument, "a token ends within three years");
}

Result<IssuedToken> create(Connection& connection, const NewToken& token) {
    Transaction transaction(connection);
    if (const auto fault = fault_of(connection, token))
        return *fault;
    const Rows owner = connection.exec(find_owner, Params(token.person));
    if (owner.size() == 0) {
        if (connection.exec(find_disabled, Params(token.person)).size() > 0)
            return Error(Code::not_found, token.person + " is a disabled person");
        return Error(Code::not_found, "nobody called " + token.person);
    }
    const auto role = person_role_from_string(owner.text(0, 1)).value_or(PersonRole::subscriber);
    if (!token.scopes.empty() && !may_hold_scopes(role))
        return Error(Code::invalid_argument, "this role holds no scope");
    if (owner.int64(0, 2) >= tokens_per_person)
        return Error(Code::invalid_argument, "too many tokens of one person");
    IssuedToken issued;
    std::int64_t id = 0;
    // Another token with the same four random bytes: draw again.
    while (id == 0) {
        const std::string prefix = std::string(token_marker) + hex(secret_bytes(prefix_size));
        issued.secret = prefix + "_" + hex(secret_bytes(secret_size));
        const Digest digest = sha256(issued.secret);
        const std::string_view hash(reinterpret_cast<const char*>(digest.data()), digest.size());
        const Rows inserted = connection.exec(
            insert_token,
            Params(
                owner.int64(0, 0),
                token.label,
                prefix,
                Bytes{hash},
                token.scopes,
                to_string(token.rate),
                token.by,
                token.expires_at,
                static_cast<std::int64_t>(token.life.count())
            )
        );
        id = inserted.size() == 0 ? 0 : inserted.int64(0, 0);
    }
    issued.row = find_token(connection, id, std::nullopt).value();
    const json::Value detail = {
        {"person", issued.row.person_name},
        {"prefix", issued.row.prefix},
        {"scopes", issued.row.scopes},
        {"rate_class", to_string(issued.row.rate)},
        {"expires_at", to_iso8601(issued.row.expires_at)}};
    put_audit(connection, token.by, "token.created", audit_subject(issued.row), json::dump(detail));
    transaction.commit();
    return issued;
}

Result<TokenRow> revoke(
    Connection& connection,
    std::int64_t token,
    std::optional<std::int64_t> owner,
    const std::string& by
) {
    Transaction transaction(connection);
    if (!find_token(connection, token, owner))
        return Error(Code::not_found, "no token " + std::to_string(token));
    const bool changed = connection.exec(put_revoked, Params(token, by)).affected() == 1;
    TokenRow row = find_token(connection, token, owner).value();
    if (changed) {
        const json::Value detail = {{"person", row.person_name}, {"prefix", row.prefix}};
        put_audit(connection, by, "token.revoked", audit_subject(row), json::dump(detail));
    }
    transaction.commit();
    return row;
}

Result<std::vector<TokenRow>>
list(Connection& connection, TokenList which, std::optional<std::int64_t> owner) {
    const std::optional<std::int64_t> any;
    const bool all = which == TokenList::all;
    const Rows rows = connection.exec(select_tokens, Params(any, owner, all, tokens_max));
    std::vector<TokenRow> out;
    for (int i = 0; i < rows.size(); ++i)
        out.push_back(read_token(rows, i));
    return out;
}

} // namespace

asio::awaitable<Result<IssuedToken>> create_token(Database& database, NewToken token) {
    std::function<Result<IssuedToken>(Connection&)> job = [asked = std::move(token)](Connection& c
                                                          ) { return create(c, asked); };
    Result<IssuedToken> issued = co_await database.run<IssuedToken>("create_token", std::move(job));
    co_return issued;
}

asio::awaitable<Result<TokenRow>> revoke_token(
    Database& database,
    std::int64_t token,
    std::optional<std::int64_t> owner,
    std::string by
) {
    std::function<Result<TokenRow>(Connection&)> job =
        [token, owner, author = std::move(by)](Connection& c) {
            return revoke(c, token, owner, author);
        };
    Result<TokenRow> row = co_await database.run<TokenRow>("revoke_token", std::move(job));
    co_return row;
}

asio::awaitable<Result<std::vector<TokenRow>>>
list_tokens(Database& database, TokenList which, std::optional<std::int64_t> owner) {
    std::function<Result<std::vector<TokenRow>>(Connection&)> job = [which, owner](Connection& c) {
        return list(c, which, owner);
    };
    Result<std::vector<TokenRow>> rows =
        co_await database.run<std::vector<TokenRow>>("list_tokens", std::move(job));
    co_return rows;
}

} // namespace moisson::store
