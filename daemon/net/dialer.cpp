// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dialling, phase by phase.
#include "net/dialer.hpp"

#include "core/clock.hpp"
#include "net/budget_key.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace moisson::net {

namespace beast = boost::beast;
namespace ip = boost::asio::ip;

namespace {

Steady steady_now() {
    return SystemClock().steady_now();
}

// Connects the channel to the first of `addresses` that answers; `guard` judges the address the
// socket really reached, null for proxies.
asio::awaitable<std::optional<Error>> connect_first(
    Channel& channel,
    const Addresses& addresses,
    std::uint16_t port,
    Steady deadline,
    const AddressGuard* guard
) {
    Error last(Code::dns_no_address);
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const ip::tcp::endpoint endpoint(addresses[i], port);
        if (guard != nullptr)
            if (auto refused = guard->judge(endpoint))
                co_return refused;
        // The addresses that are left share the time that is left.
        const Steady now = steady_now();
        const auto left = static_cast<Steady::rep>(addresses.size() - i);
        beast::tcp_stream& stream = *channel.tcp;
        stream.expires_at(now + (deadline - now) / left);
        const auto [error] =
            co_await stream.async_connect(endpoint, asio::as_tuple(asio::use_awaitable));
        if (error == asio::error::operation_aborted)
            co_return Error(Code::cancelled);
        if (error) {
            Error met = network_error(error, Phase::connect);
            // What another address said of the server weighs more than what we lack.
            if (i == 0 || met.code != Code::local_resources)
                last = std::move(met);
            boost::system::error_code ignored;
            stream.socket().close(ignored);
            continue;
        }
        boost::system::error_code unknown;
        const ip::tcp::endpoint reached = stream.socket().remote_endpoint(unknown);
        if (unknown)
            co_return network_error(unknown, Phase::connect);
        if (guard != nullptr)
            if (auto refused = guard->judge(reached))
                co_return refused;
        boost::system::error_code ignored;
        stream.socket().set_option(ip::tcp::no_delay(true), ignored);
        co_return std::nullopt;
    }
    co_return last;
}

} // namespace

void Dialer::use_proxies(
    std::optional<Proxy> plain,
    std::optional<Proxy> tunnel,
    std::vector<std::string> no_proxy
) {
    plain_proxy_ = std::move(plain);
    tunnel_proxy_ = std::move(tunnel);
    no_proxy_ = std::move(no_proxy);
}

const Proxy* Dialer::proxy_for(const WebAddress& target) const {
    const std::optional<Proxy>& proxy = target.tls ? tunnel_proxy_ : plain_proxy_;
    if (!proxy || bypasses_proxy(target.host, no_proxy_))
        return nullptr;
    boost::system::error_code not_literal;
    const auto address = ip::make_address(target.host, not_literal);
    if (!not_literal && guard_.allows(address, target.port))
        return nullptr;
    return &*proxy;
}

std::string Dialer::pool_key(const WebAddress& target, const EndpointPolicy& policy) const {
    return target.origin() + (policy.verify_tls ? "|verify|" : "|any|") + policy.ca_file;
}

asio::awaitable<Result<Addresses>>
Dialer::judged_addresses(const WebAddress& target, const Timeouts& timeouts, bool proxied) {
    if (auto refused = guard_.judge_name(target.host, target.port))
        co_return std::move(*refused);
    const std::chrono::milliseconds limit = timeouts.dns.value_or(dns_timeout_);
    Result<Addresses> addresses = co_await resolver_->resolve(target.host, limit);
    // Behind a proxy names may be unknown here; what is known is still judged.
    if (!addresses && proxied)
        co_return Addresses();
    if (!addresses)
        co_return addresses.error();
    if (auto refused = guard_.judge(target.host, *addresses, target.port))
        co_return std::move(*refused);
    co_return addresses;
}

asio::awaitable<std::optional<Error>> Dialer::connect_direct(
    Channel& channel,
    const Addresses& addresses,
    std::uint16_t port,
    Steady deadline
) {
    return connect_first(channel, addresses, port, deadline, &guard_);
}

asio::awaitable<std::optional<Error>> Dialer::connect_proxy(
    Channel& channel,
    const Proxy& proxy,
    const Timeouts& timeouts,
    Steady deadline
) {
    const std::chrono::milliseconds limit = timeouts.dns.value_or(dns_timeout_);
    const Result<Addresses> addresses = co_await resolver_->resolve(proxy.host, limit);
    if (!addresses && addresses.error().code == Code::local_resources)
        co_return addresses.error();
    if (!addresses)
        co_return Error(Code::proxy_failed, std::string(to_string(addresses.error().code)));
    const std::optional<Error> error =
        co_await connect_first(channel, *addresses, proxy.port, deadline, nullptr);
    if (!error || error->code == Code::cancelled || error->code == Code::local_resources)
        co_return error;
    co_return Error(Code::proxy_failed, std::string(to_string(error->code)));
}

asio::awaitable<Result<std::unique_ptr<Channel>>>
Dialer::dial(const Request& request, WebAddress target, Timeouts timeouts, Limits& limits) {
    const EndpointPolicy& policy = request.policy;
    const Proxy* proxy = proxy_for(target);
    const Result<Addresses> addresses =
        co_await judged_addresses(target, timeouts, proxy != nullptr);
    if (!addresses)
        co_return addresses.error();
    auto channel = std::make_unique<Channel>(executor_);
    channel->pool_key = pool_key(target, policy);
    if (proxy == nullptr && !target.literal) {
        channel->crowd_address = addresses->front();
        const Steady begin = steady_now();
        const std::string key = budget_key(target.host);
        std::optional<Error> refused = co_await turns_->wait(addresses->front(), key, request);
        if (refused)
            co_return std::move(*refused);
        limits.extend(steady_now() - begin);
    }
    const Steady connect_deadline = limits.end_of(steady_now(), timeouts.connect);
    std::optional<Error> error;
    if (proxy != nullptr)
        error = co_await connect_proxy(*channel, *proxy, timeouts, connect_deadline);
    else
        error = co_await connect_direct(*channel, *addresses, target.port, connect_deadline);
    if (!error && proxy != nullptr && target.tls)
        error = co_await open_tunnel(*channel, *proxy, target, connect_deadline);
    if (error)
        co_return limits.explain(std::move(*error), steady_now());
    if (proxy != nullptr && !target.tls) {
        channel->absolute_form = true;
        channel->proxy_authorization = proxy->authorization;
    }
    if (!target.tls)
        co_return channel;
    Result<std::shared_ptr<boost::asio::ssl::context>> context =
        tls_.find(policy.verify_tls, policy.ca_file);
    if (!context)
        co_return context.error();
    const Steady tls_deadline = limits.end_of(steady_now(), timeouts.tls);
    error = co_await start_tls(
        *channel,
        *context,
        target.host,
        target.literal,
        policy.verify_tls,
        tls_deadline
    );
    if (error)
        co_return limits.explain(std::move(*error), steady_now());
    co_return channel;
}

} // namespace moisson::net
