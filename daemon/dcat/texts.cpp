// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/texts.hpp"

#include "core/ascii.hpp"
#include "dcat/vocabulary.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::dcat {
namespace {

using Names = std::initializer_list<std::string_view>;

// Whose IRIs the vocabularies of this product know.
constexpr std::array<std::string_view, 8> authorities{
    "publications.europa.eu/",
    "iana.org/",
    "purl.org/cld/freq",
    "inspire.ec.europa.eu/",
    "lexvo.org/",
    "id.loc.gov/",
    "eurovoc.europa.eu/",
    "www.w3.org/"};

constexpr std::array<std::string_view, 5>
    inner_addresses{"vcard:hasValue", "rdf:value", "vcard:value", "foaf:page", "schema:url"};

bool is_known_authority(std::string_view iri) {
    return std::any_of(authorities.begin(), authorities.end(), [iri](std::string_view one) {
        return iri.find(one) != std::string_view::npos;
    });
}

bool names_a_thing(const rdf::Term& value) {
    return value.kind == rdf::TermKind::iri && !is_skolem(value.value);
}

} // namespace

LanguageTag language_tag(std::string_view tag) {
    LanguageTag found;
    const std::string_view primary = tag.substr(0, tag.find_first_of("-_"));
    for (const char c : primary)
        found.lang += ascii_lower(c);
    std::string rest(tag.substr(primary.size()));
    std::replace(rest.begin(), rest.end(), 'T', 't');
    found.machine_translated = rest.find("-t-") != std::string::npos;
    if (found.lang == "und" || found.lang == "x" || found.lang == "i")
        found.lang.clear();
    return found;
}

void add_text(LocalizedText& texts, const rdf::Term& value) {
    const std::string_view text = text::trim(value.value);
    if (value.kind != rdf::TermKind::literal || text.empty())
        return;
    LanguageTag tag = language_tag(value.language);
    LangText one{std::move(tag.lang), std::string(text), tag.machine_translated};
    if (std::find(texts.begin(), texts.end(), one) == texts.end())
        texts.push_back(std::move(one));
}

LocalizedText localized(const View& thing, Names properties) {
    LocalizedText texts;
    for (const std::string_view property : properties) {
        for (const rdf::Term& value : thing.values({property}))
            add_text(texts, value);
        if (!texts.empty())
            break;
    }
    // What a person wrote comes before what a machine made of it.
    std::stable_partition(texts.begin(), texts.end(), [](const LangText& one) {
        return !one.machine_translated;
    });
    return texts;
}

LocalizedText labels(const View& from, const rdf::Term& value) {
    LocalizedText texts;
    add_text(texts, value);
    const View thing = from.follow(value);
    if (value.kind == rdf::TermKind::literal || !thing)
        return texts;
    return localized(
        thing,
        {"skos:prefLabel",
         "rdfs:label",
         "dct:title",
         "dc:title",
         "foaf:name",
         "schema:name",
         "rdf:value",
         "skos:altLabel",
         "skos:notation",
         "dct:identifier",
         "dct:description",
         "rdfs:comment"}
    );
}

std::string label(const View& from, const rdf::Term& value) {
    const LocalizedText texts = labels(from, value);
    return std::string(best_text(texts, "fr"));
}

std::string word(const View& from, const rdf::Term& value) {
    if (names_a_thing(value) && is_known_authority(value.value))
        return value.value;
    std::string text = label(from, value);
    return text.empty() && names_a_thing(value) ? value.value : text;
}

std::vector<std::string> words(const View& from, Names properties) {
    std::vector<std::string> all;
    for (const std::string_view property : properties) {
        for (const rdf::Term& value : from.values({property})) {
            std::string text = word(from, value);
            if (!text.empty() && std::find(all.begin(), all.end(), text) == all.end())
                all.push_back(std::move(text));
        }
        if (!all.empty())
            break;
    }
    return all;
}

std::string first_word(const View& from, Names properties) {
    std::vector<std::string> all = words(from, properties);
    return all.empty() ? std::string() : std::move(all.front());
}

std::string address(const View& from, const rdf::Term& value) {
    if (value.kind == rdf::TermKind::literal)
        return std::string(text::trim(value.value));
    if (const View thing = from.follow(value))
        for (const std::string_view property : inner_addresses)
            if (std::string inner = thing.text({property}); !inner.empty())
                return inner;
    return names_a_thing(value) ? value.value : label(from, value);
}

std::string first_address(const View& from, Names properties) {
    for (const std::string_view property : properties)
        for (const rdf::Term& value : from.values({property}))
            if (std::string found = address(from, value); !found.empty())
                return found;
    return {};
}

} // namespace moisson::dcat
