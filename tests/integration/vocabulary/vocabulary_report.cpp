// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// vocabulary_report: how the vocabularies do on recorded catalogues. Prints a table per catalogue
// and the worst unmapped strings; fails below the thresholds of the complete data.gouv.fr
// catalogue.
// `--pairs N SEED` prints N resolved (vocabulary, raw, code) lines drawn by seed, for judging.
#include "catalogues.hpp"
#include "core/rng.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

namespace moisson::vocabulary_report {
namespace {

namespace fs = std::filesystem;

std::shared_ptr<const normalise::Vocabularies> load() {
    std::map<std::string, std::string, std::less<>> files;
    for (const auto& entry :
         fs::directory_iterator(fs::path(MOISSON_SOURCE_DIR) / "config/vocabularies")) {
        std::ifstream stream(entry.path(), std::ios::binary);
        std::ostringstream content;
        content << stream.rdbuf();
        files[entry.path().filename().string()] = content.str();
    }
    return normalise::Vocabularies::load(files).value();
}

void print(const std::string& catalogue, const Tallies& tallies) {
    for (const auto& [vocabulary, tally] : tallies)
        if (vocabulary != "dataset")
            fmt::print(
                "{:<34} {:<15} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8.2f} %\n",
                catalogue,
                vocabulary,
                tally.empty,
                tally.mapped,
                tally.no_value,
                tally.unmapped,
                tally.unmapped_counts.size(),
                100 * tally.share()
            );
}

void print_worst(const std::string& catalogue, const Tallies& tallies) {
    for (const auto& [vocabulary, tally] : tallies)
        for (const auto& [raw, count] : tally.worst(8))
            fmt::print("  {} / {}: {} × {}\n", catalogue, vocabulary, count, raw.substr(0, 100));
}

void print_pairs(
    const std::map<std::string, Tallies>& catalogues,
    std::size_t count,
    std::uint64_t seed
) {
    std::map<std::pair<std::string, std::string>, std::string> distinct;
    for (const auto& [catalogue, tallies] : catalogues)
        for (const auto& [vocabulary, tally] : tallies)
            for (const auto& [raw, code] : tally.codes)
                if (!code.empty() && code != "—" && raw.size() <= 120)
                    distinct[{vocabulary, raw}] = code;
    std::vector<std::string> lines;
    for (const auto& [key, code] : distinct)
        lines.push_back(key.first + '\t' + key.second + '\t' + code);
    Rng rng(seed);
    for (std::size_t i = 0; i < std::min(count, lines.size()); ++i) {
        std::swap(lines[i], lines[i + static_cast<std::size_t>(rng.below(lines.size() - i))]);
        fmt::print("{}\n", lines[i]);
    }
}

bool holds(const Tallies& tallies, const char* vocabulary, double least) {
    const auto found = tallies.find(vocabulary);
    const double share = found == tallies.end() ? 0 : found->second.share();
    const bool enough = share >= least;
    fmt::print(
        "{} {}: {:.3f} % (au moins {:.1f} %)\n",
        enough ? "OK   " : "ÉCHEC",
        vocabulary,
        100 * share,
        100 * least
    );
    return enough;
}

fs::path corpus_folder() {
    const char* named = std::getenv("MOISSON_CORPUS");
    return named != nullptr && *named != '\0' ? fs::path(named)
                                              : fs::path(MOISSON_SOURCE_DIR) / "../shared/corpus";
}

fs::path export_in(const fs::path& folder) {
    if (fs::is_directory(folder))
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.path().filename().string().starts_with("export-dataset-"))
                return entry.path();
    return {};
}

// Each folder below `parent`, or that folder itself where it holds files only.
std::map<std::string, fs::path> catalogues_in(const fs::path& corpus, const std::string& parent) {
    std::map<std::string, fs::path> found;
    if (!fs::is_directory(corpus / parent))
        return found;
    for (const auto& entry : fs::directory_iterator(corpus / parent))
        if (entry.is_directory())
            found[parent + "/" + entry.path().filename().string()] = entry.path();
    if (found.empty())
        found[parent] = corpus / parent;
    return found;
}

std::map<std::string, Tallies>
count_json_catalogues(const fs::path& corpus, const normalise::Vocabularies& vocabularies) {
    std::map<std::string, Tallies> all;
    struct Folder {
        const char* path;
        JsonKind kind;
    };
    for (const Folder& parent :
         {Folder{"ckan", JsonKind::ckan},
          Folder{"dumps/ckan", JsonKind::ckan},
          Folder{"udata", JsonKind::udata},
          Folder{"datajson", JsonKind::datajson},
          Folder{"dumps/datajson", JsonKind::datajson},
          Folder{"opendatasoft", JsonKind::opendatasoft}})
        for (const auto& [name, path] : catalogues_in(corpus, parent.path))
            all[name] = count_json(path, parent.kind, vocabularies);
    return all;
}

std::map<std::string, Tallies>
count_rdf_catalogues(const fs::path& corpus, const normalise::Vocabularies& vocabularies) {
    std::map<std::string, Tallies> all;
    for (const char* const parent :
         {"dcat-jsonld", "dcat-rdfxml", "dcat-turtle", "dumps/datagovbe", "dumps/rdfxml"})
        for (const auto& [name, path] : catalogues_in(corpus, parent))
            all[name] = count_rdf(path, vocabularies);
    return all;
}

void print_table(const std::map<std::string, Tallies>& catalogues) {
    fmt::print(
        "{:<34} {:<15} {:>8} {:>8} {:>8} {:>8} {:>8} {:>10}\n",
        "catalogue",
        "vocabulaire",
        "vides",
        "codés",
        "bruit",
        "inconnus",
        "distincts",
        "couverture"
    );
    for (const auto& [name, tallies] : catalogues)
        print(name, tallies);
    fmt::print("\nChaînes inconnues les plus fréquentes :\n");
    for (const auto& [name, tallies] : catalogues)
        print_worst(name, tallies);
}

// Documents that nobody could read say nothing, and nothing is easily missed in a long table.
bool speak(const std::map<std::string, Tallies>& catalogues, const std::string& syntax) {
    std::size_t words = 0;
    for (const auto& [name, tallies] : catalogues)
        if (name.starts_with(syntax))
            for (const auto& [vocabulary, tally] : tallies)
                words += tally.mapped;
    fmt::print("{} {}: {} valeurs codées\n", words > 0 ? "OK   " : "ÉCHEC", syntax, words);
    return words > 0;
}

int run(int argc, char** argv) {
    const fs::path corpus = corpus_folder();
    const fs::path complete = export_in(corpus / "dumps/datagouvfr");
    if (complete.empty()) {
        const char* ci = std::getenv("CI");
        fmt::print(
            "Vocabulaires sur catalogues enregistrés : NON EXÉCUTÉ, corpus absent ({})\n",
            corpus.string()
        );
        return ci != nullptr && std::string_view(ci) == "true" ? 1 : 0;
    }
    const auto vocabularies = load();
    std::map<std::string, Tallies> catalogues = count_json_catalogues(corpus, *vocabularies);
    catalogues["data.gouv.fr (complet)"] = count_datagouvfr(complete, *vocabularies);
    if (argc == 4 && std::string_view(argv[1]) == "--pairs") {
        // Without RDF: a seed draws what was judged in tests/golden/normalise.
        print_pairs(catalogues, std::stoul(argv[2]), std::stoul(argv[3]));
        return 0;
    }
    catalogues.merge(count_rdf_catalogues(corpus, *vocabularies));
    print_table(catalogues);
    bool enough = true;
    fmt::print("\nCatalogues en RDF :\n");
    for (const char* const syntax : {"dcat-jsonld", "dcat-rdfxml", "dcat-turtle"})
        enough = speak(catalogues, syntax) && enough;
    fmt::print("\nSeuils sur le catalogue complet de data.gouv.fr :\n");
    const Tallies& whole = catalogues["data.gouv.fr (complet)"];
    enough = holds(whole, "format", 0.99) && enough;
    enough = holds(whole, "frequency", 0.995) && enough;
    enough = holds(whole, "licence", 0.99) && enough;
    return enough ? 0 : 1;
}

} // namespace
} // namespace moisson::vocabulary_report

int main(int argc, char** argv) {
    try {
        return moisson::vocabulary_report::run(argc, argv);
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
}
