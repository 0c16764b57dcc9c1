// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Members of a data.json object as publishers really write them: other case, a JSON-LD prefix, text
// in place of a list, an object in place of text.
#pragma once

#include "core/json_access.hpp"
#include "model/text.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::datajson {

using json::Value;
using Names = std::initializer_list<std::string_view>;

// "dct:accessURL" -> "accessurl", "@type" -> "@type".
std::string normalised_key(std::string_view key);

// Null, empty, white space, or made of such values only; an object with such a @value.
bool is_blank(const Value& value);

// One text: scalars, the first of a list, the value or the name of an object. Trimmed.
std::string as_text(const Value& value);
// A text for each element of a list, or the text itself.
std::vector<std::string> as_list(const Value& value);
// The elements of a list or the value alone, blank ones left out.
std::vector<const Value*> as_items(const Value& value);
// A text in languages: {"@value", "@language"}, a dictionary by language, a list of these, or plain
// text.
LocalizedText as_localized(const Value& value);

// View of one object by normalised keys, blank members left out.
class Members {
public:
    // Keeps pointers into `object`; empty for anything else.
    explicit Members(const Value& object);

    bool empty() const { return entries_.empty(); }
    // The first name that is there. Names are normalised keys.
    const Value* find(Names names) const;
    std::string text(Names names) const;
    std::vector<std::string> list(Names names) const;
    LocalizedText localized(Names names) const;

private:
    std::vector<std::pair<std::string, const Value*>> entries_;
};

bool is_web_address(std::string_view text);

} // namespace moisson::datajson
