// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/token_store.hpp"

#include "async/bell.hpp"
#include "core/digest.hpp"
#include "core/secret.hpp"
#include "store/connection.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <utility>

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
    // What comes next for who looks for a prefix, or a reading newer than the one of that number.
    struct Step {
        enum class Kind { done, away, wait, sleep, read };
        Kind kind = Kind::done;
        std::optional<Error> failure;
        std::uint64_t rung = 0;
        Steady until{};
    };

    mutable std::mutex mutex;
    std::shared_ptr<const Tokens> tokens;
    std::optional<Steady> read_at;
    // When the last reading began, or failed.
    std::optional<Steady> tried_at;
    // Readings are numbered: the newest that began, and the newest that ended well.
    std::uint64_t begun = 0;
    std::uint64_t ended_well = 0;
    bool under_way = false;
    // Of the last reading that ended.
    std::optional<Error> failure;
    Bell ended;
    std::size_t waiting = 0;
    // Digests of tokens that the last reading did not find.
    std::set<std::string, std::less<>> wrong;
    // When a use was noted by this process.
    std::map<std::int64_t, Steady> noted;

    std::uint64_t readings() const {
        const std::scoped_lock lock(mutex);
        return begun;
    }
    // Whether it is this caller's turn to read old tokens again; the others go on with what is
    // there.
    bool claim_refresh(Steady now, const TokenCacheOptions& options) {
        const std::scoped_lock lock(mutex);
        if (!read_at || under_way || now - *read_at < options.refresh_after ||
            now - *tried_at < options.retry_after)
            return false;
        begin(now);
        return true;
    }
    Step
    next(std::string_view prefix, std::uint64_t before, Steady now, std::chrono::seconds retry) {
        const std::scoped_lock lock(mutex);
        Step step;
        if (ended_well > before || (tokens && tokens->find(prefix) != tokens->end()))
            return step;
        if (under_way) {
            step.kind = Step::Kind::wait;
            step.rung = ended.rung();
        } else if (tried_at && now - *tried_at < retry) {
            step.kind = failure ? Step::Kind::away : Step::Kind::sleep;
            step.failure = failure;
            step.until = *tried_at + retry;
        } else {
            step.kind = Step::Kind::read;
            begin(now);
        }
        return step;
    }
    std::shared_ptr<const Tokens> held() const {
        const std::scoped_lock lock(mutex);
        return tokens;
    }
    void end_well(Tokens read, std::uint64_t number, Steady began) {
        const std::scoped_lock lock(mutex);
        tokens = std::make_shared<const Tokens>(std::move(read));
        read_at = began;
        ended_well = number;
        failure.reset();
        wrong.clear();
        std::erase_if(noted, [began](const auto& one) {
            return began - one.second > use_noted_every;
        });
    }
    void fail(Error why, Steady when) {
        const std::scoped_lock lock(mutex);
        failure = std::move(why);
        tried_at = when;
    }
    void end() {
        {
            const std::scoped_lock lock(mutex);
            under_way = false;
        }
        ended.ring();
    }
    bool is_wrong(std::string_view hash) const {
        const std::scoped_lock lock(mutex);
        return wrong.find(hash) != wrong.end();
    }
    void note_wrong(std::string_view hash, std::size_t most) {
        const std::scoped_lock lock(mutex);
        if (wrong.size() < most)
            wrong.emplace(hash);
    }
    bool claim_note(std::int64_t token, Steady now) {
        const std::scoped_lock lock(mutex);
        const auto [place, added] = noted.emplace(token, now);
        if (!added && now - place->second < use_noted_every)
            return false;
        place->second = now;
        return true;
    }

private:
    void begin(Steady now) {
        under_way = true;
        tried_at = now;
        ++begun;
    }
};

// The reading under way, by who claimed it: it ends however its coroutine does.
class TokenStore::Reading {
public:
    Reading(std::shared_ptr<Cache> cache, Steady began)
        : cache_(std::move(cache)), number_(cache_->readings()), began_(began) {}
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    ~Reading() {
        if (!settled_)
            cache_->fail(Error(Code::store_unavailable, "tokens were not read yet"), began_);
        cache_->end();
    }
    void settle(Result<Tokens> read, Steady now) {
        settled_ = true;
        if (read.has_error())
            cache_->fail(read.error(), now);
        else
            cache_->end_well(std::move(*read), number_, began_);
    }

private:
    std::shared_ptr<Cache> cache_;
    std::uint64_t number_;
    Steady began_;
    bool settled_ = false;
};

// One of those who wait for a reading, unless there are too many.
class TokenStore::Waiter {
public:
    Waiter(std::shared_ptr<Cache> cache, std::size_t most) : cache_(std::move(cache)) {
        const std::scoped_lock lock(cache_->mutex);
        counted_ = cache_->waiting < most;
        if (counted_)
            ++cache_->waiting;
    }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    ~Waiter() {
        const std::scoped_lock lock(cache_->mutex);
        if (counted_)
            --cache_->waiting;
    }
    bool may_wait() const { return counted_; }

private:
    std::shared_ptr<Cache> cache_;
    bool counted_ = false;
};

TokenStore::TokenStore(Database& database, TimerSource& timers, TokenCacheOptions options)
    : database_(database), timers_(timers), options_(options), cache_(std::make_shared<Cache>()) {}

TokenStore::~TokenStore() = default;

// `reading` was claimed. It is there before anything can throw: one that never ends would be the
// last.
asio::awaitable<void> TokenStore::read_again(std::unique_ptr<Reading> reading) {
    const std::int64_t limit = options_.tokens_max;
    std::function<Result<Tokens>(Connection&)> job = [limit](Connection& c) {
        return read_live_tokens(c, limit);
    };
    Result<Tokens> tokens = co_await database_.run<Tokens>("read_tokens", std::move(job));
    reading->settle(std::move(tokens), timers_.steady_now());
}

// Nothing once the prefix is known, or a reading that began after that one ended well; else why
// nobody can tell.
asio::awaitable<std::optional<Error>>
TokenStore::look_up(std::string_view prefix, std::uint64_t before) {
    const Waiter waiter(cache_, options_.waiting_max);
    if (!waiter.may_wait())
        co_return Error(Code::store_unavailable, "too many tokens are looked up");
    for (;;) {
        Cache::Step step = cache_->next(prefix, before, timers_.steady_now(), options_.retry_after);
        if (step.kind == Cache::Step::Kind::done || step.kind == Cache::Step::Kind::away)
            co_return std::move(step.failure);
        if (step.kind == Cache::Step::Kind::wait)
            co_await cache_->ended.wait(step.rung);
        else if (step.kind == Cache::Step::Kind::sleep)
            co_await timers_.sleep_until(step.until);
        if (step.kind != Cache::Step::Kind::read)
            continue;
        auto reading = std::make_unique<Reading>(cache_, timers_.steady_now());
        co_await read_again(std::move(reading));
    }
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
    const std::uint64_t before = cache_->readings();
    if (cache_->claim_refresh(timers_.steady_now(), options_)) {
        auto reading = std::make_unique<Reading>(cache_, timers_.steady_now());
        co_await read_again(std::move(reading));
    }
    std::shared_ptr<const Tokens> tokens = cache_->held();
    if (!tokens || tokens->find(*prefix) == tokens->end()) {
        if (cache_->is_wrong(hash))
            co_return std::optional<Principal>();
        const std::optional<Error> away = co_await look_up(*prefix, before);
        if (away)
            co_return *away;
        tokens = cache_->held();
    }
    const auto found = tokens->find(*prefix);
    if (found == tokens->end() || !equal_in_constant_time(found->second.hash, hash)) {
        cache_->note_wrong(hash, options_.wrong_max);
        co_return std::optional<Principal>();
    }
    const Principal principal = found->second.principal;
    if (found->second.unnoted && cache_->claim_note(principal.token, timers_.steady_now()))
        co_await note_use(principal.token);
    co_return std::optional<Principal>(principal);
}

} // namespace moisson::store
