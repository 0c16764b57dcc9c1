// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// CONNECT, and the settings that choose it.
#include "net/proxy.hpp"

#include "net/message_io.hpp"
#include "net/request_text.hpp"

#include <boost/beast/core/detail/base64.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <stdexcept>

namespace moisson::net {

namespace beast = boost::beast;

namespace {

std::string basic_authorization(const std::string& user, const std::string& password) {
    const std::string plain = user + ":" + password;
    std::string encoded(beast::detail::base64::encoded_size(plain.size()), '\0');
    encoded.resize(beast::detail::base64::encode(encoded.data(), plain.data(), plain.size()));
    return "Basic " + encoded;
}

Error proxy_error(std::string why) {
    return Error(Code::proxy_failed, std::move(why));
}

} // namespace

std::optional<Proxy> parse_proxy(std::string_view url) {
    if (url.empty())
        return std::nullopt;
    const auto parsed = boost::urls::parse_uri(url);
    if (!parsed || parsed->scheme() != "http" || parsed->encoded_host().empty())
        throw std::invalid_argument("proxy is not http://host:port");
    Proxy proxy;
    proxy.host = parsed->host_name().empty() ? parsed->host_address() : parsed->host_name();
    if (parsed->has_port() && parsed->port_number() != 0)
        proxy.port = parsed->port_number();
    if (parsed->has_userinfo())
        proxy.authorization = basic_authorization(parsed->user(), parsed->password());
    return proxy;
}

bool bypasses_proxy(std::string_view host, const std::vector<std::string>& no_proxy) {
    return std::any_of(no_proxy.begin(), no_proxy.end(), [host](std::string_view entry) {
        if (entry == "*")
            return true;
        if (entry.starts_with('.'))
            entry.remove_prefix(1);
        if (entry.empty() || !host.ends_with(entry))
            return false;
        return host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
    });
}

asio::awaitable<std::optional<Error>>
open_tunnel(Channel& channel, const Proxy& proxy, const WebAddress& target, Steady deadline) {
    const bool v6 = target.host.find(':') != std::string::npos;
    const std::string authority =
        (v6 ? "[" + target.host + "]" : target.host) + ":" + std::to_string(target.port);
    const std::string request = connect_text(authority, proxy.authorization);
    channel.lowest().expires_at(deadline);
    const IoOutcome written = co_await write_bytes(channel, request);
    if (written.error == asio::error::operation_aborted)
        co_return Error(Code::cancelled);
    if (written.error)
        co_return proxy_error(written.error.message());
    IncomingParser answer;
    answer.skip(true);
    const IoOutcome read = co_await read_header(channel, answer);
    if (read.error == asio::error::operation_aborted)
        co_return Error(Code::cancelled);
    if (read.error)
        co_return proxy_error(read.error.message());
    if (answer.get().result_int() / 100 != 2)
        co_return proxy_error("status " + std::to_string(answer.get().result_int()));
    // The server does not speak before we do: anything here comes from the proxy.
    channel.buffer.clear();
    co_return std::nullopt;
}

} // namespace moisson::net
