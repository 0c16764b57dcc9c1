// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Channel from the pool or dialled, exchange, back into the pool.
#include "net/network_wire.hpp"

#include "core/clock.hpp"
#include "net/budget_key.hpp"
#include "net/dialer.hpp"
#include "net/exchange.hpp"
#include "net/pool.hpp"
#include "net/proxy.hpp"
#include "net/resolver.hpp"
#include "net/retry.hpp"
#include "net/turn.hpp"

namespace moisson::net {
namespace {

class NetworkWire final : public Wire {
public:
    NetworkWire(
        std::shared_ptr<ConnectionPool> pool,
        std::unique_ptr<Dialer> dialer,
        std::shared_ptr<AddressTurns> turns
    )
        : pool_(std::move(pool)), dialer_(std::move(dialer)), turns_(std::move(turns)) {}
    ~NetworkWire() override { pool_->close_all(); }

    std::optional<Error> judge(const WebAddress& address) const override {
        return dialer_->judge(address);
    }
    std::string budget_key(const WebAddress& address) const override {
        return net::budget_key(address, dialer_->guard());
    }
    asio::awaitable<Result<Answer>> carry(Journey& journey, const Message& message) override;

private:
    asio::awaitable<boost::system::result<Answer, ExchangeFailure>> exchange_once(
        Journey& journey,
        const Message& message,
        std::unique_ptr<Channel> channel,
        Limits limits
    );

    std::shared_ptr<ConnectionPool> pool_;
    std::unique_ptr<Dialer> dialer_;
    std::shared_ptr<AddressTurns> turns_;
};

asio::awaitable<boost::system::result<Answer, ExchangeFailure>> NetworkWire::exchange_once(
    Journey& journey,
    const Message& message,
    std::unique_ptr<Channel> channel,
    Limits limits
) {
    ++journey.requests;
    boost::system::result<Answer, ExchangeFailure> outcome =
        co_await exchange(*channel, message, limits);
    journey.certificate_expires = channel->certificate_expires;
    if (!outcome)
        co_return outcome;
    journey.wire_bytes += outcome->wire_bytes;
    if (outcome->keep_alive && channel->buffer.size() == 0)
        pool_->put(std::move(channel));
    co_return outcome;
}

asio::awaitable<Result<Answer>> NetworkWire::carry(Journey& journey, const Message& message) {
    const EndpointPolicy& policy = journey.request.policy;
    Limits limits(SystemClock().steady_now() + message.timeouts.total);
    std::unique_ptr<Channel> idle = pool_->take(dialer_->pool_key(message.address, policy));
    if (idle && idle->crowd_address) {
        const Steady begin = SystemClock().steady_now();
        const std::string key = budget_key(message.address);
        const std::optional<Error> refused =
            co_await turns_->wait(*idle->crowd_address, key, journey.request);
        if (refused)
            co_return *refused;
        limits.extend(SystemClock().steady_now() - begin);
    }
    if (idle) {
        boost::system::result<Answer, ExchangeFailure> outcome =
            co_await exchange_once(journey, message, std::move(idle), limits);
        if (outcome)
            co_return std::move(*outcome);
        // The server had closed the idle connection: not its fault, not ours.
        const ExchangeFailure& failure = outcome.error();
        const bool stale = !failure.answer_begun && failure.error.code == Code::connect_reset &&
                           is_idempotent(message.method);
        if (!stale)
            co_return failure.error;
    }
    Result<std::unique_ptr<Channel>> channel =
        co_await dialer_->dial(journey.request, message.address, message.timeouts, limits);
    if (!channel)
        co_return channel.error();
    boost::system::result<Answer, ExchangeFailure> outcome =
        co_await exchange_once(journey, message, std::move(*channel), limits);
    if (!outcome)
        co_return outcome.error().error;
    co_return std::move(*outcome);
}

std::unique_ptr<Dialer> make_dialer(
    const asio::any_io_executor& executor,
    const ClientOptions& options,
    TimerSource& timers,
    std::shared_ptr<AddressTurns> turns
) {
    ResolverOptions names;
    names.servers = options.dns_servers;
    auto dialer = std::make_unique<Dialer>(
        executor,
        make_resolver(executor, timers, std::move(names)),
        options.dns_timeout,
        AddressGuard(options.allow, own_public_addresses()),
        options.ca_file,
        std::move(turns)
    );
    dialer->use_proxies(
        parse_proxy(options.proxy_http),
        parse_proxy(options.proxy_https),
        options.no_proxy
    );
    return dialer;
}

std::shared_ptr<ConnectionPool>
make_pool(const asio::any_io_executor& executor, const ClientOptions& options) {
    PoolLimits limits;
    limits.idle_max = options.idle_connections_max;
    limits.idle_per_key_max = options.idle_connections_per_host_max;
    limits.age_max = options.idle_connection_age_max;
    return std::make_shared<ConnectionPool>(executor, limits);
}

} // namespace

std::unique_ptr<Wire> make_network_wire(
    const asio::any_io_executor& executor,
    const ClientOptions& options,
    ClientDeps deps
) {
    auto turns = std::make_shared<AddressTurns>(deps.budget, deps.timers, options.budget_wait_max);
    auto dialer = make_dialer(executor, options, deps.timers, turns);
    return std::make_unique<NetworkWire>(
        make_pool(executor, options),
        std::move(dialer),
        std::move(turns)
    );
}

} // namespace moisson::net
