// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "corpus.hpp"

#include "kit/archive.hpp"
#include "rdf/known_prefixes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

namespace moisson::dcat::testing {

namespace fs = std::filesystem;

fs::path corpus() {
    const char* const path = std::getenv("MOISSON_CORPUS");
    return path != nullptr ? fs::path(path)
                           : fs::path(MOISSON_SOURCE_DIR) / ".." / "shared" / "corpus";
}

bool has_corpus() {
    if (fs::exists(corpus() / "dcat-turtle"))
        return true;
    std::cout << "NON EXÉCUTÉ : pas de corpus (MOISSON_CORPUS)\n";
    const char* const ci = std::getenv("CI");
    EXPECT_FALSE(ci != nullptr && std::string(ci) == "true") << "the corpus is required in CI";
    return false;
}

std::string content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    Result<std::string> text = kit::unpacked(out.str());
    return text.has_value() ? std::move(text.value()) : std::string();
}

std::vector<std::string> recorded_files() {
    std::vector<std::string> files;
    for (const char* folder :
         {"dcat-rdfxml", "dcat-turtle", "dcat-jsonld", "dumps/rdfxml", "dumps/datagovbe"})
        for (const auto& entry : fs::recursive_directory_iterator(corpus() / folder))
            if (entry.is_regular_file())
                files.push_back(fs::relative(entry.path(), corpus()).string());
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<std::string> malformed_files() {
    std::vector<std::string> names;
    std::ifstream in(corpus() / "MANIFEST.tsv");
    for (std::string line; std::getline(in, line);) {
        std::vector<std::string> cells;
        std::istringstream row(line);
        for (std::string cell; std::getline(row, cell, '\t');)
            cells.push_back(cell);
        const bool is_rdf = cells.size() > 7 && cells[0].starts_with("dcat-");
        if (is_rdf && (cells[7].find("rdf ERR") != std::string::npos ||
                       cells[7].find("INVALID") != std::string::npos))
            names.push_back(cells[0]);
    }
    return names;
}

std::size_t Outcome::distributions() const {
    std::size_t count = 0;
    for (const RawRecord& record : records)
        count += record.distributions.size();
    return count;
}

std::string Outcome::codes_text() const {
    std::string text;
    for (const auto& [code, count] : codes)
        text += (text.empty() ? "" : " ") + code + "=" + std::to_string(count);
    return text;
}

Result<Outcome> read(std::string text, const std::string& url) {
    kit::Document document;
    document.body = std::move(text);
    document.url = url;
    ReadOptions options;
    options.source_key = "corpus";
    const auto contents = read_document(std::move(document), options);
    if (contents.has_error())
        return contents.error();
    Outcome outcome;
    outcome.entries = (*contents)->size();
    outcome.is_complete = (*contents)->is_complete;
    kit::Page page;
    page.issues = (*contents)->issues;
    for (std::size_t i = 0; i < (*contents)->size(); ++i) {
        const std::size_t before = page.records.size();
        (*contents)->read(i, page);
        outcome.refused += page.records.size() == before ? 1 : 0;
    }
    for (const kit::WireRecord& record : page.records) {
        outcome.canonical.emplace(record.remote_id, record.canonical);
        Result<RawRecord> raw = map_dataset(record.canonical, MappingContext(), page.issues);
        EXPECT_TRUE(raw.has_value()) << url << " " << record.remote_id;
        if (raw.has_value())
            outcome.records.push_back(std::move(raw.value()));
    }
    for (const Issue& issue : page.issues)
        ++outcome.codes[std::string(to_string(issue.code))];
    outcome.issues = std::move(page.issues);
    return outcome;
}

bool holds_undeclared_names(const rdf::Graph& graph) {
    for (std::uint32_t i = 0; i < graph.term_count(); ++i) {
        const rdf::TermView term = graph.term(rdf::TermId{i});
        const std::string_view scheme = term.value.substr(0, term.value.find(':'));
        const bool usual = term.value.substr(scheme.size()).starts_with("://");
        if (term.is_iri() && !usual && !rdf::known_namespace(scheme).empty())
            return true;
    }
    return false;
}

std::string ask_oracle(const std::string& script, const std::string& arguments) {
    const std::string command =
        "/usr/bin/python3 " MOISSON_SOURCE_DIR "/tests/oracles/" + script + " " + arguments;
    std::string text;
    std::FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 4096> block{};
    while (pipe != nullptr) {
        const std::size_t length = std::fread(block.data(), 1, block.size(), pipe);
        if (length == 0)
            break;
        text.append(block.data(), length);
    }
    EXPECT_EQ(pipe == nullptr ? -1 : pclose(pipe), 0) << command;
    return text;
}

} // namespace moisson::dcat::testing
