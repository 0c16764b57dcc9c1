// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The recorded RDF catalogues, and what the connector makes of one.
#pragma once

#include "dcat/mapping.hpp"
#include "dcat/wire.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace moisson::dcat::testing {

std::filesystem::path corpus();
// False when there is no corpus: said plainly, and a failure in CI.
bool has_corpus();
std::string content_of(const std::filesystem::path& file);
// Every file below the three folders of DCAT, and the dumps in RDF, relative to the corpus.
std::vector<std::string> recorded_files();
// The files that the manifest of the corpus calls malformed.
std::vector<std::string> malformed_files();

// What came of one document.
struct Outcome {
    // Things in the place of datasets.
    std::size_t entries = 0;
    std::size_t refused = 0;
    std::vector<RawRecord> records;
    // Canonical text by remote id.
    std::map<std::string, std::string> canonical;
    std::vector<Issue> issues;
    std::map<std::string, int> codes;
    bool is_complete = true;

    std::size_t distributions() const;
    std::string codes_text() const;
};

Result<Outcome> read(std::string text, const std::string& url);

// Holds an IRI such as <dct:Location>, left behind by a prefix nobody declared. In JSON-LD it
// cannot be told from the term: our reader takes it for that, and says so.
bool holds_undeclared_names(const rdf::Graph& graph);

// What a script of tests/oracles prints, run with the Python that has rdflib.
std::string ask_oracle(const std::string& script, const std::string& arguments);

} // namespace moisson::dcat::testing
