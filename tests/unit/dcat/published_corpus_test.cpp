// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every recorded catalogue as our feeds would publish it: read, mapped, normalised, written. With
// MOISSON_DCAT_PUBLISHED naming a folder, source and publication go there for
// tests/oracles/dcat_shapes.py, which holds them against the shapes of DCAT-AP. Needs
// MOISSON_CORPUS.
#include "../normalise/vocabulary_fixture.hpp"
#include "corpus.hpp"
#include "dcat/published.hpp"
#include "normalise/normalise.hpp"
#include "rdf/writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>

namespace moisson::dcat::testing {
namespace {

namespace fs = std::filesystem;

normalise::NormaliseContext context() {
    normalise::NormaliseContext context;
    context.vocabularies = normalise::vocabularies();
    context.portal_key = "corpus";
    context.id_scheme = "dcat";
    context.base_url = "http://base.example/";
    context.now = Instant(std::chrono::sys_days(std::chrono::days(20'750)));
    return context;
}

// The statements about all its records, in one graph.
rdf::Graph publish(const Outcome& outcome, const normalise::NormaliseContext& how) {
    rdf::Graph graph;
    std::size_t number = 0;
    for (const RawRecord& raw : outcome.records) {
        const std::string id = std::to_string(++number);
        Copy copy;
        copy.page = "https://moisson.example/jeux-de-donnees/" + id;
        copy.record = "https://moisson.example/fiche/" + id;
        copy.first_seen = how.now;
        copy.last_changed = how.now;
        copy.contacts = Contacts::shown;
        add_dataset(graph, normalise::normalise(raw, how).dataset, copy);
    }
    graph.seal();
    return graph;
}

TEST(DcatPublished, OfEveryRecordedCatalogueIsAGraphOfItsDatasets) {
    if (!has_corpus())
        return;
    const normalise::NormaliseContext how = context();
    const char* const folder = std::getenv("MOISSON_DCAT_PUBLISHED");
    std::size_t documents = 0;
    std::size_t datasets = 0;
    for (const std::string& file : recorded_files()) {
        const std::string url = "http://base.example/" + file;
        const std::string text = content_of(corpus() / file);
        const Result<Outcome> outcome = read(text, url);
        if (outcome.has_error() || outcome->records.empty())
            continue;
        const rdf::Graph graph = publish(*outcome, how);
        ++documents;
        datasets += outcome->records.size();
        EXPECT_GE(graph.size(), 4 * outcome->records.size()) << file;
        if (folder == nullptr)
            continue;
        const Result<WireGraph> wire = read_graph(text, url, "");
        std::string name = file;
        std::replace(name.begin(), name.end(), '/', '!');
        const fs::path base = fs::path(folder) / name;
        fs::create_directories(folder);
        std::ofstream(base.string() + ".published.nt", std::ios::binary)
            << rdf::write(graph, rdf::Syntax::ntriples);
        if (wire.has_value())
            std::ofstream(base.string() + ".source.nt", std::ios::binary)
                << rdf::write(wire->graph, rdf::Syntax::ntriples);
    }
    std::cout << documents << " documents, " << datasets << " datasets published\n";
    EXPECT_GT(documents, 400U);
    EXPECT_GT(datasets, 3'000U);
}

} // namespace
} // namespace moisson::dcat::testing
