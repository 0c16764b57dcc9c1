// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Fields: one view over the two places where a CKAN package keeps a value, its root and its
// extras (a list in v3, a dictionary in v1), under names that differ by case, accents and hyphens.
#pragma once

#include "core/json_access.hpp"
#include "model/text.hpp"

#include <forward_list>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::ckan {

using json::Value;
using Names = std::initializer_list<std::string_view>;

// "Frequência de atualização " -> "frequencia_de_atualizacao".
std::string normalised_key(std::string_view key);

// The value inside a JSON-Schema node {"required": .., "description": value}, else itself.
const Value& unwrapped(const Value& value);

// Null, empty string, empty array, empty object, and strings that hold those.
bool is_blank(const Value& value);

// A value as one text: scalars as they are, the first of a list, the best language of a dictionary,
// the same inside a string that holds JSON. Trimmed.
std::string as_text(const Value& value);
// Of the first of these members that says something.
std::string member_text(const Value& object, std::initializer_list<std::string_view> keys);
// A value as texts: each element of a list or of a string that holds a JSON list; the text itself
// otherwise. Objects give their "name", "title", "uri" or "value".
std::vector<std::string> as_list(const Value& value);
// The elements of a list, of a string that holds a JSON list, or the value alone; for lists of
// objects. The result owns them.
std::vector<Value> as_items(const Value& value);
// A text in languages: a dictionary by language or a plain text without one.
LocalizedText as_localized(const Value& value);

class Fields {
public:
    // Keeps pointers into `package`.
    explicit Fields(const Value& package);
    Fields(const Fields&) = delete;
    Fields& operator=(const Fields&) = delete;

    // The first value that is not blank, by order of the names, root before extras. Names are
    // normalised keys.
    const Value* find(Names names) const;
    const Value* find(std::string_view name) const;
    std::string text(Names names) const;
    std::vector<std::string> list(Names names) const;
    // The first base name that has a text: NAME_translated, NAME as a dictionary, NAME with its
    // NAME_fra, NAME_fr... siblings.
    LocalizedText localized(Names names) const;
    // Same, with the name that was found.
    std::pair<std::string, std::string_view> text_and_name(Names names) const;

private:
    struct Entry {
        std::string_view key;
        const Value* value;
    };
    void add(std::string_view key, const Value& value);
    void add_pairs(const Value& list);
    void add_suffixed(std::string_view name, LocalizedText& texts) const;

    std::vector<Entry> entries_;
    // Whether any name is one that localized() looks for beside the plain one: few packages have
    // one, and all are asked for a dozen.
    bool has_languages_ = false;
    // Keys that the package spells in another way.
    std::forward_list<std::string> folded_;
};

} // namespace moisson::ckan
