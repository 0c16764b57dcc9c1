// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Addresses: first line an address, second the base it may be relative to. Promises: a good address
// is ASCII without spaces, of bounded length, and reads as itself; what the client may dial has a
// host, and a path that begins with a slash, and holds no control character; a Location resolved on
// a base is what its own text means.
#include "normalise/urls.hpp"

#include "core/limits.hpp"
#include "fuzz/harness.hpp"
#include "net/web_address.hpp"

#include <algorithm>

namespace moisson::fuzz {
namespace {

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

void check_address(const net::WebAddress& address) {
    require(!address.host.empty(), "an address has a host");
    require(is_plain(address.host), "a host is plain ASCII");
    require(
        std::none_of(
            address.host.begin(),
            address.host.end(),
            [](char c) { return c == '@' || c == '/' || c == '\\'; }
        ),
        "a host holds no sign that would end it"
    );
    require(address.path.starts_with('/'), "a path begins with a slash");
    require(is_plain(address.path), "a path is plain ASCII");
    const Result<net::WebAddress> again = net::parse_web_address(address.url());
    require(
        again.has_value() || address.url().size() > limits::url_bytes,
        "an address is read from its own text"
    );
    require(again.has_error() || *again == address, "an address reads as itself");
}

} // namespace

void urls(std::string_view input) {
    const Steered line = steered(input);
    const std::string raw = clean(line.first);
    const std::string base = clean(line.rest);
    for (const std::string_view on :
         {std::string_view(base), std::string_view("https://x.example/d/")}) {
        const normalise::UrlReading reading = normalise::read_url(raw, on);
        const bool has_url =
            reading.state == UrlState::ok || reading.state == UrlState::private_network;
        require(has_url == !reading.url.empty(), "a good address is given");
        if (!has_url)
            continue;
        require(is_plain(reading.url), "an address is plain ASCII");
        require(reading.url.size() <= limits::url_bytes, "an address is bounded");
        const normalise::UrlReading again = normalise::read_url(reading.url, on);
        require(again.url == reading.url, "an address reads as itself: " + reading.url);
        require(again.state == reading.state, "an address is as good as its text");
    }
    const Result<net::WebAddress> address = net::parse_web_address(line.first);
    if (address.has_value())
        check_address(*address);
    const Result<net::WebAddress> from = net::parse_web_address(line.rest);
    if (from.has_error())
        return;
    check_address(*from);
    const Result<net::WebAddress> to = net::resolve_web_address(*from, line.first);
    if (to.has_value())
        check_address(*to);
}

} // namespace moisson::fuzz
