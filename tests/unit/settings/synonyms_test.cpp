// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// synonymes.yaml: what is refused, with its line, and that ours is fine.
#include "settings/synonyms.hpp"
#include "settings/vocabularies.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace moisson::settings {
namespace {

const std::string source_root = MOISSON_SOURCE_DIR;

std::string lexicon_problems(const std::string& text) {
    const std::string path =
        (std::filesystem::temp_directory_path() / ("synonymes_" + to_string(random_uuid())))
            .string();
    std::ofstream(path) << text;
    static const LoadedVocabularies vocabularies =
        load_vocabularies(source_root + "/config/vocabularies");
    const LoadedLexicon loaded = load_lexicon(path, vocabularies.vocabularies.get());
    std::filesystem::remove(path);
    std::string out;
    for (const Problem& problem : loaded.problems)
        out += std::to_string(problem.line) + ": " + problem.message + "\n";
    return out;
}

TEST(Synonyms, OursAreFineAndMany) {
    const LoadedVocabularies vocabularies = load_vocabularies(source_root + "/config/vocabularies");
    const LoadedLexicon loaded =
        load_lexicon(source_root + "/config/synonymes.yaml", vocabularies.vocabularies.get());
    EXPECT_TRUE(loaded.problems.empty()) << to_string(loaded.problems);
    const auto query = loaded.lexicon->expand(search::parse_query("RGPH "));
    ASSERT_EQ(query.groups.size(), 1U);
    EXPECT_GE(query.groups[0].items.size(), 2U);
    std::ifstream file(source_root + "/config/synonymes.yaml");
    int lines = 0;
    for (std::string line; std::getline(file, line);)
        lines += line.starts_with("  - [");
    EXPECT_GE(lines, 80);
}

TEST(Synonyms, AreNeverNeeded) {
    const LoadedLexicon none = load_lexicon("", nullptr);
    EXPECT_TRUE(none.problems.empty());
    EXPECT_TRUE(none.lexicon->empty());
    EXPECT_EQ(lexicon_problems(""), "");
    EXPECT_EQ(load_lexicon("/nowhere/synonymes.yaml", nullptr).problems.size(), 1U);
}

TEST(Synonyms, FaultsHaveALineAndAHint) {
    EXPECT_EQ(
        lexicon_problems("synonyms:\n  - [PIB, produit intérieur brut]\nsynonymes: []\n"),
        "3: clé inconnue « synonymes » ; vouliez-vous dire « synonyms » ?\n"
    );
    EXPECT_EQ(
        lexicon_problems("synonyms:\n  - [PIB]\n"),
        "2: synonyms : de 2 à 12 expressions sont attendues\n"
    );
    EXPECT_EQ(
        lexicon_problems("synonyms:\n  - PIB\n"),
        "2: synonyms : une liste d'expressions est attendue\n"
    );
    EXPECT_EQ(
        lexicon_problems("synonyms:\n  - [PIB,\n     P.I.B]\n"),
        "2: « P.I.B » est écrit deux fois dans cette entrée\n"
    );
    EXPECT_EQ(
        lexicon_problems("synonyms:\n  - [PIB, de la]\n"),
        "2: « de la » : de 1 à 8 mots que la recherche connaît sont attendus\n"
    );
    EXPECT_EQ(
        lexicon_problems("one_way:\n  - word: eau\n    alo: [x]\n"),
        "3: clé inconnue « alo » ; vouliez-vous dire « also » ?\n"
    );
    EXPECT_EQ(
        lexicon_problems("one_way:\n  - word: eau\n"),
        "2: one_way : word et also sont obligatoires\n"
    );
    EXPECT_EQ(
        lexicon_problems("countries:\n  - code: ZZ\n    names: [Zédie]\n"),
        "2: « ZZ » n'est pas le code d'un pays\n"
    );
    EXPECT_EQ(lexicon_problems("synonyms: {}\n"), "1: synonyms : une liste est attendue\n");
    EXPECT_NE(lexicon_problems("synonyms: [[a, b\n"), "");
}

} // namespace
} // namespace moisson::settings
