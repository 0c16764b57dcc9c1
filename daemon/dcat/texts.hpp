// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Texts and words out of values: languages of literals, labels of things, addresses.
#pragma once

#include "dcat/description.hpp"
#include "model/text.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::dcat {

// Where the name of a thing may stand, best first.
inline constexpr std::array<std::string_view, 8> title_properties{
    "dct:title",
    "dc:title",
    "skos:prefLabel",
    "rdfs:label",
    "foaf:name",
    "schema:name",
    "schemas:name",
    "dct:alternative"};

// "fr", "fr-FR" -> fr; "fr-t-nl" -> fr, machine translated (RFC 6497).
struct LanguageTag {
    std::string lang;
    bool machine_translated = false;
};
LanguageTag language_tag(std::string_view tag);

// Adds the text of a literal, once; what is blank or no literal is left out.
void add_text(LocalizedText& texts, const rdf::Term& value);

// Literals of the first of the properties that has any.
LocalizedText localized(const View& thing, std::initializer_list<std::string_view> properties);

// The label of a thing: of the value itself when it is a literal; empty for a thing without one.
LocalizedText labels(const View& from, const rdf::Term& value);
std::string label(const View& from, const rdf::Term& value);

// A coded value in one word: the IRI when a known authority keeps it or nothing labels it, else
// the label.
std::string word(const View& from, const rdf::Term& value);
// Of the first of the properties that has a value; empty words are left out.
std::vector<std::string>
words(const View& from, std::initializer_list<std::string_view> properties);
std::string first_word(const View& from, std::initializer_list<std::string_view> properties);

// The address a value gives: an IRI, a text, or what a node of its own holds in it.
std::string address(const View& from, const rdf::Term& value);
std::string first_address(const View& from, std::initializer_list<std::string_view> properties);

} // namespace moisson::dcat
