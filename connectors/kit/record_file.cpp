// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/record_file.hpp"

#include <algorithm>
#include <charconv>

namespace moisson::kit {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

} // namespace

std::string percent_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        if (low < 0) {
            out += text[i];
            continue;
        }
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

std::optional<std::string> parameter_in(std::string_view url, std::string_view name) {
    const std::size_t mark = url.find('?');
    std::string_view rest = mark == url.npos ? std::string_view() : url.substr(mark + 1);
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        const std::size_t equal = std::min(pair.find('='), pair.size());
        if (pair.substr(0, equal) == name)
            return percent_decoded(pair.substr(std::min(equal + 1, pair.size())));
    }
    return std::nullopt;
}

std::int64_t number_in(
    std::string_view url,
    std::string_view name,
    std::int64_t usual,
    std::int64_t least,
    std::int64_t most
) {
    const std::optional<std::string> text = parameter_in(url, name);
    std::int64_t number = usual;
    if (text) {
        const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
        if (read.ec != std::errc{} || read.ptr != text->data() + text->size())
            number = usual;
    }
    return std::clamp(number, least, most);
}

net::Response answer_to(const net::Request& request, std::string body, std::string type) {
    net::Response response;
    response.status = 200;
    response.url = request.url;
    response.headers.emplace_back("Content-Type", std::move(type));
    response.body = std::move(body);
    return response;
}

Error not_in_file() {
    return Error(Code::http_4xx, "404 not in the file");
}

} // namespace moisson::kit
