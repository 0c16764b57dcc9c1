// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Rate limits: a token bucket per client and policy. Pure on the time that it is given.
// Thread-safe.
//
// The table is bounded, and nobody gains a fresh bucket by filling it: only buckets that are full
// again are forgotten, which changes nothing for their clients. When there are none, newcomers
// share the buckets of their neighbourhood (an IPv4 /16, an IPv6 /32) until there is room.
#pragma once

#include "core/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace moisson::net {

// `api.rate`: requests a minute.
struct RateOptions {
    bool enabled = true;
    // Without a token: API and open data, each client.
    std::int64_t anonymous = 600;
    // Without a token: pages, each client, beside the former.
    std::int64_t pages = 1'200;
    // With a token of the class.
    std::int64_t standard = 6'000;
    std::int64_t high = 60'000;
    // MiB of whole exports (datasets.csv, .ndjson) an hour, each client but those of the class
    // `high`; an export that has begun goes to its end.
    std::int64_t exports_mib = 1'024;
    // Clients remembered; beyond, new ones share the buckets of their neighbourhood.
    std::size_t clients_max = 100'000;
    // Addresses and networks without a limit.
    std::vector<std::string> exempt = {"127.0.0.0/8", "::1"};
};

struct RatePolicy {
    RatePolicy() = default;
    RatePolicy(
        std::string_view policy,
        std::int64_t requests,
        std::chrono::seconds time = std::chrono::seconds(60)
    )
        : name(policy), quota(requests), window(time) {}

    // As in RateLimit-Policy; a literal.
    std::string_view name = "default";
    // Requests, or other units, in `window`; a client that was silent for so long may send as many
    // at once.
    std::int64_t quota = 600;
    std::chrono::seconds window{60};
};

struct RateVerdict {
    bool allowed = true;
    std::int64_t quota = 0;
    // Requests that would be let through now.
    std::int64_t remaining = 0;
    // Until the whole quota is there again.
    std::chrono::seconds reset{0};
    // Until the next request is let through; 0 when allowed.
    std::chrono::seconds retry_after{0};
};

enum class ClientKind {
    // By address.
    stranger,
    // By token: there are as many as tokens, each has its place.
    known
};

class RateLimiter {
public:
    // `secret`: decides which clients share a slot of the table; unknown to them.
    RateLimiter(std::size_t clients_max, std::string secret);

    // Takes one request from the client's bucket, if it is there.
    RateVerdict
    take(ClientKind kind, std::string_view client, const RatePolicy& policy, Steady now);
    // It cost nothing after all.
    RateVerdict
    give_back(ClientKind kind, std::string_view client, const RatePolicy& policy, Steady now);
    // As take(), and takes nothing.
    RateVerdict
    look(ClientKind kind, std::string_view client, const RatePolicy& policy, Steady now);
    // Takes what something turned out to cost, whether it is there or not: until the debt is paid
    // nothing is let through. A debt is a quota at most, which is one `window`.
    void spend(
        ClientKind kind,
        std::string_view client,
        const RatePolicy& policy,
        double units,
        Steady now
    );

    std::size_t clients() const;

private:
    struct Bucket {
        double tokens = 0;
        double capacity = 0;
        double per_second = 0;
        Steady at{};

        void refill(Steady now);
    };
    using Table = std::unordered_map<std::uint64_t, Bucket>;

    Bucket&
    bucket_of(ClientKind kind, std::string_view client, const RatePolicy& policy, Steady now);
    std::uint64_t
    key_of(std::string_view kind, std::string_view client, std::string_view policy) const;
    void sweep(Steady now);

    const std::size_t clients_max_;
    const std::string secret_;
    mutable std::mutex mutex_;
    Table strangers_;
    Table known_;
    Table neighbourhoods_;
    std::optional<Steady> swept_at_;
};

// "41.82.0.0/16" of "41.82.7.1", "2001:db8::/32" of "2001:db8:0:1::/64".
std::string neighbourhood_of(std::string_view client);

} // namespace moisson::net
