// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "udata/fields.hpp"

namespace moisson::udata {
namespace {

constexpr std::string_view blanks = " \t\r\n\f\v";

std::string trimmed(std::string text) {
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string::npos)
        return {};
    const std::size_t end = text.find_last_not_of(blanks);
    return text.substr(begin, end - begin + 1);
}

} // namespace

const Value::array_t& items_at(const Value& object, std::string_view key) {
    static const Value::array_t none;
    const Value* value = json::find(object, key);
    if (value == nullptr || !value->is_array())
        return none;
    return value->get_ref<const Value::array_t&>();
}

bool is_blank(const Value& value) {
    if (value.is_string())
        return trimmed(value.get_ref<const std::string&>()).empty();
    return value.is_null() || (value.is_structured() && value.empty());
}

std::string text_of(const Value& object, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
        std::string text = trimmed(json::scalar(object, key));
        if (!text.empty())
            return text;
    }
    return {};
}

std::string text_in(
    const Value& object,
    std::string_view member,
    std::initializer_list<std::string_view> keys
) {
    const Value* inner = json::find(object, member);
    return inner == nullptr ? std::string{} : text_of(*inner, keys);
}

LocalizedText as_localized(std::string text) {
    LocalizedText out;
    if (text.empty())
        return out;
    LangText alone;
    alone.text = std::move(text);
    out.push_back(std::move(alone));
    return out;
}

bool is_web_address(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

} // namespace moisson::udata
