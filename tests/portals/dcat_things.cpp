// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Shapes vary from one dataset to the next as they do in the wild: publishers by name and blank,
// frequencies as IRIs and as words, boxes and WKT.
#include "portals/dcat_things.hpp"

#include "portals/datajson_record.hpp"
#include "portals/package_parts.hpp"

#include <fmt/format.h>

#include <map>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

const std::string frequency_space = "http://publications.europa.eu/resource/authority/frequency/";

// What an IRI of the EU stands for; the other words stay texts.
std::string frequency_iri(const std::string& word) {
    static const std::map<std::string, std::string> codes = {
        {"annuelle", "ANNUAL"},
        {"annuel", "ANNUAL"},
        {"annual", "ANNUAL"},
        {"mensuelle", "MONTHLY"},
        {"mensuel", "MONTHLY"},
        {"monthly", "MONTHLY"},
        {"trimestrielle", "QUARTERLY"},
        {"trimestriel", "QUARTERLY"},
        {"quarterly", "QUARTERLY"},
        {"hebdomadaire", "WEEKLY"},
        {"weekly", "WEEKLY"},
        {"quotidienne", "DAILY"},
        {"quotidien", "DAILY"},
        {"daily", "DAILY"}};
    const auto found = codes.find(word);
    return found == codes.end() ? std::string() : frequency_space + found->second;
}

RdfThing publisher_of(const Json& package, const std::string& site) {
    RdfThing agent;
    agent.type = "foaf:Agent";
    const auto organization = package.find("organization");
    if (organization == package.end() || !organization->is_object())
        return agent;
    // Half of the portals name their producers, half leave them blank.
    const std::string name = text_in(*organization, "name");
    if (drawn_from(name, 2) == 0)
        agent.name = site + "/organization/" + name;
    agent.text("foaf:name", text_in(*organization, "title"));
    return agent;
}

RdfThing contact_of(const Json& package) {
    RdfThing contact;
    contact.type = "vcard:Organization";
    contact.text("vcard:fn", text_in(package, "maintainer"));
    const std::string email = text_in(package, "maintainer_email");
    if (!email.empty())
        contact.iri("vcard:hasEmail", "mailto:" + email);
    return contact;
}

RdfThing place_of(const std::array<double, 4>& box, bool as_wkt) {
    RdfThing place;
    place.type = "dct:Location";
    const auto& [west, south, east, north] = box;
    if (as_wkt)
        place.typed(
            "locn:geometry",
            fmt::format(
                "POLYGON(({0} {1}, {2} {1}, {2} {3}, {0} {3}, {0} {1}))",
                west,
                south,
                east,
                north
            ),
            "gsp:wktLiteral"
        );
    else
        place.text("dcat:bbox", fmt::format("{},{},{},{}", west, south, east, north));
    return place;
}

RdfThing file_of(const Json& resource, const std::string& page) {
    RdfThing file;
    file.name = page + "/resource/" + text_in(resource, "id");
    file.type = "dcat:Distribution";
    file.text("dct:title", text_in(resource, "name"), "fr");
    file.text("dct:description", text_in(resource, "description"), "fr");
    const std::string format = text_in(resource, "format");
    const bool opened = format == "HTML" || format == "API" || format == "WMS";
    const std::string url = text_in(resource, "url");
    // Addresses with spaces come as texts: a strict writer has no IRI for them.
    const bool is_iri = url.find_first_of(" <>\"{}|\\^`") == std::string::npos;
    const char* property = opened ? "dcat:accessURL" : "dcat:downloadURL";
    if (is_iri)
        file.iri(property, url);
    else
        file.text(property, url);
    file.text("dct:format", format);
    file.text("dcat:mediaType", text_in(resource, "mimetype"));
    const auto size = resource.find("size");
    if (size != resource.end() && size->is_number())
        file.typed("dcat:byteSize", size->dump(), "xsd:decimal");
    return file;
}

void add_dates(const Json& package, RdfThing& dataset) {
    const std::string modified = text_in(package, "metadata_modified");
    const bool exact = modified.size() > 10 && modified[10] == 'T';
    dataset.typed("dct:modified", modified, exact ? "xsd:dateTime" : "xsd:date");
    dataset.typed("dct:issued", extra_of(package, "issued"), "xsd:date");
    const std::string word = frequency_of(package);
    if (const std::string iri = frequency_iri(word); !iri.empty())
        dataset.iri("dct:accrualPeriodicity", iri);
    else
        dataset.text("dct:accrualPeriodicity", word);
    const std::string start = extra_of(package, "temporal_start");
    const std::string end = extra_of(package, "temporal_end");
    if (start.empty() && end.empty())
        return;
    RdfThing period;
    period.type = "dct:PeriodOfTime";
    period.typed("dcat:startDate", start, "xsd:date");
    period.typed("dcat:endDate", end, "xsd:date");
    dataset.thing("dct:temporal", std::move(period));
}

} // namespace

RdfThing dcat_dataset(const Json& package, const std::string& site) {
    const std::string id = text_in(package, "id");
    RdfThing dataset;
    dataset.name = site + "/dataset/" + id;
    dataset.type = "dcat:Dataset";
    dataset.text("dct:identifier", id);
    dataset.text("dct:title", text_in(package, "title"), "fr");
    dataset.text("dct:description", text_in(package, "notes"), "fr");
    for (const Json& tag : package.value("tags", Json::array()))
        dataset.text("dcat:keyword", text_in(tag, "name"), "fr");
    for (const Json& group : package.value("groups", Json::array())) {
        RdfThing theme;
        theme.type = "skos:Concept";
        theme.text("skos:prefLabel", text_in(group, "title"), "fr");
        dataset.thing("dcat:theme", std::move(theme));
    }
    if (RdfThing publisher = publisher_of(package, site); !publisher.properties.empty())
        dataset.thing("dct:publisher", std::move(publisher));
    if (RdfThing contact = contact_of(package); !contact.properties.empty())
        dataset.thing("dcat:contactPoint", std::move(contact));
    add_dates(package, dataset);
    const std::string licence = text_in(package, "license_url");
    if (licence.starts_with("http"))
        dataset.iri("dct:license", licence);
    else
        dataset.text("dct:license", text_in(package, "license_title"));
    if (const auto box = box_of(package))
        dataset.thing("dct:spatial", place_of(*box, drawn_from(id, 2) == 0));
    const std::string landing = text_in(package, "url");
    if (landing.starts_with("http") && landing.find(' ') == std::string::npos)
        dataset.iri("dcat:landingPage", landing);
    else
        dataset.text("dcat:landingPage", landing);
    if (package.value("private", false))
        dataset.iri(
            "dct:accessRights",
            "http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC"
        );
    for (const Json& resource : package.value("resources", Json::array()))
        dataset.thing("dcat:distribution", file_of(resource, dataset.name));
    return dataset;
}

} // namespace moisson::portals
