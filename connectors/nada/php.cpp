// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "nada/php.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace moisson::nada {
namespace {

constexpr std::array<std::string_view, 6> message_words{
    "Warning",
    "Notice",
    "Deprecated",
    "Strict Standards",
    "Fatal error",
    "A PHP Error was encountered",
};

bool is_message(std::string_view text) {
    return std::any_of(message_words.begin(), message_words.end(), [&](std::string_view word) {
        return text.find(word) != std::string_view::npos;
    });
}

// A brace or bracket that may open the document: a message may hold brackets of its own
// ("array [0]"), never a brace before a quoted key.
std::size_t document_start(std::string_view body) {
    for (std::size_t at = body.find_first_of("{["); at != std::string_view::npos;
         at = body.find_first_of("{[", at + 1)) {
        const std::size_t next = body.find_first_not_of(" \t\r\n", at + 1);
        if (next == std::string_view::npos)
            return std::string_view::npos;
        const char c = body[next];
        const bool object = body[at] == '{' && (c == '"' || c == '}');
        const bool array = body[at] == '[' && c == '{';
        if (object || array)
            return at;
    }
    return std::string_view::npos;
}

// One past the bracket that closes the document; npos when none does.
std::size_t document_end(std::string_view body, std::size_t start) {
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t i = start; i < body.size(); ++i) {
        const char c = body[i];
        if (quoted) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return i + 1;
        }
    }
    return std::string_view::npos;
}

} // namespace

std::string strip_php_messages(std::string& body) {
    std::size_t first = body.find_first_not_of(" \t\r\n");
    if (first == std::string::npos)
        return {};
    const bool bare = body[first] == '{' || body[first] == '[';
    const std::size_t start = bare ? first : document_start(body);
    if (start == std::string::npos ||
        (!bare && !is_message(std::string_view(body).substr(0, start))))
        return {};
    const std::size_t end = document_end(body, start);
    if (end == std::string::npos)
        return {};
    std::string printed = body.substr(0, start);
    const std::string_view tail = std::string_view(body).substr(end);
    if (is_message(tail))
        printed += tail;
    if (printed.find_first_not_of(" \t\r\n") == std::string::npos)
        return {};
    if (is_message(tail))
        body.resize(end);
    body.erase(0, start);
    return printed;
}

} // namespace moisson::nada
