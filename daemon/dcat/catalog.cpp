// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/catalog.hpp"

#include "dcat/statements.hpp"
#include "dcat/vocabulary.hpp"

#include <array>
#include <string_view>

namespace moisson::dcat {
namespace {

constexpr std::string_view themes = "http://publications.europa.eu/resource/authority/data-theme";
constexpr std::string_view french = "http://publications.europa.eu/resource/authority/language/FRA";

Statements about(rdf::Graph& graph, const std::string& iri) {
    return Statements(graph, rdf::Term(rdf::iri(iri)));
}

LocalizedText in_french(const std::string& text) {
    LocalizedText out;
    if (!text.empty())
        out.push_back(LangText{"fr", text, false});
    return out;
}

void number(Statements& of, std::string_view property, std::int64_t value) {
    of.typed(property, std::to_string(value), rdf::xsd::integer);
}

// Terms of VoID: it is read by nobody here, so its names are not among the short ones.
std::string void_term(std::string_view name) {
    return "http://rdfs.org/ns/void#" + std::string(name);
}

} // namespace

void add_catalog(rdf::Graph& graph, const CatalogDescription& catalog) {
    Statements here = about(graph, catalog.iri);
    here.type("dcat:Catalog");
    here.texts("dct:title", in_french(catalog.title));
    here.texts("dct:description", in_french(catalog.description));
    here.named("foaf:homepage", catalog.homepage, "foaf:Document");
    here.named("dct:language", french, "dct:LinguisticSystem");
    if (catalog.modified)
        here.date("dct:modified", PartialDate{*catalog.modified, DatePrecision::day});
    here.named("dcat:themeTaxonomy", themes, "skos:ConceptScheme");
    LocalizedText scheme;
    scheme.push_back(LangText{"fr", "Thèmes de données", false});
    about(graph, std::string(themes)).texts("dct:title", scheme);
    if (catalog.publisher.empty()) {
        here.node("dct:publisher", "foaf:Agent").text("foaf:name", catalog.publisher_name);
    } else {
        here.named("dct:publisher", catalog.publisher, "foaf:Agent");
        about(graph, catalog.publisher).text("foaf:name", catalog.publisher_name);
    }
}

void add_part(rdf::Graph& graph, const std::string& whole, const std::string& part) {
    Statements here = about(graph, whole);
    here.iri("dcat:catalog", part);
    here.iri("dct:hasPart", part);
}

void add_member(
    rdf::Graph& graph,
    const std::string& catalog,
    const std::string& dataset,
    const std::string& record
) {
    Statements here = about(graph, catalog);
    here.iri("dcat:dataset", dataset);
    here.iri("dcat:record", record);
}

void add_page(rdf::Graph& graph, const std::string& catalog, const CatalogPage& page) {
    Statements whole = about(graph, catalog);
    whole.type("hydra:Collection");
    whole.iri("hydra:view", page.iri);
    Statements here = about(graph, page.iri);
    here.type("hydra:PartialCollectionView");
    here.type("hydra:PagedCollection");
    struct Way {
        std::string_view property;
        std::string_view old_property;
        const std::string& address;
    };
    const std::array<Way, 4> ways{{
        {"hydra:first", "hydra:firstPage", page.first},
        {"hydra:previous", "hydra:previousPage", page.previous},
        {"hydra:next", "hydra:nextPage", page.next},
        {"hydra:last", "hydra:lastPage", page.last},
    }};
    for (const Way& way : ways) {
        here.iri(way.property, way.address);
        here.text(way.old_property, way.address);
    }
    number(here, "hydra:itemsPerPage", page.page_size);
    if (page.total) {
        number(whole, "hydra:totalItems", *page.total);
        number(here, "hydra:totalItems", *page.total);
    }
}

void add_void(rdf::Graph& graph, const VoidDescription& description) {
    Statements document = about(graph, description.document);
    document.type(void_term("DatasetDescription"));
    document.texts("dct:title", in_french(description.title));
    document.iri("foaf:primaryTopic", description.iri);
    Statements here = about(graph, description.iri);
    here.type(void_term("Dataset"));
    here.texts("dct:title", in_french(description.title));
    here.texts("dct:description", in_french(description.description));
    here.iri("foaf:homepage", description.homepage);
    here.iri(void_term("rootResource"), description.root);
    here.iri(void_term("exampleResource"), description.example);
    here.iri(void_term("openSearchDescription"), description.search);
    here.iri(void_term("dataDump"), description.dump);
    if (description.triples > 0)
        number(here, void_term("triples"), description.triples);
    here.text(void_term("uriSpace"), description.uri_space);
    number(here, void_term("entities"), description.datasets);
    here.iri(void_term("class"), iri_of("dcat:Dataset"));
    for (const std::string_view space : {"dcat:", "dct:", "foaf:", "vcard:", "adms:", "skos:"})
        here.iri(void_term("vocabulary"), iri_of(space));
    for (const std::string_view format : {"Turtle", "RDF_XML", "N-Triples", "JSON-LD"})
        here.iri(void_term("feature"), "http://www.w3.org/ns/formats/" + std::string(format));
    for (const VoidSubset& subset : description.subsets) {
        here.iri(void_term("subset"), subset.iri);
        Statements part = about(graph, subset.iri);
        part.type(void_term("Dataset"));
        part.texts("dct:title", in_french(subset.title));
        number(part, void_term("entities"), subset.datasets);
    }
}

} // namespace moisson::dcat
