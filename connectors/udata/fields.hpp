// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Fields: short ways to the members of a udata document, where everything may be absent, null or of
// another type.
#pragma once

#include "core/json_access.hpp"
#include "model/text.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace moisson::udata {

using json::Value;

// The elements of an array member; an empty array when it is anything else.
const Value::array_t& items_at(const Value& object, std::string_view key);
// True for null, "" and blanks, {} and [].
bool is_blank(const Value& value);
// The first member of these names that is a text or number and not blank, trimmed.
std::string text_of(const Value& object, std::initializer_list<std::string_view> keys);
// The same one level down: text_in(d, "harvest", {"domain"}).
std::string
text_in(const Value& object, std::string_view member, std::initializer_list<std::string_view> keys);
// Text in the portal's own language, which udata never names.
LocalizedText as_localized(std::string text);
bool is_web_address(std::string_view text);

} // namespace moisson::udata
