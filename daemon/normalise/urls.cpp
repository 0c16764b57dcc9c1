// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/urls.hpp"

#include "core/ascii.hpp"
#include "core/limits.hpp"
#include "text/key.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

#include <idn2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>

namespace moisson::normalise {
namespace {

UrlReading invalid() {
    return {UrlState::invalid, {}};
}

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Characters that stand for themselves in a path, query or fragment.
bool stays(char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        return true;
    return std::string_view("-._~:/?#@!$&'()*+,;=").find(c) != std::string_view::npos;
}

std::string encoded(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size() + 16);
    bool fragment = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto byte = static_cast<unsigned char>(c);
        const bool escape =
            c == '%' && i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2]);
        const bool second_hash = c == '#' && fragment;
        fragment = fragment || c == '#';
        if (escape || (stays(c) && !second_hash)) {
            out += c;
            continue;
        }
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 0xFU];
    }
    return out;
}

// Trimmed, without control characters; backslashes of http paths are slashes, as in browsers.
std::string cleaned(std::string_view raw) {
    std::string out;
    raw = text::trim(raw);
    if (raw.size() > 1 && raw.front() == '<' && raw.back() == '>')
        raw = raw.substr(1, raw.size() - 2);
    out.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const auto byte = static_cast<unsigned char>(raw[i]);
        if (byte < 0x20 || byte == 0x7F)
            continue;
        out += raw[i];
    }
    return out;
}

bool is_valid_host(std::string_view host) {
    if (host.empty() || host.size() > 253 || host.front() == '.' ||
        host.find("..") != std::string_view::npos)
        return false;
    return std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    });
}

// Lower-case ASCII form of a host; empty when it is none.
std::string ascii_host(std::string_view host) {
    const std::string decoded = text::percent_decoded(host);
    if (decoded.starts_with('[')) {
        const bool closed =
            decoded.ends_with(']') &&
            decoded.find_first_not_of("0123456789abcdefABCDEF:.", 1) == decoded.size() - 1;
        return closed ? ascii_lowered(decoded) : std::string{};
    }
    const bool ascii = std::all_of(decoded.begin(), decoded.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x80;
    });
    if (ascii) {
        std::string lowered = ascii_lowered(decoded);
        return is_valid_host(lowered) ? lowered : std::string{};
    }
    char* converted = nullptr;
    const int outcome =
        idn2_to_ascii_8z(decoded.c_str(), &converted, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const std::unique_ptr<char, decltype(&idn2_free)> owner(converted, &idn2_free);
    if (outcome != IDN2_OK || converted == nullptr)
        return {};
    std::string name = ascii_lowered(converted);
    return is_valid_host(name) ? name : std::string{};
}

struct Scheme {
    std::string_view name;
    std::string_view port;
};

constexpr std::array<Scheme, 5> schemes = {
    {{"http", "80"}, {"https", "443"}, {"ftp", "21"}, {"ftps", "990"}, {"sftp", "22"}}};

const Scheme* scheme_of(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos)
        return nullptr;
    const std::string name = ascii_lowered(text.substr(0, colon));
    for (const Scheme& scheme : schemes)
        if (scheme.name == name)
            return &scheme;
    return nullptr;
}

// True when the text starts with a scheme, known or not ("mailto:", "javascript:").
bool has_scheme(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon < 2 || text.find_first_of("/?#") < colon)
        return false;
    return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '+' || c == '-' || c == '.';
    });
}

UrlReading absolute(const Scheme& scheme, std::string_view rest) {
    const auto end = std::min(rest.find_first_of("/?#"), rest.size());
    std::string_view authority = rest.substr(0, end);
    const std::string_view tail = rest.substr(end);
    std::string_view user;
    if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
        user = authority.substr(0, at + 1);
        authority.remove_prefix(at + 1);
    }
    std::string_view port;
    const auto colon = authority.rfind(':');
    if (colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos) {
        port = authority.substr(colon + 1);
        authority = authority.substr(0, colon);
    }
    unsigned number = 0;
    const auto parsed = std::from_chars(port.data(), port.data() + port.size(), number);
    if (!port.empty() &&
        (parsed.ec != std::errc{} || parsed.ptr != port.data() + port.size() || number > 65'535))
        return invalid();
    const std::string host = ascii_host(authority);
    if (host.empty())
        return invalid();
    UrlReading reading;
    reading.state = is_private_host(host) ? UrlState::private_network : UrlState::ok;
    reading.url.append(scheme.name).append("://").append(encoded(user)).append(host);
    if (!port.empty() && port != scheme.port)
        reading.url.append(":").append(port);
    if (!tail.starts_with('/'))
        reading.url += '/';
    reading.url += encoded(tail);
    if (reading.url.size() > limits::url_bytes)
        return invalid();
    // A URI by what was written above, but for what may stand before an @ and between brackets.
    const bool unsure = !user.empty() || host.front() == '[';
    if (unsure && boost::urls::parse_uri(reading.url).has_error())
        return invalid();
    return reading;
}

UrlReading relative(std::string_view text, std::string_view base) {
    const Scheme* scheme = scheme_of(base);
    const auto parsed_base =
        boost::urls::parse_uri(boost::urls::string_view(base.data(), base.size()));
    const std::string reference = encoded(text);
    const auto parsed = boost::urls::parse_relative_ref(reference);
    if (scheme == nullptr || parsed_base.has_error() || parsed.has_error())
        return invalid();
    boost::urls::url resolved;
    if (boost::urls::resolve(*parsed_base, *parsed, resolved).has_error())
        return invalid();
    const std::string_view whole(resolved.buffer().data(), resolved.buffer().size());
    const auto start = whole.find("://");
    return start == std::string_view::npos ? invalid() : absolute(*scheme, whole.substr(start + 3));
}

UrlReading read_reference(std::string_view raw, std::string_view base) {
    if (raw.size() > limits::url_bytes)
        return invalid();
    std::string text = cleaned(raw);
    if (text.empty())
        return {};
    // "http://https://..." and "http:https://...": the inner one is meant.
    for (const std::string_view doubled :
         {"http://http://", "http://https://", "https://http://", "https://https://"})
        if (text.starts_with(doubled))
            text.erase(0, doubled.find("://") + 3);
    if (const Scheme* scheme = scheme_of(text); scheme != nullptr) {
        std::string_view rest = std::string_view(text).substr(scheme->name.size() + 1);
        const auto slashes = rest.find_first_not_of("/\\");
        if (slashes == 0 || slashes == std::string_view::npos)
            return invalid();
        std::string path(rest.substr(slashes));
        if (path.find('\\') != std::string::npos)
            std::replace(
                path.begin(),
                path.begin() +
                    static_cast<std::ptrdiff_t>(std::min(path.find_first_of("?#"), path.size())),
                '\\',
                '/'
            );
        return absolute(*scheme, path);
    }
    if (has_scheme(text))
        return invalid();
    if (text.starts_with("www."))
        return absolute(schemes[0], text);
    if (text.starts_with("//")) {
        const Scheme* scheme = scheme_of(base);
        return scheme == nullptr ? invalid() : absolute(*scheme, std::string_view(text).substr(2));
    }
    // Prose is no reference: "voir le site", "à venir".
    if (text.find(' ') != std::string::npos && text.find('/') == std::string::npos)
        return invalid();
    return relative(text, base);
}

// "host:port" of an absolute address.
std::string_view authority_of(std::string_view url) {
    const auto begin = url.find("://");
    if (begin == std::string_view::npos)
        return {};
    url.remove_prefix(begin + 3);
    return url.substr(0, url.find_first_of("/?#"));
}

} // namespace

UrlReading read_url(std::string_view raw, std::string_view base) {
    UrlReading reading = read_reference(raw, base);
    // A portal that the operator declared inside a private network may point at itself.
    if (reading.state == UrlState::private_network &&
        authority_of(reading.url) == authority_of(read_reference(base, {}).url))
        reading.state = UrlState::ok;
    return reading;
}

} // namespace moisson::normalise
