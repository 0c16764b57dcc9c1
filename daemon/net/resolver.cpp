// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The resolver: cache and shared lookups in front of c-ares.
#include "net/resolver.hpp"

#include "async/deadline.hpp"
#include "core/limits.hpp"
#include "net/ares_channel.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <unordered_map>

namespace moisson::net {

namespace {

constexpr std::size_t lookups_per_name_max = 2;
// A name that never answers is not asked again at once for each of its addresses.
constexpr std::chrono::seconds timeout_ttl{30};

// One question to the name servers and everybody who waits for it.
struct Lookup {
    explicit Lookup(const asio::any_io_executor& executor) : answered(executor, Steady::max()) {}

    boost::asio::steady_timer answered;
    std::optional<DnsAnswer> answer;
    bool given_up = false;
};

struct Cached {
    Result<Addresses> result;
    Steady expires;
};

struct Tables {
    std::unordered_map<std::string, Cached> cache;
    std::unordered_map<std::string, std::vector<std::shared_ptr<Lookup>>> pending;
};

asio::awaitable<void> wait_answer(std::shared_ptr<Lookup> lookup) {
    const auto [ignored] =
        co_await lookup->answered.async_wait(asio::as_tuple(asio::use_awaitable));
    static_cast<void>(ignored);
}

class AresResolver final : public Resolver {
public:
    AresResolver(asio::any_io_executor executor, TimerSource& timers, ResolverOptions options)
        : executor_(std::move(executor)), timers_(timers), options_(std::move(options)),
          tables_(std::make_shared<Tables>()),
          channel_(std::make_shared<AresChannel>(executor_, options_.servers)) {}

    asio::awaitable<Result<Addresses>>
    resolve(std::string host, std::chrono::milliseconds limit) override;

private:
    std::shared_ptr<Lookup> join_lookup(const std::string& host);
    void answered(const std::string& host, const DnsAnswer& answer);
    Result<Addresses> to_result(const std::string& host, const DnsAnswer& answer) const;

    asio::any_io_executor executor_;
    TimerSource& timers_;
    ResolverOptions options_;
    std::shared_ptr<Tables> tables_;
    std::shared_ptr<AresChannel> channel_;
};

Result<Addresses> AresResolver::to_result(const std::string& host, const DnsAnswer& answer) const {
    if (answer.failure)
        return Error(*answer.failure, host);
    return answer.addresses;
}

void AresResolver::answered(const std::string& host, const DnsAnswer& answer) {
    std::chrono::seconds ttl = std::clamp(answer.ttl, options_.ttl_min, options_.ttl_max);
    if (answer.failure == Code::dns_servfail || answer.failure == Code::local_resources)
        return;
    if (answer.failure)
        ttl = answer.failure == Code::dns_timeout ? timeout_ttl : options_.negative_ttl;
    auto& cache = tables_->cache;
    const Steady now = timers_.steady_now();
    if (cache.size() >= limits::dns_cache_names)
        std::erase_if(cache, [now](const auto& entry) { return entry.second.expires <= now; });
    if (cache.size() >= limits::dns_cache_names)
        cache.clear();
    cache.insert_or_assign(host, Cached{to_result(host, answer), now + ttl});
}

// Null when the name has its share of open questions already.
std::shared_ptr<Lookup> AresResolver::join_lookup(const std::string& host) {
    auto& open = tables_->pending[host];
    if (!open.empty() && !open.back()->given_up)
        return open.back();
    if (open.size() >= lookups_per_name_max)
        return nullptr;
    auto lookup = std::make_shared<Lookup>(executor_);
    open.push_back(lookup);
    auto done = [this, host, lookup, weak = std::weak_ptr(tables_)](DnsAnswer answer) {
        lookup->answer = std::move(answer);
        lookup->answered.expires_at(Steady::min());
        // Without tables the resolver is being destroyed.
        const auto tables = weak.lock();
        if (!tables)
            return;
        const auto entry = tables->pending.find(host);
        if (entry != tables->pending.end()) {
            std::erase(entry->second, lookup);
            if (entry->second.empty())
                tables->pending.erase(entry);
        }
        answered(host, *lookup->answer);
    };
    channel_->ask(host, std::move(done));
    return lookup;
}

asio::awaitable<Result<Addresses>>
AresResolver::resolve(std::string host, std::chrono::milliseconds limit) {
    boost::system::error_code not_literal;
    const auto literal = boost::asio::ip::make_address(host, not_literal);
    if (!not_literal)
        co_return Addresses(1, literal);
    if (host == "localhost" || host.ends_with(".localhost"))
        co_return Addresses(1, boost::asio::ip::address_v4::loopback());
    const auto cached = tables_->cache.find(host);
    if (cached != tables_->cache.end() && cached->second.expires > timers_.steady_now())
        co_return cached->second.result;
    const std::shared_ptr<Lookup> lookup = join_lookup(host);
    if (!lookup)
        co_return Error(Code::dns_timeout, host);
    SystemTimers real;
    const Steady deadline = real.steady_now() + limit;
    while (!lookup->answer) {
        const bool notified = co_await with_deadline(real, deadline, wait_answer(lookup));
        if (!notified && !lookup->answer) {
            lookup->given_up = true;
            co_return Error(Code::dns_timeout, host);
        }
    }
    co_return to_result(host, *lookup->answer);
}

} // namespace

std::unique_ptr<Resolver>
make_resolver(asio::any_io_executor executor, TimerSource& timers, ResolverOptions options) {
    return std::make_unique<AresResolver>(std::move(executor), timers, std::move(options));
}

} // namespace moisson::net
