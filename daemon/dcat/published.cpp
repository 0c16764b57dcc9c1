// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/published.hpp"

#include "dcat/statements.hpp"
#include "dcat/vocabulary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace moisson::dcat {
namespace {

constexpr std::string_view authority = "http://publications.europa.eu/resource/authority/";
constexpr std::string_view media_types = "https://www.iana.org/assignments/media-types/";
constexpr std::string_view languages = "http://lexvo.org/id/iso639-1/";
constexpr std::string_view application_profile = "http://data.europa.eu/r5r/";

struct ThemeName {
    std::string_view code;
    std::string_view french;
    std::string_view english;
};

// A theme is a skos:Concept, and a concept has a name (EU authority list data-theme).
constexpr std::array<ThemeName, 13> theme_names{{
    {"AGRI",
     "Agriculture, pêche, sylviculture et alimentation",
     "Agriculture, fisheries, forestry and food"},
    {"ECON", "Économie et finances", "Economy and finance"},
    {"EDUC", "Éducation, culture et sport", "Education, culture and sport"},
    {"ENER", "Énergie", "Energy"},
    {"ENVI", "Environnement", "Environment"},
    {"GOVE", "Gouvernement et secteur public", "Government and public sector"},
    {"HEAL", "Santé", "Health"},
    {"INTR", "Questions internationales", "International issues"},
    {"JUST",
     "Justice, système juridique et sécurité publique",
     "Justice, legal system and public safety"},
    {"REGI", "Régions et villes", "Regions and cities"},
    {"SOCI", "Population et société", "Population and society"},
    {"TECH", "Science et technologie", "Science and technology"},
    {"TRAN", "Transports", "Transport"},
}};

std::string join(std::string_view left, std::string_view right) {
    std::string out(left);
    out += right;
    return out;
}

std::string authority_iri(std::string_view list, std::string_view code) {
    return fmt::format("{}{}/{}", authority, list, code);
}

// A code of an EU list as its IRI, else the portal's own word.
void coded(
    Statements& about,
    std::string_view property,
    std::string_view list,
    std::string_view type,
    const Coded& value
) {
    if (!value.code.empty())
        about.named(property, authority_iri(list, value.code), type);
    else
        about.named_or_labelled(property, value.raw, type, value.raw);
}

void licence(Statements& about, const std::optional<Licence>& value) {
    if (!value)
        return;
    const std::string_view label = value->title.empty() ? value->raw : value->title;
    about.named_or_labelled("dct:license", value->url, "dct:LicenseDocument", label);
}

void agent(Statements& about, std::string_view property, const Agent& value, Contacts contacts) {
    if (value.name.empty())
        return;
    Statements node = about.node(property, "foaf:Agent");
    node.texts("foaf:name", value.name);
    node.iri("foaf:homepage", value.url);
    if (contacts == Contacts::shown && !value.email.empty())
        node.iri("foaf:mbox", join("mailto:", value.email));
}

void contact_points(Statements& about, const Dataset& dataset) {
    for (const ContactPoint& one : dataset.contacts) {
        Statements node = about.node("dcat:contactPoint", "vcard:Kind");
        node.text("vcard:fn", one.name);
        if (!one.email.empty())
            node.iri("vcard:hasEmail", join("mailto:", one.email));
        node.iri("vcard:hasURL", one.url);
    }
}

void coverage(Statements& about, const Dataset& dataset) {
    for (const PeriodOfTime& period : dataset.temporal) {
        if (!period.start && !period.end)
            continue;
        Statements node = about.node("dct:temporal", "dct:PeriodOfTime");
        node.date("dcat:startDate", period.start);
        node.date("dcat:endDate", period.end);
    }
    for (const Location& place : dataset.spatial) {
        if (is_web_address(place.uri) && !place.bbox && place.label.empty()) {
            about.named("dct:spatial", place.uri, "dct:Location");
            continue;
        }
        if (!place.bbox && place.label.empty())
            continue;
        Statements node = about.node("dct:spatial", "dct:Location");
        node.text("skos:prefLabel", place.label);
        node.iri("owl:sameAs", place.uri);
        if (place.bbox)
            node.typed(
                "dcat:bbox",
                fmt::format(
                    "POLYGON(({0} {1}, {2} {1}, {2} {3}, {0} {3}, {0} {1}))",
                    place.bbox->west,
                    place.bbox->south,
                    place.bbox->east,
                    place.bbox->north
                ),
                "http://www.opengis.net/ont/geosparql#wktLiteral"
            );
    }
}

// Bytes in hexadecimal, made by a named algorithm; anything else is no checksum to a reader.
void checksum(Statements& file, const Distribution& value) {
    const bool is_hex =
        value.checksum.size() % 2 == 0 &&
        value.checksum.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    if (value.checksum.empty() || value.checksum_algorithm.empty() || !is_hex)
        return;
    Statements node = file.node("spdx:checksum", "spdx:Checksum");
    node.typed("spdx:checksumValue", value.checksum, "http://www.w3.org/2001/XMLSchema#hexBinary");
    node.iri("spdx:algorithm", iri_of(join("spdx:checksumAlgorithm_", value.checksum_algorithm)));
}

void theme(rdf::Graph& graph, Statements& about, const std::string& code) {
    const std::string iri = authority_iri("data-theme", code);
    about.named("dcat:theme", iri, "skos:Concept");
    const auto name = std::find_if(theme_names.begin(), theme_names.end(), [&](const auto& one) {
        return one.code == code;
    });
    Statements entry(graph, rdf::Term(rdf::iri(iri)));
    if (name == theme_names.end()) {
        entry.text("skos:prefLabel", code);
        return;
    }
    LocalizedText names;
    names.push_back(LangText{"fr", std::string(name->french), false});
    names.push_back(LangText{"en", std::string(name->english), false});
    entry.texts("skos:prefLabel", names);
}

// `otherwise`: where the dataset is, for what has no address of its own. The licence of the dataset
// is said of its files too: udata reads it there alone.
void distribution(
    Statements& about,
    const Distribution& value,
    const Dataset& dataset,
    std::string_view otherwise
) {
    Statements file = about.node("dcat:distribution", "dcat:Distribution");
    file.text("dct:identifier", value.remote_id);
    file.texts("dct:title", value.title);
    file.texts("dct:description", value.description);
    // dcat:accessURL is mandatory: the file itself when there is nothing better, else the page.
    const std::string_view own = is_web_address(value.access_url) ? value.access_url : value.url;
    file.iri("dcat:accessURL", is_web_address(own) ? own : otherwise);
    file.iri("dcat:downloadURL", value.url);
    const std::string_view format =
        value.format.code.empty() ? value.format.raw : value.format.code;
    file.named_or_labelled("dct:format", value.format.raw, "dct:MediaTypeOrExtent", format);
    if (value.media_type.find('/') != std::string::npos)
        file.named("dcat:mediaType", join(media_types, value.media_type), "dct:MediaType");
    if (value.byte_size)
        file.typed(
            "dcat:byteSize",
            std::to_string(*value.byte_size),
            "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"
        );
    file.date("dct:issued", value.issued);
    file.date("dct:modified", value.modified);
    for (const std::string& language : value.languages)
        file.named("dct:language", join(languages, language), "dct:LinguisticSystem");
    licence(file, value.licence ? value.licence : dataset.licence);
    checksum(file, value);
}

bool says(const LocalizedText& texts) {
    return std::any_of(texts.begin(), texts.end(), [](const LangText& one) {
        return !one.text.empty();
    });
}

// The URI that another copy goes by, or our own address.
void other_name(Statements& about, const Dataset& dataset, const Copy& copy) {
    const std::string subject = published_iri(dataset, copy);
    if (copy.uri_is_of_another)
        about.iri("owl:sameAs", dataset.uri);
    else if (is_web_address(copy.page) && copy.page != subject)
        about.node("adms:identifier", "adms:Identifier").text("skos:notation", copy.page);
}

// Where people read about it. What DCAT-AP takes for one is a foaf:Document, and the subject is a
// dataset: whoever follows the subject's own address arrives there without being told.
std::string_view landing_page(const Dataset& dataset, std::string_view subject) {
    for (const std::string* page : {&dataset.landing_page, &dataset.remote_url})
        if (!page->empty() && *page != subject)
            return *page;
    return {};
}

void catalog_record(rdf::Graph& graph, const Dataset& dataset, const Copy& copy) {
    if (copy.record.empty())
        return;
    Statements record(graph, rdf::Term(rdf::iri(copy.record)));
    record.type("dcat:CatalogRecord");
    record.iri("foaf:primaryTopic", published_iri(dataset, copy));
    const auto at = [](const std::optional<Instant>& instant) {
        return instant ? std::optional(PartialDate{*instant, DatePrecision::second}) : std::nullopt;
    };
    record.date("dct:issued", at(copy.first_seen));
    record.date("dct:modified", at(copy.last_changed));
    record.named("dct:conformsTo", application_profile, "dct:Standard");
    // What another aggregator took from there before us.
    if (is_web_address(dataset.origin_url) && dataset.origin_url != dataset.remote_url)
        record.iri("prov:hadPrimarySource", dataset.origin_url);
    // The record we copied is one itself when we know when it changed; else it is a page. Some
    // portals call both by one name: that is the dataset then.
    const bool is_record = is_web_address(dataset.remote_url) && dataset.record_modified &&
                           dataset.remote_url != published_iri(dataset, copy);
    if (!is_record) {
        record.iri("rdfs:seeAlso", dataset.remote_url);
        return;
    }
    record.named("dct:source", dataset.remote_url, "dcat:CatalogRecord");
    Statements origin(graph, rdf::Term(rdf::iri(dataset.remote_url)));
    origin.iri("foaf:primaryTopic", published_iri(dataset, copy));
    origin.date("dct:modified", dataset.record_modified);
}

} // namespace

std::string published_iri(const Dataset& dataset, const Copy& copy) {
    return is_web_address(dataset.uri) && !copy.uri_is_of_another ? dataset.uri : copy.page;
}

void add_dataset(rdf::Graph& graph, const Dataset& dataset, const Copy& copy) {
    Statements about(graph, rdf::Term(rdf::iri(published_iri(dataset, copy))));
    about.type("dcat:Dataset");
    // Beside it: readers that look for datasets only find all of them.
    if (dataset.is_series)
        about.type("dcat:DatasetSeries");
    about.text("dct:identifier", dataset.remote_id);
    for (const std::string& other : dataset.identifiers)
        about.node("adms:identifier", "adms:Identifier").text("skos:notation", other);
    other_name(about, dataset, copy);
    about.texts("dct:title", says(dataset.title) ? dataset.title : copy.title_otherwise);
    about.texts(
        "dct:description",
        says(dataset.description) ? dataset.description : copy.description_otherwise
    );
    about.texts("dcat:keyword", dataset.keywords);
    for (const std::string& code : dataset.themes)
        theme(graph, about, code);
    agent(about, "dct:publisher", dataset.publisher, copy.contacts);
    if (dataset.creator)
        agent(about, "dct:creator", *dataset.creator, copy.contacts);
    if (copy.contacts == Contacts::shown)
        contact_points(about, dataset);
    licence(about, dataset.licence);
    coded(about, "dct:accessRights", "access-right", "dct:RightsStatement", dataset.access_rights);
    for (const std::string& language : dataset.languages)
        about.named("dct:language", join(languages, language), "dct:LinguisticSystem");
    coded(about, "dct:accrualPeriodicity", "frequency", "dct:Frequency", dataset.frequency);
    about.date("dct:issued", dataset.issued);
    about.date("dct:modified", dataset.modified);
    coverage(about, dataset);
    const std::string& page =
        dataset.landing_page.empty() ? dataset.remote_url : dataset.landing_page;
    const std::string subject = published_iri(dataset, copy);
    about.named("dcat:landingPage", landing_page(dataset, subject), "foaf:Document");
    for (const std::string& standard : dataset.conforms_to)
        about.named_or_labelled("dct:conformsTo", standard, "dct:Standard", standard);
    if (!dataset.provenance_statement.empty())
        about.node("dct:provenance", "dct:ProvenanceStatement")
            .text("rdfs:label", dataset.provenance_statement);
    about.text("dcat:version", dataset.version);
    for (const Distribution& one : dataset.distributions)
        distribution(about, one, dataset, is_web_address(page) ? page : subject);
    catalog_record(graph, dataset, copy);
}

} // namespace moisson::dcat
