// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "rdf/jsonld_canonical.hpp"

#include "core/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

namespace moisson::rdf::jsonld {
namespace {

// Shortest digits that read back as the number, and the exponent of the first of them.
struct Decimal {
    std::string digits;
    int exponent = 0;
};

Decimal shortest(double magnitude) {
    char buffer[64];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, magnitude, std::chars_format::scientific).ptr;
    const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
    const std::size_t mark = text.find('e');
    Decimal out;
    for (const char c : text.substr(0, mark))
        if (c != '.')
            out.digits += c;
    out.exponent = std::atoi(std::string(text.substr(mark + 1)).c_str());
    return out;
}

std::u16string utf16(std::string_view text) {
    std::u16string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = next_code_point(text, at);
        if (point < 0x10000) {
            out += static_cast<char16_t>(point);
        } else {
            out += static_cast<char16_t>(0xD800 + ((point - 0x10000) >> 10U));
            out += static_cast<char16_t>(0xDC00 + ((point - 0x10000) & 0x3FFU));
        }
    }
    return out;
}

void write_string(std::string_view text, std::string& out) {
    out += '"';
    for (const char c : text) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\b':
            out += "\\b";
            break;
        case '\f':
            out += "\\f";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20)
                out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
            else
                out += c;
        }
    }
    out += '"';
}

void write(const json::Value& value, std::string& out);

void write_object(const json::Value& object, std::string& out) {
    std::vector<std::pair<std::u16string, json::Value::const_iterator>> members;
    for (auto member = object.begin(); member != object.end(); ++member)
        members.emplace_back(utf16(member.key()), member);
    std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) {
        return a.first < b.first;
    });
    out += '{';
    bool first = true;
    for (const auto& [ignored, member] : members) {
        if (!std::exchange(first, false))
            out += ',';
        write_string(member.key(), out);
        out += ':';
        write(member.value(), out);
    }
    out += '}';
}

void write(const json::Value& value, std::string& out) {
    if (value.is_object()) {
        write_object(value, out);
    } else if (value.is_array()) {
        out += '[';
        bool first = true;
        for (const json::Value& item : value) {
            if (!std::exchange(first, false))
                out += ',';
            write(item, out);
        }
        out += ']';
    } else if (value.is_string()) {
        write_string(*value.get_ptr<const json::Value::string_t*>(), out);
    } else if (value.is_number()) {
        out += ecmascript_number(value.get<double>());
    } else {
        out += json::dump(value);
    }
}

} // namespace

std::string canonical_double(double number) {
    // Fifteen digits after the point, without the zeros at their end.
    std::string text = fmt::format("{:.15E}", number);
    const std::size_t mark = text.find('E');
    if (mark == std::string::npos)
        return text;
    std::string mantissa = text.substr(0, mark);
    mantissa.erase(mantissa.find_last_not_of('0') + 1);
    if (mantissa.back() == '.')
        mantissa += '0';
    return fmt::format("{}E{}", mantissa, std::atoi(text.c_str() + mark + 1));
}

std::string ecmascript_number(double number) {
    if (number == 0)
        return "0";
    const std::string sign = number < 0 ? "-" : "";
    const auto [digits, exponent] = shortest(std::abs(number));
    const int count = static_cast<int>(digits.size());
    const int point = exponent + 1;
    if (point > 21 || point < -5) {
        std::string mantissa = digits.substr(0, 1);
        if (count > 1)
            mantissa += '.' + digits.substr(1);
        return fmt::format("{}{}e{:+}", sign, mantissa, exponent);
    }
    if (point <= 0)
        return sign + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    if (point >= count)
        return sign + digits + std::string(static_cast<std::size_t>(point - count), '0');
    const auto whole = static_cast<std::size_t>(point);
    return sign + digits.substr(0, whole) + '.' + digits.substr(whole);
}

std::string canonical_json(const json::Value& value) {
    std::string out;
    write(value, out);
    return out;
}

} // namespace moisson::rdf::jsonld
