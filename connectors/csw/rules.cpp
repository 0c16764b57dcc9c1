// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "csw/rules.hpp"

#include <array>

namespace moisson::csw {
namespace {

using Namespace = std::pair<std::string_view, std::string_view>;

constexpr std::array<Namespace, 20> prefixes{{
    {"http://www.isotc211.org/2005/gmd", "gmd"},
    {"http://www.isotc211.org/2005/gco", "gco"},
    {"http://www.isotc211.org/2005/gmx", "gmx"},
    {"http://www.isotc211.org/2005/gmi", "gmi"},
    {"http://www.isotc211.org/2005/srv", "srv"},
    {"http://www.isotc211.org/2005/gts", "gts"},
    {"http://www.isotc211.org/2005/gfc", "gfc"},
    {"http://www.opengis.net/gml", "gml"},
    {"http://www.opengis.net/gml/3.2", "gml"},
    {"http://www.w3.org/1999/xlink", "xlink"},
    {"http://www.w3.org/XML/1998/namespace", "xml"},
    {"http://www.opengis.net/cat/csw/2.0.2", "csw"},
    {"http://www.opengis.net/cat/csw", "csw"},
    {"http://purl.org/dc/elements/1.1/", "dc"},
    {"http://purl.org/dc/terms/", "dct"},
    {"http://www.opengis.net/ows", "ows"},
    {"http://www.opengis.net/ows/1.1", "ows"},
    {"http://www.opengis.net/ogc", "ogc"},
    {"http://www.fao.org/geonetwork", "geonet"},
    {"http://www.isotc211.org/schemas/2005/gmd/", "gmd"},
}};

// Bookkeeping of GeoNetwork: views, ratings, internal ids. Feature geometry of polygons is kept.
constexpr std::array<std::string_view, 1> volatile_elements{"geonet:info"};

// Ids of elements, code list addresses and schema locations change with the serialiser.
constexpr std::array<std::string_view, 15> attributes{
    "codeListValue",
    "crs",
    "description",
    "gmd:PT_Locale@id",
    "indeterminatePosition",
    "locale",
    "name",
    "protocol",
    "scheme",
    "srsName",
    "uom",
    "xlink:href",
    "xml:lang",
    "exceptionCode",
    "locator",
};

// The first identifier and title are those of the catalogue; coordinates follow one another.
constexpr std::array<std::string_view, 6>
    ordered{"dc:identifier", "dc:title", "gml:pos", "gml:coordinates", "gml:exterior", "gml:coord"};

} // namespace

const kit::XmlRules& canonical_rules() {
    static constexpr kit::XmlRules
        rules{prefixes, volatile_elements, attributes, "gco:isoType", ordered};
    return rules;
}

} // namespace moisson::csw
