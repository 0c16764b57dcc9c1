// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Cleaning and parsing of addresses, on Boost.URL and libidn2.
#include "net/web_address.hpp"

#include "core/ascii.hpp"
#include "core/limits.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

#include <idn2.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace moisson::net {

namespace {

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

Error bad_url(std::string_view why) {
    return Error(Code::bad_request_url, std::string(why));
}

std::string_view without_space(std::string_view text) {
    const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

void append_encoded(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
}

// Encodes what RFC 3986 does not let stand in a path or query. Valid escapes stay.
std::string encode_lenient(std::string_view text) {
    constexpr std::string_view forbidden = " \"<>\\^`{|}[]";
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool stray_percent =
            c == '%' && !(i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2]));
        const auto byte = static_cast<unsigned char>(c);
        if (stray_percent || byte >= 0x7f || forbidden.find(c) != std::string_view::npos)
            append_encoded(out, c);
        else
            out += c;
    }
    return out;
}

std::optional<std::string> decode_percent(std::string_view text) {
    const auto value = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2]))
            return std::nullopt;
        out += static_cast<char>(value(text[i + 1]) * 16 + value(text[i + 2]));
        i += 2;
    }
    return out;
}

// A last label of digits (or 0x...) makes a name an IPv4 address to some parsers and not to
// others: such tricks are no names.
bool looks_numeric(std::string_view host) {
    const std::size_t dot = host.rfind('.');
    const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
    const bool digits =
        std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool hex = last.starts_with("0x") && std::all_of(last.begin() + 2, last.end(), is_hex);
    return digits || hex;
}

Result<std::string> ascii_host(std::string_view raw) {
    const auto decoded = decode_percent(raw);
    if (!decoded || decoded->empty() || decoded->find('\0') != std::string::npos)
        return bad_url("host");
    char* converted = nullptr;
    const int status = idn2_to_ascii_8z(
        decoded->c_str(),
        &converted,
        IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL | IDN2_ALLOW_UNASSIGNED
    );
    const std::unique_ptr<char, void (*)(void*)> owner(converted, idn2_free);
    std::string host;
    if (status == IDN2_OK)
        host = converted;
    else if (std::all_of(decoded->begin(), decoded->end(), [](char c) { return c > 0x20; }))
        host = *decoded; // ASCII names that IDNA refuses ("a_b--c") exist and resolve.
    else
        return bad_url("host");
    for (char& c : host)
        c = ascii_lower(c);
    if (host.ends_with('.'))
        host.pop_back();
    const bool clean = std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    });
    if (!clean || host.empty() || host.size() > 253 || host.find("..") != std::string::npos)
        return bad_url("host");
    return host;
}

std::optional<std::uint16_t> parse_port(std::string_view digits, bool tls) {
    if (digits.empty())
        return static_cast<std::uint16_t>(tls ? 443 : 80);
    unsigned port = 0;
    for (const char digit : digits) {
        if (digit < '0' || digit > '9' || port > 65'535)
            return std::nullopt;
        port = port * 10 + static_cast<unsigned>(digit - '0');
    }
    if (port == 0 || port > 65'535)
        return std::nullopt;
    return static_cast<std::uint16_t>(port);
}

std::optional<Error> read_authority(WebAddress& target, std::string_view authority) {
    if (authority.find('@') != std::string_view::npos)
        return bad_url("credentials in the address");
    std::string_view host = authority;
    std::string_view digits;
    const std::size_t colon = authority.rfind(':');
    const std::size_t bracket = authority.rfind(']');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
        host = authority.substr(0, colon);
        digits = authority.substr(colon + 1);
    }
    const auto port = parse_port(digits, target.tls);
    if (!port)
        return bad_url("port");
    target.port = *port;
    boost::system::error_code error;
    if (host.starts_with('[')) {
        if (!host.ends_with(']'))
            return bad_url("host");
        const auto address =
            boost::asio::ip::make_address_v6(host.substr(1, host.size() - 2), error);
        if (error || address.scope_id() != 0)
            return bad_url("host");
        target.host = address.to_string();
        target.literal = true;
        return std::nullopt;
    }
    Result<std::string> name = ascii_host(host);
    if (!name)
        return name.error();
    target.host = std::move(*name);
    const auto address = boost::asio::ip::make_address_v4(target.host, error);
    target.literal = !error;
    if (target.literal)
        target.host = address.to_string();
    else if (looks_numeric(target.host))
        return bad_url("host");
    return std::nullopt;
}

} // namespace

std::string WebAddress::authority() const {
    const bool v6 = host.find(':') != std::string::npos;
    std::string out = v6 ? "[" + host + "]" : host;
    if (port != (tls ? 443 : 80))
        out += ":" + std::to_string(port);
    return out;
}

std::string WebAddress::origin() const {
    const bool v6 = host.find(':') != std::string::npos;
    return std::string(tls ? "https://" : "http://") + (v6 ? "[" + host + "]" : host) + ":" +
           std::to_string(port);
}

std::string WebAddress::url() const {
    return std::string(tls ? "https://" : "http://") + authority() + path;
}

Result<WebAddress> parse_web_address(std::string_view url) {
    const std::string_view text = without_space(url);
    if (text.empty() || text.size() > limits::url_bytes)
        return bad_url(text.empty() ? "empty" : "too long");
    const bool control = std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
    if (control)
        return bad_url("control character");
    const std::size_t colon = text.find("://");
    if (colon == std::string_view::npos)
        return bad_url("not absolute");
    std::string scheme = ascii_lowered(text.substr(0, colon));
    if (scheme != "http" && scheme != "https")
        return bad_url("scheme " + scheme.substr(0, 20));
    WebAddress target;
    target.tls = scheme == "https";
    const std::string_view rest = text.substr(colon + 3);
    const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
    if (auto error = read_authority(target, rest.substr(0, end)))
        return std::move(*error);
    std::string_view path = rest.substr(end);
    path = path.substr(0, path.find('#'));
    target.path = encode_lenient(path);
    if (!target.path.starts_with('/'))
        target.path.insert(0, "/");
    // What we built must be a URI to everybody else too.
    if (!boost::urls::parse_uri(target.url()))
        return bad_url("syntax");
    return target;
}

Result<WebAddress> resolve_web_address(const WebAddress& base, std::string_view location) {
    const std::string_view text = without_space(location);
    const std::size_t scheme = text.find("://");
    if (scheme != std::string_view::npos && text.find_first_of("/?#") == scheme + 1)
        return parse_web_address(text);
    if (text.starts_with("//"))
        return parse_web_address((base.tls ? "https:" : "http:") + std::string(text));
    const std::string encoded = encode_lenient(text.substr(0, text.find('#')));
    const std::string base_text = base.url();
    const auto base_url = boost::urls::parse_uri(base_text);
    const auto reference = boost::urls::parse_uri_reference(encoded);
    // A colon in the first segment ("data:...") is a scheme.
    if (!base_url || !reference || reference->has_scheme())
        return bad_url("redirect to " + std::string(text.substr(0, 100)));
    boost::urls::url resolved;
    if (!boost::urls::resolve(*base_url, *reference, resolved))
        return bad_url("redirect to " + std::string(text.substr(0, 100)));
    return parse_web_address(std::string(resolved.buffer().data(), resolved.buffer().size()));
}

} // namespace moisson::net
