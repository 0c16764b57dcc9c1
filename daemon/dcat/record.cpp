// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/record.hpp"

#include "dcat/texts.hpp"
#include "dcat/vocabulary.hpp"
#include "text/html.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::dcat {
namespace {

using Names = std::initializer_list<std::string_view>;

// Texts of all values of one property, sorted.
std::vector<std::string> sorted_texts(const View& thing, std::string_view property) {
    std::vector<std::string> texts;
    for (const rdf::Term& value : thing.values({property}))
        if (std::string text = address(thing, value); !text.empty())
            texts.push_back(std::move(text));
    std::sort(texts.begin(), texts.end());
    return texts;
}

void read_identity(const View& dataset, RawRecord& record) {
    const rdf::Term& name = dataset.node().name;
    if (name.kind == rdf::TermKind::iri && !is_skolem(name.value))
        record.uri = name.value;
    record.identifiers = identifiers_of(dataset);
    record.type = dataset.node().is_a("dcat:DatasetSeries") ? "series" : "dataset";
    record.landing_page =
        first_address(dataset, {"dcat:landingPage", "foaf:page", "foaf:homepage"});
}

void read_words(const View& dataset, RawRecord& record) {
    record.title = localized(
        dataset,
        {"dct:title",
         "dc:title",
         "rdfs:label",
         "skos:prefLabel",
         "foaf:name",
         "schema:name",
         "schemas:name",
         "dct:alternative"}
    );
    record.description = localized(
        dataset,
        {"dct:description", "dct:abstract", "dc:description", "schema:description", "rdfs:comment"}
    );
    for (const rdf::Term& value : dataset.values({"dcat:keyword"})) {
        for (LangText& text : labels(dataset, value))
            add_once(record.keywords, std::move(text));
    }
    // A subject is a word when it is a text, a theme when it is a concept.
    for (const Names& names : {Names{"dct:subject"}, Names{"dc:subject"}})
        for (const rdf::Term& value : dataset.values(names))
            if (value.kind == rdf::TermKind::literal)
                for (LangText& text : labels(dataset, value))
                    add_once(record.keywords, std::move(text));
}

void read_themes(const View& dataset, RawRecord& record) {
    for (const Names& names :
         {Names{"dcat:theme"}, Names{"dct:subject"}, Names{"geodcat:topicCategory"}})
        for (const rdf::Term& value : dataset.values(names)) {
            const bool literal = value.kind == rdf::TermKind::literal;
            if (literal && *names.begin() == "dct:subject")
                continue;
            if (std::string theme = word(dataset, value); !theme.empty())
                add_once(record.themes, std::move(theme));
            // A concept of the portal's own: its IRI tells as well.
            if (value.kind == rdf::TermKind::iri && !is_skolem(value.value))
                add_once(record.themes, value.value);
        }
}

void read_rights(const View& dataset, RawRecord& record) {
    record.access_rights = first_word(dataset, {"dct:accessRights"});
    record.licences = licences_of(dataset);
    record.languages = words(dataset, {"dct:language", "dc:language"});
}

void read_dates(const View& dataset, RawRecord& record) {
    record.issued = earliest(dataset, {"dct:issued", "dct:created", "dct:available", "dct:date"});
    record.modified = latest(dataset, {"dct:modified"});
    record.frequency = first_word(dataset, {"dct:accrualPeriodicity", "dct:frequency"});
    if (!record.frequency.empty())
        record.frequency_field = "accrualPeriodicity";
    record.version = first_word(dataset, {"dcat:version", "owl:versionInfo", "adms:version"});
    for (const rdf::Term& value : dataset.values({"dct:provenance"}))
        if (std::string text = label(dataset, value);
            !text.empty() && record.provenance_statement.empty())
            record.provenance_statement = std::move(text);
}

void read_standards(const View& thing, RawRecord& record) {
    for (std::string& standard : words(thing, {"dct:conformsTo"}))
        add_once(record.conforms_to, std::move(standard));
}

// dcat:CatalogRecord: dates of the entry, and where a harvester took it from.
void read_catalog_record(const View& entry, RawRecord& record) {
    if (record.record_created.empty())
        record.record_created = earliest(entry, {"dct:issued", "dct:created"});
    if (record.record_modified.empty())
        record.record_modified = latest(entry, {"dct:modified"});
    // Another aggregator names the record it copied as the source, or just points to its page; one
    // that copied a copy says where that came from.
    const std::string source =
        first_address(entry, {"prov:hadPrimarySource", "dct:source", "rdfs:seeAlso"});
    if (record.origin.origin_url.empty() && is_web_address(source))
        record.origin.origin_url = source;
    const std::string status = first_word(entry, {"adms:status"});
    if (text::vocabulary_key(local_name(status)) == "deleted") {
        record.unpublished_because = "status=" + status;
        record.deleted_at_source = true;
    }
}

// The first address inside quotes after "href=".
std::string first_link(std::string_view html) {
    const std::size_t at = html.find("href=");
    if (at == std::string_view::npos || at + 6 >= html.size())
        return {};
    const char quote = html[at + 5];
    const std::size_t end = html.find(quote, at + 6);
    if ((quote != '"' && quote != '\'') || end == std::string_view::npos)
        return {};
    std::string link = text::decode_entities(html.substr(at + 6, end - at - 6));
    return is_web_address(link) ? link : std::string{};
}

} // namespace

std::string earliest(const View& thing, Names properties) {
    for (const std::string_view property : properties)
        if (std::vector<std::string> all = sorted_texts(thing, property); !all.empty())
            return all.front();
    return {};
}

std::string latest(const View& thing, Names properties) {
    for (const std::string_view property : properties)
        if (std::vector<std::string> all = sorted_texts(thing, property); !all.empty())
            return all.back();
    return {};
}

std::vector<std::string> identifiers_of(const View& dataset) {
    std::vector<std::string> all = sorted_texts(dataset, "dct:identifier");
    for (std::string& one : sorted_texts(dataset, "dc:identifier"))
        add_once(all, std::move(one));
    std::vector<std::string> more;
    for (const rdf::Term& value : dataset.values({"adms:identifier"})) {
        const View node = dataset.follow(value);
        std::string text = node ? node.text({"skos:notation", "dct:identifier"}) : std::string();
        if (text.empty())
            text = address(dataset, value);
        if (!text.empty())
            more.push_back(std::move(text));
    }
    std::sort(more.begin(), more.end());
    for (std::string& one : more)
        add_once(all, std::move(one));
    return all;
}

RawLicence licence_of(const View& from, const rdf::Term& value) {
    RawLicence licence;
    if (value.kind != rdf::TermKind::literal) {
        if (value.kind == rdf::TermKind::iri && !is_skolem(value.value))
            licence.url = value.value;
        licence.title = label(from, value);
        if (const View node = from.follow(value)) {
            licence.id = node.text({"dct:identifier", "skos:notation"});
            if (licence.url.empty())
                licence.url = first_address(node, {"foaf:homepage", "foaf:page", "rdfs:seeAlso"});
        }
        return licence;
    }
    const std::string_view text = text::trim(value.value);
    if (is_web_address(text) && text.find(' ') == std::string_view::npos) {
        licence.url = text;
    } else if (text::looks_like_html(text)) {
        licence.url = first_link(text);
        licence.title = text::html_to_text(text);
    } else {
        licence.title = text;
    }
    return licence;
}

std::vector<RawLicence> licences_of(const View& thing) {
    std::vector<RawLicence> all;
    for (const Names& names : {Names{"dct:license"}, Names{"dct:rights"}, Names{"dc:rights"}}) {
        for (const rdf::Term& value : thing.values(names))
            if (RawLicence one = licence_of(thing, value); !one.empty())
                add_once(all, std::move(one));
        if (!all.empty())
            break;
    }
    return all;
}

RawRecord to_raw_record(const Description& description, const rdf::Term& dataset) {
    RawRecord record;
    const View view = description.view(dataset);
    if (!view)
        return record;
    read_identity(view, record);
    read_words(view, record);
    read_themes(view, record);
    read_agents(view, record);
    read_rights(view, record);
    read_dates(view, record);
    read_coverage(view, record);
    read_standards(view, record);
    read_distributions(view, record);
    for (const rdf::Term& value : view.values({"dcat:distribution", "dcat:distributions"}))
        if (const View file = view.follow(value))
            read_standards(file, record);
    for (const Node& node : description.nodes())
        if (has(node.kinds, Kind::record))
            read_catalog_record(View(description, node), record);
    return record;
}

} // namespace moisson::dcat
