// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/published.hpp"

#include "dcat/statements.hpp"
#include "dcat/vocabulary.hpp"

#include <fmt/format.h>

#include <string_view>

namespace moisson::dcat {
namespace {

constexpr std::string_view authority = "http://publications.europa.eu/resource/authority/";
constexpr std::string_view media_types = "https://www.iana.org/assignments/media-types/";
constexpr std::string_view languages = "http://lexvo.org/id/iso639-1/";
constexpr std::string_view application_profile = "http://data.europa.eu/r5r/";

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
        about.iri(property, authority_iri(list, value.code));
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
            about.iri("dct:spatial", place.uri);
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

void checksum(Statements& file, const Distribution& value) {
    if (value.checksum.empty())
        return;
    Statements node = file.node("spdx:checksum", "spdx:Checksum");
    node.text("spdx:checksumValue", value.checksum);
    if (!value.checksum_algorithm.empty())
        node.iri(
            "spdx:algorithm",
            iri_of(join("spdx:checksumAlgorithm_", value.checksum_algorithm))
        );
}

void distribution(Statements& about, const Distribution& value) {
    Statements file = about.node("dcat:distribution", "dcat:Distribution");
    file.text("dct:identifier", value.remote_id);
    file.texts("dct:title", value.title);
    file.texts("dct:description", value.description);
    // dcat:accessURL is mandatory: the file itself when there is nothing better.
    file.iri("dcat:accessURL", value.access_url.empty() ? value.url : value.access_url);
    file.iri("dcat:downloadURL", value.url);
    const std::string_view format =
        value.format.code.empty() ? value.format.raw : value.format.code;
    file.named_or_labelled("dct:format", value.format.raw, "dct:MediaTypeOrExtent", format);
    if (value.media_type.find('/') != std::string::npos)
        file.iri("dcat:mediaType", join(media_types, value.media_type));
    if (value.byte_size)
        file.typed(
            "dcat:byteSize",
            std::to_string(*value.byte_size),
            "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"
        );
    file.date("dct:issued", value.issued);
    file.date("dct:modified", value.modified);
    for (const std::string& language : value.languages)
        file.iri("dct:language", join(languages, language));
    licence(file, value.licence);
    checksum(file, value);
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
    record.iri("dct:source", dataset.remote_url);
    record.iri("dct:conformsTo", application_profile);
}

} // namespace

std::string published_iri(const Dataset& dataset, const Copy& copy) {
    return is_web_address(dataset.uri) ? dataset.uri : copy.page;
}

void add_dataset(rdf::Graph& graph, const Dataset& dataset, const Copy& copy) {
    Statements about(graph, rdf::Term(rdf::iri(published_iri(dataset, copy))));
    about.type("dcat:Dataset");
    about.text("dct:identifier", dataset.remote_id);
    for (const std::string& other : dataset.identifiers)
        about.node("adms:identifier", "adms:Identifier").text("skos:notation", other);
    about.texts("dct:title", dataset.title);
    about.texts("dct:description", dataset.description);
    about.texts("dcat:keyword", dataset.keywords);
    for (const std::string& theme : dataset.themes)
        about.iri("dcat:theme", authority_iri("data-theme", theme));
    agent(about, "dct:publisher", dataset.publisher, copy.contacts);
    if (dataset.creator)
        agent(about, "dct:creator", *dataset.creator, copy.contacts);
    if (copy.contacts == Contacts::shown)
        contact_points(about, dataset);
    licence(about, dataset.licence);
    coded(about, "dct:accessRights", "access-right", "dct:RightsStatement", dataset.access_rights);
    for (const std::string& language : dataset.languages)
        about.iri("dct:language", join(languages, language));
    coded(about, "dct:accrualPeriodicity", "frequency", "dct:Frequency", dataset.frequency);
    about.date("dct:issued", dataset.issued);
    about.date("dct:modified", dataset.modified);
    coverage(about, dataset);
    about.iri(
        "dcat:landingPage",
        dataset.landing_page.empty() ? dataset.remote_url : dataset.landing_page
    );
    for (const std::string& standard : dataset.conforms_to)
        about.named_or_labelled("dct:conformsTo", standard, "dct:Standard", standard);
    if (!dataset.provenance_statement.empty())
        about.node("dct:provenance", "dct:ProvenanceStatement")
            .text("rdfs:label", dataset.provenance_statement);
    about.text("dcat:version", dataset.version);
    for (const Distribution& one : dataset.distributions)
        distribution(about, one);
    catalog_record(graph, dataset, copy);
}

} // namespace moisson::dcat
