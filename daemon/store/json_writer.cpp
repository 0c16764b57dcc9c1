// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/json_writer.hpp"

#include <fmt/format.h>

#include <iterator>

namespace moisson::store {

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        out.append(text, done, i - done);
        done = i + 1;
        if (c == '"' || c == '\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (c == '\n') {
            out += "\\n";
        } else {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
        }
    }
    out.append(text, done);
    out += '"';
}

std::string& JsonObject::value(std::string_view key) {
    if (!first_)
        out_ += ',';
    first_ = false;
    append_json_string(out_, key);
    out_ += ':';
    return out_;
}

void JsonObject::text(std::string_view key, std::string_view text) {
    if (!text.empty())
        append_json_string(value(key), text);
}

void JsonObject::flag(std::string_view key, bool on) {
    if (on)
        value(key) += "true";
}

void JsonObject::number(std::string_view key, std::int64_t number) {
    value(key) += std::to_string(number);
}

void JsonObject::texts(std::string_view key, const std::vector<std::string>& values) {
    if (values.empty())
        return;
    std::string& out = value(key);
    out += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i != 0)
            out += ',';
        append_json_string(out, values[i]);
    }
    out += ']';
}

void JsonObject::localized(std::string_view key, const LocalizedText& values) {
    if (!values.empty())
        append_localized(value(key), values);
}

void JsonObject::date(std::string_view key, const std::optional<PartialDate>& date) {
    if (date)
        append_date(value(key), date);
}

void append_localized(std::string& out, const LocalizedText& values) {
    out += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i != 0)
            out += ',';
        out += '[';
        append_json_string(out, values[i].lang);
        out += ',';
        append_json_string(out, values[i].text);
        if (values[i].machine_translated)
            out += ",true";
        out += ']';
    }
    out += ']';
}

void append_date(std::string& out, const std::optional<PartialDate>& date) {
    if (!date) {
        out += "null";
        return;
    }
    out += '[';
    out += std::to_string(date->instant.time_since_epoch().count());
    out += ",\"";
    out += to_string(date->precision);
    out += "\"]";
}

} // namespace moisson::store
