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
    std::map<std::string, Tallies> catalogues;
    catalogues["data.gouv.fr (complet)"] = count_datagouvfr(complete, *vocabularies);
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
          Folder{"opendatasoft", JsonKind::opendatasoft}}) {
        if (!fs::is_directory(corpus / parent.path))
            continue;
        std::size_t folders = 0;
        for (const auto& entry : fs::directory_iterator(corpus / parent.path))
            if (entry.is_directory()) {
                ++folders;
                catalogues[std::string(parent.path) + "/" + entry.path().filename().string()] =
                    count_json(entry.path(), parent.kind, *vocabularies);
            }
        if (folders == 0)
            catalogues[parent.path] = count_json(corpus / parent.path, parent.kind, *vocabularies);
    }
    if (argc == 4 && std::string_view(argv[1]) == "--pairs") {
        print_pairs(catalogues, std::stoul(argv[2]), std::stoul(argv[3]));
        return 0;
    }
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
    fmt::print("\nSeuils sur le catalogue complet de data.gouv.fr :\n");
    const Tallies& whole = catalogues["data.gouv.fr (complet)"];
    const bool formats = holds(whole, "format", 0.99);
    const bool frequencies = holds(whole, "frequency", 0.995);
    const bool licences = holds(whole, "licence", 0.99);
    return formats && frequencies && licences ? 0 : 1;
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
