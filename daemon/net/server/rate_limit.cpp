// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "net/server/rate_limit.hpp"

#include "core/assert.hpp"
#include "core/digest.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>

namespace moisson::net {
namespace {

namespace ip = boost::asio::ip;

// Buckets of neighbourhoods for each policy, and how much larger than a client's they are.
constexpr std::uint64_t neighbourhood_slots = 256;
constexpr double neighbourhood_share = 10;
constexpr std::chrono::seconds sweep_every{1};

std::chrono::seconds seconds_for(double tokens, double per_second) {
    // A hair less than whole is whole: 0.1 * 10.
    constexpr double hair = 1e-6;
    return std::chrono::seconds(
        static_cast<std::int64_t>(std::ceil(std::max(0.0, tokens / per_second - hair)))
    );
}

} // namespace

std::string neighbourhood_of(std::string_view client) {
    boost::system::error_code error;
    const ip::address parsed = ip::make_address(client.substr(0, client.find('/')), error);
    if (error)
        return std::string(client);
    if (parsed.is_v4())
        return ip::make_network_v4(parsed.to_v4(), 16).canonical().to_string();
    return ip::make_network_v6(parsed.to_v6(), 32).canonical().to_string();
}

RateLimiter::RateLimiter(std::size_t clients_max, std::string secret)
    : clients_max_(clients_max), secret_(std::move(secret)) {
    MOISSON_ASSERT(clients_max_ > 0);
}

void RateLimiter::Bucket::refill(Steady now) {
    const std::chrono::duration<double> passed = now - at;
    if (passed.count() <= 0)
        return;
    tokens = std::min(capacity, tokens + passed.count() * per_second);
    at = now;
}

std::uint64_t
RateLimiter::key_of(std::string_view kind, std::string_view client, std::string_view policy) const {
    std::string text = secret_;
    for (const std::string_view part : {kind, policy, client}) {
        text += part;
        text += '\0';
    }
    const Digest digest = sha256(text);
    std::uint64_t key = 0;
    std::memcpy(&key, digest.data(), sizeof key);
    return key;
}

void RateLimiter::sweep(Steady now) {
    if (swept_at_ && now - *swept_at_ < sweep_every)
        return;
    swept_at_ = now;
    for (auto at = strangers_.begin(); at != strangers_.end();) {
        at->second.refill(now);
        at = at->second.tokens >= at->second.capacity ? strangers_.erase(at) : std::next(at);
    }
}

RateLimiter::Bucket& RateLimiter::bucket_of(
    ClientKind kind,
    std::string_view client,
    const RatePolicy& policy,
    Steady now
) {
    const auto quota = static_cast<double>(policy.quota);
    const double per_second = quota / static_cast<double>(policy.window.count());
    const auto in = [&](Table& table, std::uint64_t key, double share) -> Bucket& {
        const auto [place, added] = table.try_emplace(key);
        Bucket& bucket = place->second;
        // Another quota after a reload is another bucket.
        if (added || bucket.capacity != quota * share)
            bucket = {quota * share, quota * share, per_second * share, now};
        bucket.refill(now);
        return bucket;
    };
    if (kind == ClientKind::known)
        return in(known_, key_of("token", client, policy.name), 1);
    const std::uint64_t key = key_of("client", client, policy.name);
    if (strangers_.size() >= clients_max_ && !strangers_.contains(key))
        sweep(now);
    if (strangers_.size() < clients_max_ || strangers_.contains(key))
        return in(strangers_, key, 1);
    const std::string around = neighbourhood_of(client);
    const std::uint64_t slot = key_of("around", around, {}) % neighbourhood_slots;
    return in(
        neighbourhoods_,
        key_of("slot", std::to_string(slot), policy.name),
        neighbourhood_share
    );
}

namespace {

RateVerdict verdict(bool allowed, double tokens, double per_second, const RatePolicy& policy) {
    RateVerdict out;
    out.allowed = allowed;
    out.quota = policy.quota;
    out.remaining = std::clamp<std::int64_t>(static_cast<std::int64_t>(tokens), 0, policy.quota);
    const double missing = static_cast<double>(policy.quota) - tokens;
    out.reset = seconds_for(missing, per_second);
    if (!allowed)
        out.retry_after = std::max(std::chrono::seconds(1), seconds_for(1 - tokens, per_second));
    return out;
}

} // namespace

RateVerdict
RateLimiter::take(ClientKind kind, std::string_view client, const RatePolicy& policy, Steady now) {
    const std::scoped_lock lock(mutex_);
    Bucket& bucket = bucket_of(kind, client, policy, now);
    const bool allowed = bucket.tokens >= 1;
    if (allowed)
        bucket.tokens -= 1;
    return verdict(allowed, bucket.tokens, bucket.per_second, policy);
}

RateVerdict RateLimiter::give_back(
    ClientKind kind,
    std::string_view client,
    const RatePolicy& policy,
    Steady now
) {
    const std::scoped_lock lock(mutex_);
    Bucket& bucket = bucket_of(kind, client, policy, now);
    bucket.tokens = std::min(bucket.capacity, bucket.tokens + 1);
    return verdict(true, bucket.tokens, bucket.per_second, policy);
}

RateVerdict
RateLimiter::look(ClientKind kind, std::string_view client, const RatePolicy& policy, Steady now) {
    const std::scoped_lock lock(mutex_);
    const Bucket& bucket = bucket_of(kind, client, policy, now);
    return verdict(bucket.tokens >= 1, bucket.tokens, bucket.per_second, policy);
}

void RateLimiter::spend(
    ClientKind kind,
    std::string_view client,
    const RatePolicy& policy,
    double units,
    Steady now
) {
    const std::scoped_lock lock(mutex_);
    Bucket& bucket = bucket_of(kind, client, policy, now);
    bucket.tokens = std::max(-bucket.capacity, bucket.tokens - units);
}

std::size_t RateLimiter::clients() const {
    const std::scoped_lock lock(mutex_);
    return strangers_.size();
}

} // namespace moisson::net
