// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a text option must look like.
#include "net/server/forwarded.hpp"
#include "settings/options.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

namespace moisson::settings {
namespace {

bool is_web_scheme(boost::urls::string_view scheme) {
    return scheme == "http" || scheme == "https";
}

bool is_uri(const std::string& conninfo) {
    return conninfo.starts_with("postgresql://") || conninfo.starts_with("postgres://");
}

std::string with_password(const std::string& connection, const std::string& password) {
    if (password.empty())
        return connection;
    if (is_uri(connection)) {
        std::string out = connection;
        out += connection.find('?') == connection.npos ? "?password=" : "&password=";
        for (const char c : password)
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        return out;
    }
    std::string quoted;
    for (const char c : password) {
        if (c == '\'' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return fmt::format("{} password='{}'", connection, quoted);
}

} // namespace

std::string check_web_address(const std::string& text) {
    const auto url = boost::urls::parse_uri(text);
    if (!url || !is_web_scheme(url->scheme()) || url->host().empty())
        return fmt::format("« {} » n'est pas une adresse http:// ou https://", text);
    if (url->has_userinfo())
        return "une adresse ne contient ni nom ni mot de passe";
    return {};
}

std::string check_base_address(const std::string& text) {
    std::string wrong = check_web_address(text);
    const auto url = boost::urls::parse_uri(text);
    if (wrong.empty() && (url->has_query() || url->has_fragment()))
        wrong = "l'adresse du site ne contient ni « ? » ni « # »";
    return wrong;
}

std::optional<Listen> parse_listen(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == text.npos)
        return std::nullopt;
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != host.npos)
        return std::nullopt;
    const std::string_view digits = text.substr(colon + 1);
    unsigned port = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, code] = std::from_chars(digits.data(), end, port);
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(host, error);
    if (error || code != std::errc{} || stop != end || port > 65535)
        return std::nullopt;
    Listen listen;
    listen.address = address.to_string();
    listen.port = static_cast<std::uint16_t>(port);
    return listen;
}

std::string check_listen(const std::string& text) {
    if (parse_listen(text))
        return {};
    return fmt::format("« {} » n'est pas de la forme adresse:port (127.0.0.1:8080)", text);
}

std::string check_optional_listen(const std::string& text) {
    return text.empty() ? std::string() : check_listen(text);
}

std::string check_proxy(const std::string& text) {
    if (text.empty())
        return {};
    const auto url = boost::urls::parse_uri(text);
    if (!url || url->scheme() != "http" || url->host().empty())
        return "la forme attendue est http://hôte:port";
    return {};
}

std::string check_conninfo(const std::string& text) {
    if (text.empty())
        return "la connexion à PostgreSQL est obligatoire";
    const bool has_password =
        is_uri(text) ? text.find("password=") != text.npos ||
                           text.substr(0, text.find('@')).find(':', text.find("//")) != text.npos
                     : text.find("password") != text.npos;
    if (has_password && (text.find('@') != text.npos || text.find("password") != text.npos))
        return "le mot de passe va dans db.password_file ou db.password";
    return {};
}

std::string check_optional_conninfo(const std::string& text) {
    return text.empty() ? std::string() : check_conninfo(text);
}

std::string DatabaseSettings::conninfo() const {
    return with_password(connection, password);
}

std::string DatabaseSettings::read_conninfo() const {
    return with_password(read_connection.empty() ? connection : read_connection, password);
}

std::string check_network(const std::string& text) {
    try {
        const net::TrustedProxies proxies({text});
    } catch (const std::invalid_argument&) {
        return fmt::format("« {} » n'est ni une adresse ni un réseau (10.0.0.0/8)", text);
    }
    return {};
}

} // namespace moisson::settings
