// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "detect/address.hpp"

#include <algorithm>

namespace moisson::detect {
namespace {

constexpr std::string_view front = "www.";

std::string_view path_of(const net::WebAddress& address) {
    const std::string_view path = address.path;
    return path.substr(0, path.find('?'));
}

} // namespace

std::string with_scheme(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    if (text.find("://") != std::string_view::npos)
        return std::string(text);
    return "https://" + std::string(text);
}

std::string site_of(const net::WebAddress& address) {
    return (address.tls ? "https://" : "http://") + address.authority();
}

std::vector<std::string> bases_of(const net::WebAddress& address) {
    std::string_view path = path_of(address);
    const std::string_view last = path.substr(path.rfind('/') + 1);
    if (last.find('.') != std::string_view::npos)
        path.remove_suffix(last.size());
    std::vector<std::string> bases;
    for (std::size_t slash = path.find('/', 1); bases.size() + 1 < bases_max && path.size() > 1;
         slash = path.find('/', slash + 1)) {
        const std::string_view folder = path.substr(0, slash);
        if (!folder.ends_with('/'))
            bases.insert(bases.begin(), site_of(address) + std::string(folder));
        if (slash == std::string_view::npos || slash + 1 >= path.size())
            break;
    }
    bases.push_back(site_of(address));
    return bases;
}

std::string whole_path(const net::WebAddress& address) {
    std::string_view path = path_of(address);
    while (path.ends_with('/'))
        path.remove_suffix(1);
    return site_of(address) + std::string(path);
}

std::string
base_before(const net::WebAddress& address, std::span<const std::string_view> api_paths) {
    const std::string_view path = path_of(address);
    std::size_t best = std::string_view::npos;
    for (const std::string_view piece : api_paths) {
        for (std::size_t at = path.find(piece); at != std::string_view::npos;
             at = path.find(piece, at + 1)) {
            // "/dataset" is no piece of "/datasets-ouverts".
            const std::size_t end = at + piece.size();
            const bool whole = piece.ends_with('/') || end == path.size() || path[end] == '/';
            if (!whole)
                continue;
            best = std::min(best, at);
            break;
        }
    }
    if (best == std::string_view::npos)
        return {};
    std::string_view base = path.substr(0, best);
    while (base.ends_with('/'))
        base.remove_suffix(1);
    return site_of(address) + std::string(base);
}

std::string below(std::string_view base, std::string_view path) {
    while (base.ends_with('/'))
        base.remove_suffix(1);
    std::string out(base);
    if (!path.starts_with('?'))
        out += '/';
    return out += path;
}

std::string other_front_door(const net::WebAddress& address) {
    if (address.literal || address.host.find('.') == std::string::npos)
        return {};
    net::WebAddress other = address;
    if (address.host.starts_with(front))
        other.host = address.host.substr(front.size());
    else
        other.host = std::string(front) + address.host;
    return other.url();
}

std::string without_query(std::string_view url) {
    return std::string(url.substr(0, url.find_first_of("?#")));
}

std::string host_of(std::string_view url) {
    const Result<net::WebAddress> address = net::parse_web_address(url);
    if (address.has_error())
        return {};
    std::string host = address->host;
    if (host.starts_with(front))
        host.erase(0, front.size());
    return host;
}

bool same_place(std::string_view left, std::string_view right) {
    const Result<net::WebAddress> one = net::parse_web_address(left);
    const Result<net::WebAddress> two = net::parse_web_address(right);
    if (one.has_error() || two.has_error())
        return left == right;
    const auto default_port = [](const net::WebAddress& address) {
        return address.port == (address.tls ? 443 : 80);
    };
    const bool same_port = one->port == two->port || (default_port(*one) && default_port(*two));
    const auto path = [](const net::WebAddress& address) {
        std::string_view text = address.path;
        while (text.ends_with('/'))
            text.remove_suffix(1);
        return std::string(text);
    };
    return same_port && host_of(left) == host_of(right) && path(*one) == path(*two);
}

} // namespace moisson::detect
