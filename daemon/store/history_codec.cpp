// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/history_codec.hpp"

#include "core/json_access.hpp"
#include "core/utf8.hpp"
#include "store/json_writer.hpp"

namespace moisson::store {
namespace {

void append_text(std::string& out, std::string_view text) {
    append_json_string(out, repair_utf8(text).text);
}

void append_optional(std::string& out, const std::optional<std::string>& text) {
    if (text)
        append_text(out, *text);
    else
        out += "null";
}

void append_change(std::string& out, const FieldChange& change) {
    out += '[';
    append_text(out, change.field);
    out += ',';
    append_text(out, change.item);
    out += ',';
    append_optional(out, change.before);
    out += ',';
    append_optional(out, change.after);
    out += ']';
}

std::optional<std::string> optional_text(const json::Value& value) {
    return value.is_null() ? std::nullopt : std::optional<std::string>(json::scalar(value));
}

} // namespace

std::string encode_diff(const DatasetDiff& diff) {
    std::string out;
    JsonObject object(out);
    std::string& list = object.value("changes");
    list += '[';
    for (const FieldChange& change : diff.changes) {
        if (&change != &diff.changes.front())
            list += ',';
        append_change(list, change);
    }
    list += ']';
    if (diff.omitted > 0)
        object.number("omitted", diff.omitted);
    object.close();
    return out;
}

DatasetDiff decode_diff(std::string_view text) {
    DatasetDiff out;
    const Result<json::Value> parsed = json::parse(text);
    if (!parsed || !parsed->is_object())
        return out;
    const json::Value* list = json::find(*parsed, "changes");
    if (list == nullptr || !list->is_array())
        return out;
    for (const json::Value& item : *list) {
        if (!item.is_array() || item.size() != 4)
            continue;
        FieldChange& change = out.changes.emplace_back();
        change.field = json::scalar(item[0]);
        change.item = json::scalar(item[1]);
        change.before = optional_text(item[2]);
        change.after = optional_text(item[3]);
    }
    const json::Value* omitted = json::find(*parsed, "omitted");
    if (omitted != nullptr && omitted->is_number_integer())
        out.omitted = omitted->get<std::int64_t>();
    return out;
}

} // namespace moisson::store
