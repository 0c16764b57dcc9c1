// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Element: one element of a record in canonical shape (kit/xml_record.hpp), read without knowing
// whether a child is there once, several times or not at all.
#pragma once

#include "core/json_access.hpp"
#include "model/text.hpp"

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::csw {

using Path = std::initializer_list<std::string_view>;

// Languages of one ISO record: that of its plain texts, and those of its locales by id ("FR").
struct Languages {
    std::string main;
    std::map<std::string, std::string, std::less<>> locales;
};

class Element {
public:
    // An element that is not there: every text of it is empty.
    Element() = default;
    // Keeps a pointer into the document.
    explicit Element(const json::Value& value) : value_(&value) {}

    explicit operator bool() const { return value_ != nullptr; }

    // Every element at the end of a path, through all lists on the way.
    std::vector<Element> all(Path path) const;
    // The first of them.
    Element first(Path path) const;

    // Own text, without that of children.
    std::string text() const;
    // "xlink:href"; empty when absent.
    std::string attribute(std::string_view name) const;
    // What a property holds whatever it is wrapped in: gco:CharacterString, gmx:Anchor, gmd:URL,
    // gco:Date, a code (its value, not its label).
    std::string plain() const;
    std::string plain(Path path) const { return first(path).plain(); }
    // Address behind a gmx:Anchor or on the property itself.
    std::string href() const;
    // Plain text and its translations (gmd:PT_FreeText).
    LocalizedText localized(const Languages& languages) const;

private:
    std::vector<Element> children(std::string_view name) const;

    const json::Value* value_ = nullptr;
};

// Lower-case ISO 639-1 where there is one: "fre", "fra", "fr-FR", "http://.../FRA" -> "fr"; empty
// when the text is no code of a language.
std::string language_code(std::string_view text);

bool is_web_address(std::string_view text);

} // namespace moisson::csw
