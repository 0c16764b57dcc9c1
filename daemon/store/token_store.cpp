// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/token_store.hpp"

#include "core/digest.hpp"
#include "core/secret.hpp"
#include "store/connection.hpp"

#include <algorithm>
#include <map>
#include <mutex>

namespace moisson::store {
namespace {

constexpr std::size_t prefix_digits = 8;
constexpr std::size_t secret_digits = 64;
constexpr std::chrono::hours use_noted_every{1};

constexpr const char* select_live_tokens = R"sql(
select t.prefix, t.hash, p.id, p.name, p.role, t.scopes, p.countries, p.portals, t.rate_class, t.id,
    coalesce(t.last_used_at < moisson.now() - interval '1 hour', true)
from api_token t join person p on p.id = t.person
where t.revoked_at is null and t.expires_at > moisson.now() and p.disabled_at is null
order by t.id desc limit $1)sql";

constexpr const char* put_used = R"sql(
update api_token set last_used_at = moisson.now()
where id = $1 and coalesce(last_used_at < moisson.now() - interval '1 hour', true))sql";

struct Held {
    // SHA-256 of the token.
    std::string hash;
    Principal principal;
    // Its last use was noted long ago.
    bool unnoted = false;
};
// By prefix.
using Tokens = std::map<std::string, Held, std::less<>>;

bool is_hex(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    });
}

Result<Tokens> read_live_tokens(Connection& connection, std::int64_t limit) {
    const Rows rows = connection.exec(select_live_tokens, Params(limit));
    Tokens out;
    for (int i = 0; i < rows.size(); ++i) {
        Held held;
        Principal& who = held.principal;
        who.token_prefix = rows.str(i, 0);
        held.hash = rows.str(i, 1);
        who.id = rows.int64(i, 2);
        who.name = rows.str(i, 3);
        who.role = person_role_from_string(rows.text(i, 4)).value_or(PersonRole::subscriber);
        who.scopes = rows.texts(i, 5);
        who.countries = rows.texts(i, 6);
        who.portals = rows.texts(i, 7);
        who.rate = rate_class_from_string(rows.text(i, 8)).value_or(RateClass::standard);
        who.token = rows.int64(i, 9);
        held.unnoted = rows.boolean(i, 10);
        std::string prefix = who.token_prefix;
        out.emplace(std::move(prefix), std::move(held));
    }
    return out;
}

} // namespace

std::optional<std::string_view> token_prefix(std::string_view presented) {
    constexpr std::size_t prefix_bytes = token_marker.size() + prefix_digits;
    if (presented.size() != prefix_bytes + 1 + secret_digits ||
        !presented.starts_with(token_marker) || presented[prefix_bytes] != '_')
        return std::nullopt;
    if (!is_hex(presented.substr(token_marker.size(), prefix_digits)) ||
        !is_hex(presented.substr(prefix_bytes + 1)))
        return std::nullopt;
    return presented.substr(0, prefix_bytes);
}

struct TokenStore::Cache {
    mutable std::mutex mutex;
    std::shared_ptr<const Tokens> tokens;
    std::optional<Steady> read_at;
    std::optional<Steady> tried_at;
    // When a use was noted by this process.
    std::map<std::int64_t, Steady> noted;

    // Whether it is this caller's turn to read them again; the others go on with what is there.
    bool claim(Steady now, std::chrono::seconds after, std::chrono::seconds retry) {
        const std::scoped_lock lock(mutex);
        const bool fresh = read_at && now - *read_at < after;
        const bool tried = tried_at && now - *tried_at < retry;
        if (fresh || tried)
            return false;
        tried_at = now;
        return true;
    }
    std::shared_ptr<const Tokens> held() const {
        const std::scoped_lock lock(mutex);
        return tokens;
    }
    void put(Tokens read, Steady now) {
        const std::scoped_lock lock(mutex);
        tokens = std::make_shared<const Tokens>(std::move(read));
        read_at = now;
        std::erase_if(noted, [now](const auto& one) { return now - one.second > use_noted_every; });
    }
    bool claim_note(std::int64_t token, Steady now) {
        const std::scoped_lock lock(mutex);
        const auto [place, added] = noted.emplace(token, now);
        if (!added && now - place->second < use_noted_every)
            return false;
        place->second = now;
        return true;
    }
};

TokenStore::TokenStore(Database& database, const Clock& clock, TokenCacheOptions options)
    : database_(database), clock_(clock), options_(options), cache_(std::make_unique<Cache>()) {}

TokenStore::~TokenStore() = default;

asio::awaitable<std::optional<Error>> TokenStore::read_again() {
    const std::int64_t limit = options_.tokens_max;
    const Steady begun = clock_.steady_now();
    std::function<Result<Tokens>(Connection&)> job = [limit](Connection& c) {
        return read_live_tokens(c, limit);
    };
    Result<Tokens> tokens = co_await database_.run<Tokens>("read_tokens", std::move(job));
    if (tokens.has_error())
        co_return tokens.error();
    cache_->put(std::move(*tokens), begun);
    co_return std::nullopt;
}

asio::awaitable<void> TokenStore::note_use(std::int64_t token) {
    std::function<Result<bool>(Connection&)> job = [token](Connection& c) -> Result<bool> {
        try {
            c.exec(put_used, Params(token));
        } catch (const SqlError&) {
            // A standby, or a role that only reads: the token works, its use is not noted.
            return false;
        }
        return true;
    };
    const Result<bool> ignored = co_await database_.run<bool>("note_token_use", std::move(job));
    static_cast<void>(ignored);
}

asio::awaitable<Result<std::optional<Principal>>> TokenStore::authenticate(std::string presented) {
    const std::optional<std::string_view> prefix = token_prefix(presented);
    if (!prefix)
        co_return std::optional<Principal>();
    const Digest digest = sha256(presented);
    const std::string_view hash(reinterpret_cast<const char*>(digest.data()), digest.size());
    std::optional<Error> away;
    if (cache_->claim(clock_.steady_now(), options_.refresh_after, options_.retry_after))
        away = co_await read_again();
    std::shared_ptr<const Tokens> tokens = cache_->held();
    const bool known = tokens && tokens->find(*prefix) != tokens->end();
    if (!known && cache_->claim(clock_.steady_now(), {}, options_.retry_after)) {
        away = co_await read_again();
        tokens = cache_->held();
    }
    if (!tokens)
        co_return away.value_or(Error(Code::store_unavailable, "tokens were not read yet"));
    const auto found = tokens->find(*prefix);
    if (found == tokens->end() || !equal_in_constant_time(found->second.hash, hash))
        co_return std::optional<Principal>();
    const Principal principal = found->second.principal;
    if (found->second.unnoted && cache_->claim_note(principal.token, clock_.steady_now()))
        co_await note_use(principal.token);
    co_return std::optional<Principal>(principal);
}

} // namespace moisson::store
