// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cluster/address.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace moisson::cluster {
namespace {

constexpr std::size_t uuid_size = 36;
// Shorter names ("budget", "index") are no identifiers by themselves.
constexpr std::size_t identifier_min = 8;

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_uuid(std::string_view text) {
    for (std::size_t i = 0; i < uuid_size; ++i) {
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? text[i] != '-' : !is_hex(text[i]))
            return false;
    }
    return true;
}

bool is_identifier(std::string_view segment) {
    return segment.size() >= identifier_min && segment.find('.') == std::string_view::npos;
}

std::string named(std::string_view host, std::string_view name) {
    std::string out(host);
    out += '|';
    out += name;
    return out;
}

std::string_view last_part(std::string_view text) {
    return text.substr(text.rfind('/') + 1);
}

// "catalog.search#/metadata/ID", "?uuid=ID", ".../dataset/ID".
std::string_view what_names(const Address& address) {
    if (!address.fragment.empty())
        return last_part(address.fragment);
    return address.query.empty() ? last_part(address.path) : address.query;
}

bool is_language(std::string_view segment) {
    static constexpr std::array<std::string_view, 8> languages =
        {"ar", "de", "en", "es", "fr", "it", "nl", "pt"};
    return std::find(languages.begin(), languages.end(), segment) != languages.end();
}

// "/fr/datasets/ban" is "/datasets/ban". Where no catalogue word follows, two letters may be a
// country.
Address without_language(Address address) {
    const std::vector<std::string_view> segments = address.segments();
    if (segments.size() > 2 && is_language(segments[0]) && is_catalogue_word(segments[1]))
        address.path.remove_prefix(
            static_cast<std::size_t>(segments[1].data() - address.path.data()) - 1
        );
    return address;
}

} // namespace

bool Address::is_home() const {
    static constexpr std::array<std::string_view, 6> index_pages =
        {"", "/index.html", "/index.htm", "/index.php", "/fr", "/en"};
    return query.empty() && fragment.empty() &&
           std::find(index_pages.begin(), index_pages.end(), path) != index_pages.end();
}

std::vector<std::string_view> Address::segments() const {
    std::vector<std::string_view> out;
    std::string_view rest = path;
    while (!rest.empty()) {
        const std::size_t slash = rest.find('/');
        if (const std::string_view one = rest.substr(0, slash); !one.empty())
            out.push_back(one);
        if (slash == std::string_view::npos)
            break;
        rest.remove_prefix(slash + 1);
    }
    return out;
}

std::optional<Address> split_address(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return std::nullopt;
    const std::string_view name = url.substr(0, scheme);
    if (name != "http" && name != "https" && name != "ftp")
        return std::nullopt;
    std::string_view rest = url.substr(scheme + 3);
    Address out;
    std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    rest.remove_prefix(authority.size());
    authority.remove_prefix(authority.rfind('@') + 1);
    out.host = authority.substr(0, authority.find(':'));
    if (out.host.starts_with("www."))
        out.host.remove_prefix(4);
    if (out.host.empty())
        return std::nullopt;
    if (const std::size_t hash = rest.find('#'); hash != std::string_view::npos) {
        out.fragment = rest.substr(hash + 1);
        rest = rest.substr(0, hash);
    }
    if (const std::size_t mark = rest.find('?'); mark != std::string_view::npos) {
        out.query = rest.substr(mark + 1);
        rest = rest.substr(0, mark);
    }
    while (rest.ends_with('/'))
        rest.remove_suffix(1);
    out.path = rest;
    return out;
}

bool is_catalogue_word(std::string_view segment) {
    static constexpr std::array<std::string_view, 5> words =
        {"dataset", "datasets", "jeux-de-donnees", "metadata", "record"};
    return std::find(words.begin(), words.end(), segment) != words.end();
}

bool same_site(std::string_view host, std::string_view other) {
    if (host.size() < other.size())
        std::swap(host, other);
    return !other.empty() && host.ends_with(other) &&
           (host.size() == other.size() || host[host.size() - other.size() - 1] == '.');
}

std::string whole_address(const Address& address) {
    std::string out(address.host);
    out += address.path;
    if (!address.query.empty()) {
        out += '?';
        out += address.query;
    }
    if (!address.fragment.empty()) {
        out += '#';
        out += address.fragment;
    }
    return out;
}

std::optional<std::string> contained_uuid(std::string_view text) {
    for (std::size_t i = 0; i + uuid_size <= text.size(); ++i) {
        const std::string_view here = text.substr(i, uuid_size);
        if (!is_uuid(here))
            continue;
        std::string out;
        std::transform(here.begin(), here.end(), std::back_inserter(out), ascii_lower);
        const std::set<char> digits(out.begin(), out.end());
        // The hyphen and four digits: nobody draws one with fewer.
        return digits.size() >= 5 ? std::optional(std::move(out)) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<std::string> record_name(const Address& address) {
    if (address.is_home())
        return std::nullopt;
    const std::string_view last = what_names(address);
    if (auto uuid = contained_uuid(last))
        return uuid;
    if (address.query.empty() && is_identifier(last))
        return named(address.host, last);
    return whole_address(without_language(address));
}

std::optional<std::string> exact_name(const Address& address) {
    const std::string_view last = what_names(address);
    if (!address.query.empty() || last.size() <= uuid_size || !is_identifier(last) ||
        !contained_uuid(last))
        return std::nullopt;
    return named(address.host, last);
}

std::optional<std::string> record_of_file(const Address& address) {
    const std::vector<std::string_view> segments = address.segments();
    for (std::size_t i = 0; i + 2 < segments.size(); ++i) {
        if (segments[i] != "dataset" && segments[i] != "datasets")
            continue;
        if (auto uuid = contained_uuid(segments[i + 1]))
            return uuid;
        if (is_identifier(segments[i + 1]))
            return named(address.host, segments[i + 1]);
    }
    return std::nullopt;
}

} // namespace moisson::cluster
