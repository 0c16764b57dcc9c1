// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Header names are tokens (RFC 9110, 5.6.2); those that frame a message or rule the connection
// would let a portal file speak to another host, or past the end of a request.
#include "settings/source_headers.hpp"

#include "core/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace moisson::settings {
namespace {

constexpr std::string_view token_marks = "!#$%&'*+-.^_`|~";

constexpr std::array<std::string_view, 15> reserved = {
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "range",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade"};

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               token_marks.find(c) != token_marks.npos;
    });
}

bool is_field_value(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

bool names(const std::map<std::string, std::string>& headers, std::string_view wanted) {
    return std::any_of(headers.begin(), headers.end(), [wanted](const auto& header) {
        return ascii_lowered(header.first) == ascii_lowered(wanted);
    });
}

} // namespace

std::string check_header(std::string_view name, std::string_view value) {
    if (!is_token(name))
        return "ce nom d'en-tête HTTP est incorrect";
    const std::string plain = ascii_lowered(name);
    if (std::find(reserved.begin(), reserved.end(), plain) != reserved.end())
        return "cet en-tête est écrit par Moisson et ne peut pas être imposé";
    if (!is_field_value(value))
        return "cette valeur d'en-tête HTTP est incorrecte (caractère de contrôle)";
    return {};
}

Option<Source> headers_option() {
    Option<Source> option;
    option.name = "headers";
    option.read = [](const YAML::Node& node, Source& out, const Reader& reader) {
        for (const auto& [name, value] : entries(node, "headers", reader)) {
            bool is_reference = false;
            const auto text = reader.resolve(value, "headers." + name, is_reference);
            if (!text)
                continue;
            const std::string wrong = check_header(name, *text);
            const bool twice = names(out.headers, name);
            if (!wrong.empty())
                reader.add(value, fmt::format("headers.{} : {}", name, wrong));
            else if (twice)
                reader.add(
                    value,
                    fmt::format("headers.{} : cet en-tête est écrit deux fois", name)
                );
            else
                out.headers[name] = *text;
        }
    };
    return option;
}

} // namespace moisson::settings
