// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace moisson::dcat {
namespace {

using Space = std::pair<std::string_view, std::string_view>;

// https and http schema.org are two, so that what is written back is what was read.
constexpr std::array<Space, 25> spaces{{
    {"dcat:", "http://www.w3.org/ns/dcat#"},
    {"dct:", "http://purl.org/dc/terms/"},
    {"dc:", "http://purl.org/dc/elements/1.1/"},
    {"foaf:", "http://xmlns.com/foaf/0.1/"},
    {"vcard:", "http://www.w3.org/2006/vcard/ns#"},
    {"adms:", "http://www.w3.org/ns/adms#"},
    {"spdx:", "http://spdx.org/rdf/terms#"},
    {"schema:", "http://schema.org/"},
    {"schemas:", "https://schema.org/"},
    {"locn:", "http://www.w3.org/ns/locn#"},
    {"gsp:", "http://www.opengis.net/ont/geosparql#"},
    {"hydra:", "http://www.w3.org/ns/hydra/core#"},
    {"dcatap:", "http://data.europa.eu/r5r/"},
    {"geodcat:", "http://data.europa.eu/930/"},
    {"owl:", "http://www.w3.org/2002/07/owl#"},
    {"skos:", "http://www.w3.org/2004/02/skos/core#"},
    {"rdf:", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
    {"rdfs:", "http://www.w3.org/2000/01/rdf-schema#"},
    {"prov:", "http://www.w3.org/ns/prov#"},
    {"time:", "http://www.w3.org/2006/time#"},
    {"dqv:", "http://www.w3.org/ns/dqv#"},
    {"org:", "http://www.w3.org/ns/org#"},
    {"odrl:", "http://www.w3.org/ns/odrl/2/"},
    {"cnt:", "http://www.w3.org/2011/content#"},
    {"odrs:", "http://schema.theodi.org/odrs#"},
}};

} // namespace

std::string short_name(std::string_view iri) {
    const auto known = std::find_if(spaces.begin(), spaces.end(), [iri](const Space& one) {
        return iri.starts_with(one.second);
    });
    if (known == spaces.end())
        return std::string(iri);
    std::string name(known->first);
    name += iri.substr(known->second.size());
    return name;
}

std::string iri_of(std::string_view name) {
    const auto known = std::find_if(spaces.begin(), spaces.end(), [name](const Space& one) {
        return name.starts_with(one.first);
    });
    if (known == spaces.end())
        return std::string(name);
    std::string iri(known->second);
    iri += name.substr(known->first.size());
    return iri;
}

std::string_view local_name(std::string_view name) {
    const std::size_t end = name.find_last_of(":#/");
    return end == std::string_view::npos ? name : name.substr(end + 1);
}

bool is_web_address(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

bool is_skolem(std::string_view iri) {
    return iri.find("/.well-known/genid") != std::string_view::npos ||
           iri.find("/.well-known/skolem") != std::string_view::npos;
}

} // namespace moisson::dcat
