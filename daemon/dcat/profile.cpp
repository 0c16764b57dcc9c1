// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table. A name that ends with ':' stands for its whole namespace; exact names come first.
#include "dcat/profile.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace moisson::dcat {
namespace {

constexpr Kinds catalogs = only(Kind::catalog);
constexpr Kinds datasets = only(Kind::dataset);
constexpr Kinds services = only(Kind::service);
constexpr Kinds files = only(Kind::distribution);
constexpr Kinds records = only(Kind::record);
constexpr Kinds agents = only(Kind::agent);
constexpr Kinds places = only(Kind::place);
constexpr Kinds periods = only(Kind::period);
constexpr Kinds sums = only(Kind::checksum);
constexpr Kinds notions = only(Kind::notion);
constexpr Kinds identifiers = only(Kind::identifier);
constexpr Kinds relations = only(Kind::relation);
constexpr Kinds qualities = only(Kind::quality);
constexpr Kinds pages = only(Kind::paging);

constexpr Kinds resources = catalogs | datasets | services;
constexpr Kinds parts = resources | files;
constexpr Kinds described = parts | records;
constexpr Kinds everything = ~Kinds{0};

struct Row {
    Kinds of;
    std::string_view name;
    std::optional<Kind> to;
};

constexpr std::optional<Kind> value = std::nullopt;

constexpr Row table[] = {
    {everything, "rdf:type", value},
    {everything, "rdfs:label", value},
    {everything, "rdfs:comment", value},
    {everything, "rdfs:seeAlso", value},
    {everything, "owl:sameAs", value},
    {everything, "dct:title", value},
    {everything, "dct:description", value},
    {everything, "dct:identifier", value},
    {everything, "dct:type", Kind::notion},

    // -- what describes a catalogue, a dataset, a service, a file or a record
    {described, "dct:alternative", value},
    {described, "dct:abstract", value},
    {described, "dct:tableOfContents", value},
    {described, "dct:issued", value},
    {described, "dct:modified", value},
    {described, "dct:created", value},
    {described, "dct:date", value},
    {described, "dct:dateSubmitted", value},
    {described, "dct:dateAccepted", value},
    {described, "dct:available", value},
    {described, "dct:valid", value},
    {described, "dct:language", Kind::notion},
    {described, "dct:license", Kind::notion},
    {described, "dct:rights", Kind::notion},
    {described, "dct:accessRights", Kind::notion},
    {described, "dct:rightsHolder", Kind::agent},
    {described, "dct:publisher", Kind::agent},
    {described, "dct:creator", Kind::agent},
    {described, "dct:contributor", Kind::agent},
    {described, "dct:mediator", Kind::agent},
    {described, "dct:audience", Kind::notion},
    {described, "dct:subject", Kind::notion},
    {described, "dct:coverage", value},
    {described, "dct:conformsTo", Kind::notion},
    {described, "dct:provenance", Kind::notion},
    {described, "dct:accrualPeriodicity", Kind::notion},
    {described, "dct:accrualMethod", Kind::notion},
    {described, "dct:accrualPolicy", Kind::notion},
    {described, "dct:frequency", Kind::notion},
    {described, "dct:spatial", Kind::place},
    {described, "dct:temporal", Kind::period},
    {described, "dct:extent", Kind::notion},
    {described, "dct:medium", Kind::notion},
    {described, "dct:format", Kind::notion},
    {described, "dct:mediaType", Kind::notion},
    {described, "dct:MediaType", Kind::notion},
    {described, "dct:bibliographicCitation", value},
    {described, "dct:relation", value},
    {described, "dct:references", value},
    {described, "dct:isReferencedBy", value},
    {described, "dct:isRequiredBy", value},
    {described, "dct:requires", value},
    {described, "dct:replaces", value},
    {described, "dct:isReplacedBy", value},
    {described, "dct:hasPart", value},
    {described, "dct:isPartOf", value},
    {described, "dct:hasVersion", value},
    {described, "dct:isVersionOf", value},
    {described, "dct:hasFormat", value},
    {described, "dct:isFormatOf", value},
    {described, "dct:source", value},
    {described, "dct:URI", value},
    {described, "dcat:keyword", value},
    {described, "dcat:theme", Kind::notion},
    {described, "dcat:themeTaxonomy", Kind::notion},
    {described, "dcat:landingPage", Kind::notion},
    {described, "dcat:contactPoint", Kind::agent},
    {described, "dcat:distribution", Kind::distribution},
    {described, "dcat:distributions", Kind::distribution},
    {described, "dcat:version", value},
    {described, "dcat:hasVersion", value},
    {described, "dcat:isVersionOf", value},
    {described, "dcat:hasCurrentVersion", value},
    {described, "dcat:previousVersion", value},
    {described, "dcat:inSeries", value},
    {described, "dcat:inCatalog", value},
    {described, "dcat:seriesMember", value},
    {described, "dcat:first", value},
    {described, "dcat:last", value},
    {described, "dcat:prev", value},
    {described, "dcat:next", value},
    {described, "dcat:qualifiedRelation", Kind::relation},
    {described, "dcat:spatialResolutionInMeters", value},
    {described, "dcat:temporalResolution", value},
    {described, "dcat:granularity", value},
    {described, "dcat:size", value},
    {described, "dcat:dataQuality", value},
    {described, "dcat:dataDictionary", value},
    {described, "dcat:byteSize", value},
    {described, "dcat:bytesSize", value},
    {described, "dcat:bytes", value},
    {described, "dcat:accessURL", Kind::notion},
    {described, "dcat:downloadURL", Kind::notion},
    {described, "dcat:mediaType", Kind::notion},
    {described, "dcat:compressFormat", Kind::notion},
    {described, "dcat:packageFormat", Kind::notion},
    {described, "dcat:accessService", Kind::service},
    {described, "dcat:defaultGraph", value},
    {described, "dcat:endpointURL", Kind::notion},
    {described, "dcat:endpointDescription", Kind::notion},
    {described, "dcat:endpointDetails", Kind::notion},
    {described, "dcat:servesDataset", value},
    {described, "dcat:service", value},
    {described, "dcat:dataset", value},
    {described, "dcat:record", Kind::record},
    {described, "dcat:catalog", value},
    {described, "dcat:resource", value},
    {described, "foaf:page", Kind::notion},
    {described, "foaf:Page", Kind::notion},
    {described, "foaf:homepage", Kind::notion},
    {described, "foaf:depiction", Kind::notion},
    {described, "foaf:logo", Kind::notion},
    {described, "foaf:topic", value},
    {described, "foaf:isPrimaryTopicOf", Kind::record},
    {described, "foaf:primaryTopic", value},
    {described, "foaf:maker", Kind::agent},
    {described, "adms:identifier", Kind::identifier},
    {described, "adms:sample", Kind::distribution},
    {described, "adms:relatedDocumentation", Kind::notion},
    {described, "adms:", Kind::notion},
    {described, "dcatap:", Kind::notion},
    {described, "geodcat:", Kind::notion},
    {described, "spdx:checksum", Kind::checksum},
    {described, "owl:versionInfo", value},
    {described, "owl:deprecated", value},
    {described, "prov:qualifiedAttribution", Kind::relation},
    {described, "prov:wasGeneratedBy", Kind::relation},
    {described, "prov:wasUsedBy", Kind::relation},
    {described, "prov:wasAttributedTo", Kind::agent},
    {described, "prov:", value},
    {described, "dqv:hasQualityMeasurement", Kind::quality},
    {described, "dqv:hasQualityAnnotation", Kind::quality},
    {described, "dqv:hasQualityMetadata", Kind::quality},
    {described, "dqv:", value},
    {described, "odrl:hasPolicy", Kind::notion},
    {described, "cnt:characterEncoding", value},
    {described, "schema:", value},
    {described, "schemas:", value},
    {described, "skos:prefLabel", value},
    {described, "skos:notation", value},
    {described, "vcard:hasEmail", value},
    {described, "dc:", value},
    {described, "hydra:", Kind::paging},

    // -- what leads on from the parts
    {agents, "foaf:", Kind::notion},
    {agents, "vcard:", Kind::agent},
    {agents, "org:", value},
    {agents, "schema:", value},
    {agents, "schemas:", value},
    {agents, "skos:", value},
    {agents, "locn:address", Kind::agent},
    {agents, "locn:", value},
    {agents, "adms:identifier", Kind::identifier},
    {agents, "dct:spatial", Kind::place},
    {agents, "dct:", value},
    {agents, "rdf:value", value},
    {agents, "owl:versionInfo", value},
    {periods, "dcat:", value},
    {periods, "schema:", value},
    {periods, "schemas:", value},
    {periods, "time:", Kind::period},
    {periods, "rdf:value", value},
    {places, "dcat:", value},
    {places, "locn:geometry", Kind::place},
    {places, "locn:", value},
    {places, "gsp:", Kind::place},
    {places, "skos:", value},
    {places, "schema:", value},
    {places, "schemas:", value},
    {places, "foaf:", value},
    {places, "adms:identifier", Kind::identifier},
    {places, "dct:spatial", Kind::place},
    {places, "rdf:value", value},
    {places, "dct:", value},
    {sums, "spdx:", value},
    {identifiers, "skos:", value},
    {identifiers, "adms:", value},
    {identifiers, "dct:creator", Kind::agent},
    {identifiers, "dct:", value},
    {notions, "skos:", value},
    {notions, "foaf:", value},
    {notions, "odrl:", value},
    {notions, "odrs:", value},
    {notions, "adms:", value},
    {notions, "schema:", value},
    {notions, "schemas:", value},
    {notions, "vcard:hasEmail", value},
    {notions, "rdf:", value},
    {notions, "owl:versionInfo", value},
    {notions, "dct:publisher", Kind::agent},
    {notions, "dct:creator", Kind::agent},
    {notions, "dct:", value},
    {notions, "dc:", value},
    {notions, "dcat:", value},
    {notions, "prov:", value},
    {notions, "dcatap:", value},
    {relations, "prov:agent", Kind::agent},
    {relations, "prov:", Kind::relation},
    {relations, "dcat:", value},
    {relations, "dct:relation", value},
    {relations, "dct:", value},
    {relations, "schema:", value},
    {qualities, "dqv:", Kind::quality},
    {qualities, "prov:", value},
    {qualities, "oa:", value},
    {qualities, "dct:", value},
    {qualities, "skos:", value},
    {pages, "hydra:", Kind::paging},
    {pages, "dct:", value},
};

// Rows by name, so that a property is found without walking the table.
class Index {
public:
    Index() {
        for (const Row& row : table)
            rows_[row.name].push_back(&row);
    }
    const Row* find(Kinds kinds, std::string_view name) const {
        const auto found = rows_.find(name);
        if (found == rows_.end())
            return nullptr;
        const auto& rows = found->second;
        const auto fits = std::find_if(rows.begin(), rows.end(), [kinds](const Row* row) {
            return (row->of & kinds) != 0;
        });
        return fits == rows.end() ? nullptr : *fits;
    }

private:
    std::map<std::string_view, std::vector<const Row*>> rows_;
};

} // namespace

std::optional<Rule> rule_of(Kinds kinds, std::string_view property) {
    static const Index index;
    const Row* row = index.find(kinds, property);
    if (row == nullptr && !property.starts_with("http"))
        row = index.find(kinds, property.substr(0, property.find(':') + 1));
    return row == nullptr ? std::nullopt : std::optional(Rule{row->to});
}

} // namespace moisson::dcat
