// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every recorded RDF catalogue through the connector: datasets and distributions against a count
// made with rdflib, each dataset stored or refused with a code, the malformed ones kept as far as
// they go. MOISSON_DCAT_TABLE names a file for the table. Needs MOISSON_CORPUS.
#include "corpus.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

namespace moisson::dcat::testing {
namespace {

// A line of tests/oracles/dcat_count.py.
struct Counted {
    std::string how;
    std::size_t datasets = 0;
    std::size_t distributions = 0;
};

std::map<std::string, Counted> count_in_python() {
    std::map<std::string, Counted> all;
    std::istringstream in(ask_oracle(
        "dcat_count.py",
        "'" + corpus().string() +
            "' dcat-rdfxml dcat-turtle dcat-jsonld dumps/rdfxml dumps/datagovbe"
    ));
    std::string name;
    for (Counted one; std::getline(in, name, '\t') && std::getline(in, one.how, '\t') &&
                      in >> one.datasets >> one.distributions;
         in.ignore())
        all.emplace(name, one);
    return all;
}

bool is_malformed(const std::string& file) {
    static const std::vector<std::string> all = malformed_files();
    return std::find(all.begin(), all.end(), file) != all.end();
}

TEST(DcatCorpus, EveryDatasetIsStoredOrRefusedWithACode) {
    if (!has_corpus())
        return;
    const std::map<std::string, Counted> counted = count_in_python();
    ASSERT_GT(counted.size(), 600U);
    const char* const table = std::getenv("MOISSON_DCAT_TABLE");
    std::ofstream out(table != nullptr ? table : "/dev/null");
    out << "file\tcounted by\tdatasets\tdistributions\tstored\trefused\tdistributions\tcodes\n";
    std::size_t read_files = 0, stored = 0, refused = 0, distributions = 0, broken_kept = 0;
    for (const std::string& file : recorded_files()) {
        const auto found = counted.find(file);
        const Counted expected = found == counted.end() ? Counted() : found->second;
        const Result<Outcome> outcome =
            read(content_of(corpus() / file), "http://base.example/" + file);
        out << file << '\t' << expected.how << '\t' << expected.datasets << '\t'
            << expected.distributions << '\t';
        if (outcome.has_error()) {
            out << "-\t-\t-\t" << to_string(outcome.error().code) << ": "
                << outcome.error().detail.substr(0, 100) << '\n';
            EXPECT_EQ(expected.datasets, 0U) << file << ": " << outcome.error().detail;
            broken_kept += is_malformed(file) && expected.datasets == 0 ? 1 : 0;
            continue;
        }
        out << outcome->records.size() << '\t' << outcome->refused << '\t'
            << outcome->distributions() << '\t' << outcome->codes_text() << '\n';
        EXPECT_EQ(outcome->records.size() + outcome->refused, outcome->entries) << file;
        ++read_files;
        stored += outcome->records.size();
        refused += outcome->refused;
        distributions += outcome->distributions();
        if (expected.how == "rdflib" && !is_malformed(file)) {
            EXPECT_EQ(outcome->entries, expected.datasets) << file << " " << outcome->codes_text();
            if (outcome->refused == 0)
                EXPECT_EQ(outcome->distributions(), expected.distributions) << file;
        } else {
            EXPECT_GE(outcome->entries, expected.datasets) << file << " " << outcome->codes_text();
        }
        broken_kept += is_malformed(file) && outcome->records.size() >= expected.datasets ? 1 : 0;
    }
    std::cout << counted.size() << " files, " << read_files
              << " with a catalogue or a dataset: " << stored << " datasets stored, " << refused
              << " refused, " << distributions << " distributions; " << broken_kept << " of "
              << malformed_files().size() << " malformed files keep what a lenient parser finds\n";
    EXPECT_GT(stored, 3'000U);
    EXPECT_GE(broken_kept, 40U);
}

using FieldTable = std::map<std::string, long>;

void count_fields(const RawRecord& record, FieldTable& table) {
    const auto add = [&table](const char* row, bool there) { table[row] += there ? 1 : 0; };
    add("title", !record.title.empty());
    add("description", !record.description.empty());
    add("keyword", !record.keywords.empty());
    add("theme", !record.themes.empty());
    add("publisher", !record.publisher.name.empty() || !record.publisher.remote_id.empty());
    add("creator", record.creator.has_value());
    add("contactPoint", std::ranges::any_of(record.contacts, [](const RawContact& contact) {
            return contact.role == "pointOfContact";
        }));
    add("accessRights", !record.access_rights.empty());
    add("license", !record.licences.empty());
    add("language", !record.languages.empty());
    add("issued", !record.issued.empty());
    add("modified", !record.modified.empty());
    add("accrualPeriodicity", !record.frequency.empty());
    add("temporal", !record.temporal.empty());
    add("spatial", !record.spatial.empty());
    add("landingPage", !record.landing_page.empty());
    add("conformsTo", !record.conforms_to.empty());
    add("provenance", !record.provenance_statement.empty());
    add("version", !record.version.empty());
    for (const RawDistribution& file : record.distributions) {
        add("distribution title", !file.title.empty());
        add("distribution description", !file.description.empty());
        add("distribution downloadURL", !file.download_url.empty());
        add("distribution accessURL", !file.access_url.empty());
        add("distribution format", !file.format.empty());
        add("distribution mediaType", !file.media_type.empty());
        add("distribution byteSize", !file.size.empty());
        add("distribution checksum", !file.checksum.empty());
        add("distribution issued", !file.issued.empty());
        add("distribution modified", !file.modified.empty());
        add("distribution language", !file.languages.empty());
        add("distribution license", !file.licence.empty());
    }
}

struct Gap {
    // Fewer and more than in the source.
    long missing = 0;
    long more = 0;
    const char* why = "";
};

TEST(DcatCorpus, EveryRowOfTheMappingHoldsWhatRdflibCounts) {
    if (!has_corpus())
        return;
    std::istringstream in(ask_oracle(
        "dcat_fields.py",
        "'" + corpus().string() + "' dcat-rdfxml dcat-turtle dcat-jsonld"
    ));
    std::set<std::string> read_by_rdflib;
    std::vector<std::pair<std::string, long>> counted;
    std::string row, told;
    while (std::getline(in, row, '\t') && std::getline(in, told))
        if (row == "file")
            read_by_rdflib.insert(told);
        else
            counted.emplace_back(row, std::stol(told));
    FieldTable mapped;
    for (const std::string& file : recorded_files()) {
        if (!read_by_rdflib.contains(file))
            continue;
        const Result<Outcome> outcome =
            read(content_of(corpus() / file), "http://base.example/" + file);
        if (outcome.has_error())
            continue;
        for (const RawRecord& record : outcome->records)
            count_fields(record, mapped);
    }
    // Why values of the source are missing, or more are there than in the source.
    const char* const refused = "jeu refusé avec un code, ou nœud dont rien n'est dit";
    const std::map<std::string, Gap> gaps = {
        {"description", {2, 0, refused}},
        {"keyword", {2, 0, refused}},
        {"publisher", {0, 15, "détenteur des droits ou auteur à défaut d'éditeur"}},
        {"accessRights", {5, 0, refused}},
        {"language", {5, 0, refused}},
        {"issued", {5, 0, refused}},
        {"modified", {5, 0, refused}},
        {"accrualPeriodicity", {6, 0, refused}},
        {"temporal", {6, 0, refused}},
        {"spatial", {3, 0, refused}},
        {"landingPage", {8, 0, "BAD_URL"}},
        {"conformsTo", {0, 15, "norme d'un fichier"}},
        {"provenance", {10, 0, refused}},
        {"distribution downloadURL", {3, 0, refused}},
        {"distribution format", {0, 45, "dct:mediaType à la place de dct:format"}},
        {"distribution mediaType", {285, 0, ".well-known/genid dont rien n'est dit"}},
        {"distribution checksum", {3, 0, refused}},
        {"distribution language", {10, 0, refused}}};
    for (const auto& [name, expected] : counted) {
        const auto known = gaps.find(name);
        const Gap gap = known == gaps.end() ? Gap() : known->second;
        const long difference = mapped[name] - expected;
        std::cout << name << ": " << expected << " in the source, " << mapped[name] << " mapped"
                  << (difference != 0 ? std::string("; ") + gap.why : "") << "\n";
        EXPECT_GE(difference, -gap.missing) << name;
        EXPECT_LE(difference, gap.more) << name;
    }
    EXPECT_EQ(counted.size(), 31U);
    EXPECT_GT(read_by_rdflib.size(), 500U);
}

} // namespace
} // namespace moisson::dcat::testing
