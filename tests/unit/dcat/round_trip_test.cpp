// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Catalogues read into values and written again, in each syntax: the same graph for what is kept,
// and little is left out. With MOISSON_DCAT_ROUND_TRIP naming a folder, the documents go there for
// tests/oracles/dcat_round_trip.py, which holds them against the source with rdflib. Needs
// MOISSON_CORPUS.
#include "corpus.hpp"
#include "dcat/listing.hpp"
#include "dcat/vocabulary.hpp"
#include "dcat/whole.hpp"
#include "rdf/canonical.hpp"
#include "rdf/reader.hpp"
#include "rdf/writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>

namespace moisson::dcat::testing {
namespace {

namespace fs = std::filesystem;
using rdf::Syntax;

constexpr std::array<Syntax, 4> syntaxes{
    Syntax::turtle,
    Syntax::rdf_xml,
    Syntax::ntriples,
    Syntax::json_ld};

// Terms that A2.3 of the research makes mandatory or recommended, and those the issue adds.
constexpr std::array<std::string_view, 36> kept_always{
    "dct:title",
    "dct:description",
    "dct:publisher",
    "dct:language",
    "dct:issued",
    "dct:license",
    "dct:spatial",
    "dct:modified",
    "dcat:themeTaxonomy",
    "foaf:homepage",
    "dcat:dataset",
    "dcat:service",
    "dcat:contactPoint",
    "dcat:distribution",
    "dcat:keyword",
    "dct:temporal",
    "dcat:theme",
    "dcat:accessURL",
    "dcatap:availability",
    "dct:format",
    "dcat:endpointURL",
    "dcat:servesDataset",
    "dcat:endpointDescription",
    "dct:conformsTo",
    "foaf:primaryTopic",
    "adms:status",
    "foaf:name",
    "dct:type",
    "dcat:bbox",
    "dcat:centroid",
    "dcat:startDate",
    "dct:identifier",
    "dcat:landingPage",
    "dct:accrualPeriodicity",
    "spdx:checksum",
    "dcat:byteSize",
};

// Catalogues hold ontologies by accident (Brandenburg, Bremen, the files of DCAT itself): what is
// said about a class or a property is no metadata.
bool is_about_vocabulary(const rdf::Graph& graph, rdf::TermId subject) {
    const auto type = graph.find_iri(iri_of("rdf:type"));
    if (!type)
        return false;
    const auto types = graph.about(subject, *type);
    return std::any_of(types.begin(), types.end(), [&](const rdf::Triple& triple) {
        const std::string name = short_name(graph.term(triple.object).value);
        return name.starts_with("owl:") || name.starts_with("rdfs:") || name == "rdf:Property";
    });
}

struct Kept {
    rdf::Graph graph;
    std::vector<rdf::Triple> rest;
};

Kept keep(const rdf::Graph& source) {
    Kept kept;
    describe_all(source, list_datasets(source)).write_to(kept.graph);
    kept.graph.seal();
    kept.rest = left_out(source, kept.graph);
    return kept;
}

rdf::Graph read_again(const std::string& text, Syntax syntax) {
    Result<WireGraph> wire =
        read_graph(text, "http://base.invalid/", std::string(rdf::media_type(syntax)));
    EXPECT_TRUE(wire.has_value());
    return wire.has_value() ? std::move(wire->graph) : rdf::Graph();
}

std::string lines_of(const rdf::Graph& graph, std::span<const rdf::Triple> triples) {
    std::string out;
    for (const rdf::Triple& triple : triples)
        rdf::append_ntriple(
            out,
            graph.term(triple.subject),
            graph.term(triple.predicate).value,
            graph.term(triple.object)
        );
    return out;
}

void write_for_oracle(const std::string& file, const rdf::Graph& source, const Kept& kept) {
    const char* const folder = std::getenv("MOISSON_DCAT_ROUND_TRIP");
    if (folder == nullptr)
        return;
    std::string name = file;
    std::replace(name.begin(), name.end(), '/', '!');
    const fs::path base = fs::path(folder) / name;
    fs::create_directories(folder);
    const auto put = [&base](const std::string& extension, const std::string& text) {
        std::ofstream(base.string() + extension, std::ios::binary) << text;
    };
    put(".source.nt", lines_of(source, source.triples()));
    put(".kept.nt", lines_of(kept.graph, kept.graph.triples()));
    put(".rest.nt", lines_of(source, kept.rest));
    put(".out.ttl", rdf::write(kept.graph, Syntax::turtle));
    put(".out.rdf", rdf::write(kept.graph, Syntax::rdf_xml));
    put(".out.nt", rdf::write(kept.graph, Syntax::ntriples));
    put(".out.jsonld", rdf::write(kept.graph, Syntax::json_ld));
}

TEST(DcatRoundTrip, WhatIsKeptIsTheSameGraphInEverySyntaxAndLittleIsLeft) {
    if (!has_corpus())
        return;
    std::size_t documents = 0, all = 0, left = 0, vendor = 0, vocabulary = 0;
    std::map<std::string, std::size_t> dropped;
    const std::set<std::string_view> always(kept_always.begin(), kept_always.end());
    for (const std::string& file : recorded_files()) {
        Result<WireGraph> wire =
            read_graph(content_of(corpus() / file), "http://base.example/" + file, "");
        if (wire.has_error() || list_datasets(wire->graph).datasets.empty())
            continue;
        const rdf::Graph& source = wire->graph;
        const Kept kept = keep(source);
        ASSERT_EQ(kept.graph.size() + kept.rest.size(), source.size()) << file;
        ++documents;
        for (const rdf::Triple& triple : source.triples()) {
            if (is_about_vocabulary(source, triple.subject)) {
                ++vocabulary;
                continue;
            }
            const bool ours = !is_web_address(short_name(source.term(triple.predicate).value));
            (ours ? all : vendor) += 1;
        }
        for (const rdf::Triple& triple : kept.rest) {
            if (is_about_vocabulary(source, triple.subject))
                continue;
            const std::string name = short_name(source.term(triple.predicate).value);
            ++dropped[name];
            left += is_web_address(name) ? 0 : 1;
        }
        write_for_oracle(file, source, kept);
        if (source.size() > 60'000)
            continue;
        const std::vector<rdf::Triple> triples(
            kept.graph.triples().begin(),
            kept.graph.triples().end()
        );
        const std::string text = rdf::canonical_text(kept.graph, triples);
        for (const Syntax syntax : syntaxes) {
            if (syntax == Syntax::json_ld && holds_undeclared_names(kept.graph))
                continue;
            const rdf::Graph again = read_again(rdf::write(kept.graph, syntax), syntax);
            EXPECT_EQ(again.size(), kept.graph.size()) << file << ' ' << rdf::to_string(syntax);
            const std::vector<rdf::Triple> them(again.triples().begin(), again.triples().end());
            EXPECT_EQ(rdf::canonical_text(again, them), text)
                << file << ' ' << rdf::to_string(syntax);
        }
    }
    std::vector<std::pair<std::size_t, std::string>> sorted;
    for (const auto& [name, count] : dropped)
        sorted.emplace_back(count, name);
    std::sort(sorted.rbegin(), sorted.rend());
    std::cout << documents << " documents, " << all << " statements outside vendor namespaces, "
              << left << " left out ("
              << 100.0 * static_cast<double>(left) / static_cast<double>(all) << " %); " << vendor
              << " in vendor namespaces, " << vocabulary << " about classes and properties\n";
    for (std::size_t i = 0; i < sorted.size() && i < 60; ++i)
        std::cout << "  " << sorted[i].first << ' ' << sorted[i].second << '\n';
    EXPECT_GT(documents, 400U);
    EXPECT_LT(static_cast<double>(left), 0.02 * static_cast<double>(all));
}

// A document whose every term is one of those that must be kept.
TEST(DcatRoundTrip, MandatoryAndRecommendedTermsAreKept) {
    const Result<WireGraph> wire = read_graph(
        content_of(MOISSON_SOURCE_DIR "/tests/golden/dcat/complet.ttl"),
        "http://base.invalid/complet.ttl",
        ""
    );
    ASSERT_TRUE(wire.has_value());
    const Kept kept = keep(wire->graph);
    EXPECT_TRUE(kept.rest.empty()) << lines_of(wire->graph, kept.rest);
    for (const std::string_view name : kept_always)
        EXPECT_TRUE(kept.graph.find_iri(iri_of(name))) << name;
}

} // namespace
} // namespace moisson::dcat::testing
