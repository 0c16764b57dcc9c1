// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Periods and places in all their shapes.
#include "core/limits.hpp"
#include "dcat/record.hpp"
#include "dcat/texts.hpp"
#include "dcat/vocabulary.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::dcat {
namespace {

using Names = std::initializer_list<std::string_view>;

constexpr std::size_t periods_max = 50;
constexpr std::size_t places_max = 200;

// An instant of OWL-Time is a node that holds the date, under one of many names.
std::string instant_of(const View& from, const rdf::Term& value) {
    if (value.kind == rdf::TermKind::literal)
        return std::string(text::trim(value.value));
    const View node = from.follow(value);
    return node ? node.text(
                      {"time:inXSDDate",
                       "time:inXSDDateTimeStamp",
                       "time:inXSDDateTime",
                       "time:inXSDgYearMonth",
                       "time:inXSDgYear",
                       "time:inDateTime",
                       "rdf:value",
                       "rdfs:label"}
                  )
                : std::string();
}

std::string edge_of(const View& period, Names properties) {
    for (const std::string_view property : properties)
        for (const rdf::Term& value : period.values({property}))
            if (std::string text = instant_of(period, value); !text.empty())
                return text;
    return {};
}

RawPeriod period_of(const View& from, const rdf::Term& value) {
    RawPeriod period;
    const View node = from.follow(value);
    if (value.kind == rdf::TermKind::literal) {
        period.literal = text::trim(value.value);
    } else if (node) {
        period.start = edge_of(
            node,
            {"dcat:startDate",
             "schema:startDate",
             "schemas:startDate",
             "time:hasBeginning",
             "time:hasDateTimeDescription"}
        );
        period.end =
            edge_of(node, {"dcat:endDate", "schema:endDate", "schemas:endDate", "time:hasEnd"});
        if (period.start.empty() && period.end.empty())
            period.literal = label(from, value);
    }
    if (period == RawPeriod() && value.kind == rdf::TermKind::iri && !is_skolem(value.value))
        period.literal = value.value;
    return period;
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> heads) {
    return std::any_of(heads.begin(), heads.end(), [text](std::string_view head) {
        return text.starts_with(head);
    });
}

// Four numbers, WKT (behind the IRI of its reference system or not), GeoJSON, a box of DCMI.
bool is_geometry(const rdf::Term& value) {
    std::string_view text = text::trim(value.value);
    const std::string_view type = local_name(value.datatype);
    if (type == "wktLiteral" || type == "geoJSONLiteral" || type == "gmlLiteral" || type == "Box")
        return true;
    if (text.starts_with('<'))
        text = text::trim(text.substr(std::min(text.find('>'), text.size() - 1) + 1));
    if (text.starts_with('{'))
        return true;
    if (text.find("northlimit=") != std::string_view::npos)
        return true;
    if (starts_with_any(
            text,
            {"POLYGON", "MULTIPOLYGON", "POINT", "LINESTRING", "ENVELOPE", "BBOX"}
        ))
        return text.find('(') != std::string_view::npos;
    const bool numeric = text.find_first_not_of("0123456789.,-+eE \t") == std::string_view::npos;
    return numeric && std::count(text.begin(), text.end(), ',') == 3;
}

// Boxes say the most in the least; of geometries the smallest that there is.
std::string geometry_of(const View& place) {
    for (const Names& names :
         {Names{"dcat:bbox"},
          Names{"locn:geometry"},
          Names{"gsp:hasGeometry"},
          Names{"gsp:asWKT", "gsp:asGeoJSON"},
          Names{"dcat:centroid"}}) {
        std::string best;
        for (const rdf::Term& value : place.values(names)) {
            std::string found;
            if (value.kind == rdf::TermKind::literal)
                found = is_geometry(value) ? std::string(text::trim(value.value)) : std::string();
            else if (const View node = place.follow(value))
                found = node.text({"gsp:asWKT", "gsp:asGeoJSON", "rdf:value", "rdfs:label"});
            const bool better = best.empty() || found.size() < best.size();
            if (!found.empty() && better)
                best = std::move(found);
        }
        if (!best.empty())
            return best;
    }
    return {};
}

std::string place_label(const View& from, const rdf::Term& value) {
    std::string text = label(from, value);
    const View node = from.follow(value);
    if (text.empty() && node)
        text = node.text({"locn:geographicName", "locn:adminUnitL2", "locn:adminUnitL1"});
    return text;
}

RawLocation place_of(const View& from, const rdf::Term& value) {
    RawLocation place;
    if (value.kind == rdf::TermKind::literal) {
        const std::string_view text = text::trim(value.value);
        if (is_geometry(value))
            place.geometry = text;
        else if (is_web_address(text))
            place.uri = text;
        else
            place.label = text;
        return place;
    }
    if (value.kind == rdf::TermKind::iri && !is_skolem(value.value))
        place.uri = value.value;
    if (const View node = from.follow(value)) {
        place.geometry = geometry_of(node);
        place.label = place_label(from, value);
    }
    return place;
}

} // namespace

void read_coverage(const View& dataset, RawRecord& record) {
    for (const Names& names : {Names{"dct:temporal"}, Names{"dct:coverage"}})
        for (const rdf::Term& value : dataset.values(names)) {
            RawPeriod period = period_of(dataset, value);
            const bool said = period != RawPeriod() && *names.begin() == "dct:temporal";
            if (said && record.temporal.size() < periods_max)
                add_once(record.temporal, std::move(period));
        }
    for (const rdf::Term& value : dataset.values({"dct:spatial", "dct:coverage"})) {
        RawLocation place = place_of(dataset, value);
        if (place != RawLocation() && record.spatial.size() < places_max)
            add_once(record.spatial, std::move(place));
    }
}

} // namespace moisson::dcat
