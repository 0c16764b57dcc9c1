// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table of prefixes.
#include "rdf/known_prefixes.hpp"

#include <algorithm>
#include <array>

namespace moisson::rdf {

namespace {

constexpr auto table = std::to_array<KnownPrefix>({
    {"adms", "http://www.w3.org/ns/adms#"},
    {"bibo", "http://purl.org/ontology/bibo/"},
    {"cc", "http://creativecommons.org/ns#"},
    {"cnt", "http://www.w3.org/2011/content#"},
    {"csvw", "http://www.w3.org/ns/csvw#"},
    {"dc", "http://purl.org/dc/elements/1.1/"},
    {"dc11", "http://purl.org/dc/elements/1.1/"},
    {"dcam", "http://purl.org/dc/dcam/"},
    {"dcat", "http://www.w3.org/ns/dcat#"},
    {"dcatap", "http://data.europa.eu/r5r/"},
    {"dcatapde", "http://dcat-ap.de/def/dcatde/"},
    {"dcatde", "http://dcat-ap.de/def/dcatde/"},
    {"dcatus", "http://resources.data.gov/ontology/dcat-us#"},
    {"dcmitype", "http://purl.org/dc/dcmitype/"},
    {"dct", "http://purl.org/dc/terms/"},
    {"dcterms", "http://purl.org/dc/terms/"},
    {"dctype", "http://purl.org/dc/dcmitype/"},
    {"doap", "http://usefulinc.com/ns/doap#"},
    {"dpv", "https://w3id.org/dpv#"},
    {"dqv", "http://www.w3.org/ns/dqv#"},
    {"dwc", "http://rs.tdwg.org/dwc/terms/"},
    {"edp", "https://europeandataportal.eu/voc#"},
    {"eli", "http://data.europa.eu/eli/ontology#"},
    {"euvoc", "http://publications.europa.eu/ontology/euvoc#"},
    {"foaf", "http://xmlns.com/foaf/0.1/"},
    {"geo", "http://www.opengis.net/ont/geosparql#"},
    {"geodcat", "http://data.europa.eu/930/"},
    {"geodcatap", "http://data.europa.eu/930/"},
    {"geosparql", "http://www.opengis.net/ont/geosparql#"},
    {"gmd", "http://www.isotc211.org/2005/gmd#"},
    {"gn", "http://www.geonames.org/ontology#"},
    {"gr", "http://purl.org/goodrelations/v1#"},
    {"gsp", "http://www.opengis.net/ont/geosparql#"},
    {"healthdcatap", "http://healthdataportal.eu/ns/health#"},
    {"hydra", "http://www.w3.org/ns/hydra/core#"},
    {"ical", "http://www.w3.org/2002/12/cal/ical#"},
    {"ldp", "http://www.w3.org/ns/ldp#"},
    {"locn", "http://www.w3.org/ns/locn#"},
    {"mobilitydcatap", "https://w3id.org/mobilitydcat-ap#"},
    {"oa", "http://www.w3.org/ns/oa#"},
    {"odrl", "http://www.w3.org/ns/odrl/2/"},
    {"odrs", "http://schema.theodi.org/odrs#"},
    {"ods", "http://open-data-standards.github.com/2012/01/open-data-standards#"},
    {"org", "http://www.w3.org/ns/org#"},
    {"owl", "http://www.w3.org/2002/07/owl#"},
    {"pav", "http://purl.org/pav/"},
    {"prof", "http://www.w3.org/ns/dx/prof/"},
    {"prov", "http://www.w3.org/ns/prov#"},
    {"qb", "http://purl.org/linked-data/cube#"},
    {"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
    {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
    {"schema", "http://schema.org/"},
    {"sdmx-attribute", "http://purl.org/linked-data/sdmx/2009/attribute#"},
    {"sdmx-measure", "http://purl.org/linked-data/sdmx/2009/measure#"},
    {"sdo", "https://schema.org/"},
    {"sh", "http://www.w3.org/ns/shacl#"},
    {"sioc", "http://rdfs.org/sioc/ns#"},
    {"skos", "http://www.w3.org/2004/02/skos/core#"},
    {"skosxl", "http://www.w3.org/2008/05/skos-xl#"},
    {"spdx", "http://spdx.org/rdf/terms#"},
    {"time", "http://www.w3.org/2006/time#"},
    {"vann", "http://purl.org/vocab/vann/"},
    {"vcard", "http://www.w3.org/2006/vcard/ns#"},
    {"vc", "http://www.w3.org/2006/vcard/ns#"},
    {"voaf", "http://purl.org/vocommons/voaf#"},
    {"void", "http://rdfs.org/ns/void#"},
    {"wdrs", "http://www.w3.org/2007/05/powder-s#"},
    {"wgs84", "http://www.w3.org/2003/01/geo/wgs84_pos#"},
    {"xml", "http://www.w3.org/XML/1998/namespace"},
    {"xsd", "http://www.w3.org/2001/XMLSchema#"},
});

// What our own documents use.
constexpr auto preferred = std::to_array<KnownPrefix>({
    {"adms", "http://www.w3.org/ns/adms#"},
    {"dc", "http://purl.org/dc/elements/1.1/"},
    {"dcat", "http://www.w3.org/ns/dcat#"},
    {"dcatap", "http://data.europa.eu/r5r/"},
    {"dct", "http://purl.org/dc/terms/"},
    {"dctype", "http://purl.org/dc/dcmitype/"},
    {"dqv", "http://www.w3.org/ns/dqv#"},
    {"foaf", "http://xmlns.com/foaf/0.1/"},
    {"geo", "http://www.opengis.net/ont/geosparql#"},
    {"hydra", "http://www.w3.org/ns/hydra/core#"},
    {"locn", "http://www.w3.org/ns/locn#"},
    {"odrl", "http://www.w3.org/ns/odrl/2/"},
    {"org", "http://www.w3.org/ns/org#"},
    {"owl", "http://www.w3.org/2002/07/owl#"},
    {"prov", "http://www.w3.org/ns/prov#"},
    {"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
    {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
    {"schema", "http://schema.org/"},
    {"skos", "http://www.w3.org/2004/02/skos/core#"},
    {"spdx", "http://spdx.org/rdf/terms#"},
    {"time", "http://www.w3.org/2006/time#"},
    {"vcard", "http://www.w3.org/2006/vcard/ns#"},
    {"void", "http://rdfs.org/ns/void#"},
    {"xsd", "http://www.w3.org/2001/XMLSchema#"},
});

} // namespace

std::span<const KnownPrefix> known_prefixes() {
    return table;
}
std::span<const KnownPrefix> preferred_prefixes() {
    return preferred;
}

std::string_view known_namespace(std::string_view prefix) {
    const auto* const found = std::ranges::find(table, prefix, &KnownPrefix::prefix);
    return found == table.end() ? std::string_view{} : found->space;
}

std::string invented_namespace(std::string_view prefix) {
    return "urn:moisson:undefined-prefix:" + std::string(prefix) + ":";
}

std::string_view completed_namespace(std::string_view space) {
    for (const KnownPrefix& known : table)
        if (known.space.size() == space.size() + 1 && known.space.starts_with(space) &&
            (known.space.back() == '#' || known.space.back() == '/'))
            return known.space;
    return {};
}

} // namespace moisson::rdf
