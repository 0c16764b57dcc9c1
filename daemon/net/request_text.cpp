// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// RFC 9112, 3: request line, fields, empty line, body.
#include "net/request_text.hpp"

#include <boost/beast/core/string.hpp>

#include <algorithm>
#include <array>

namespace moisson::net {
namespace {

constexpr std::array<std::string_view, 4> framing =
    {"Host", "Content-Length", "Transfer-Encoding", "Connection"};

bool is_framing(std::string_view name) {
    return std::any_of(framing.begin(), framing.end(), [name](std::string_view ours) {
        return boost::beast::iequals(name, ours);
    });
}

void add_field(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

} // namespace

std::string
request_text(const Message& message, bool absolute_form, std::string_view authorization) {
    std::string out = message.method + ' ';
    out += absolute_form ? message.address.url() : message.address.path;
    out += " HTTP/1.1\r\n";
    add_field(out, "Host", message.address.authority());
    for (const auto& [name, value] : message.headers)
        if (!is_framing(name))
            add_field(out, name, value);
    if (!authorization.empty())
        add_field(out, "Proxy-Authorization", authorization);
    if (!message.body.empty() || message.method == "POST" || message.method == "PUT")
        add_field(out, "Content-Length", std::to_string(message.body.size()));
    out += "\r\n";
    return out + message.body;
}

std::string connect_text(std::string_view authority, std::string_view authorization) {
    std::string out = "CONNECT ";
    out += authority;
    out += " HTTP/1.1\r\n";
    add_field(out, "Host", authority);
    if (!authorization.empty())
        add_field(out, "Proxy-Authorization", authorization);
    return out + "\r\n";
}

} // namespace moisson::net
