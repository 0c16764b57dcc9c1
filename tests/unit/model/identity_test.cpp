// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The rule of renames by tables: who holds which key, and who became whom.
#include "model/identity.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace moisson {
namespace {

// Gone records are named a..., archived ones z..., born ones n..., kept ones k...
DatasetId named(const std::string& name) {
    return DatasetId(uuid5(Uuid{}, name));
}

struct Holding {
    IdentityEvidence evidence;
    std::string key;
    std::vector<std::string> holders;
};

struct Case {
    std::string what;
    std::vector<Holding> held;
    // "a1 n1", in any order.
    std::vector<std::string> pairs;
};

std::vector<IdentityClue> clues_of(const std::vector<Holding>& held) {
    std::vector<IdentityClue> out;
    for (const Holding& holding : held)
        for (const std::string& holder : holding.holders) {
            const Side side = holder[0] == 'a'   ? Side::gone
                              : holder[0] == 'n' ? Side::born
                              : holder[0] == 'z' ? Side::archived
                                                 : Side::kept;
            out.push_back(
                {holding.evidence, uuid5(Uuid{}, "key " + holding.key), named(holder), side}
            );
        }
    return out;
}

std::vector<std::string> names_of(const std::vector<Rename>& renames) {
    std::vector<std::string> out;
    for (const Rename& rename : renames)
        for (const char* gone : {"a1", "a2", "z1", "z2"})
            for (const char* born : {"n1", "n2"})
                if (rename.gone == named(gone) && rename.born == named(born))
                    out.push_back(std::string(gone) + " " + born);
    std::sort(out.begin(), out.end());
    return out;
}

const std::vector<Case> cases = {
    {"nothing in common",
     {{IdentityEvidence::uri, "u1", {"a1"}}, {IdentityEvidence::uri, "u2", {"n1"}}},
     {}},
    {"the same URI", {{IdentityEvidence::uri, "u", {"a1", "n1"}}}, {"a1 n1"}},
    {"the same files", {{IdentityEvidence::files, "f", {"a1", "n1"}}}, {"a1 n1"}},
    {"two by two",
     {{IdentityEvidence::files, "f", {"a1", "n2"}}, {IdentityEvidence::files, "g", {"a2", "n1"}}},
     {"a1 n2", "a2 n1"}},
    {"files that two gone ones held", {{IdentityEvidence::files, "f", {"a1", "a2", "n1"}}}, {}},
    {"files that two new ones hold", {{IdentityEvidence::files, "f", {"a1", "n1", "n2"}}}, {}},
    {"files that a record which stays holds too",
     {{IdentityEvidence::files, "f", {"a1", "k1", "n1"}}},
     {}},
    {"gone ones only, new ones only, kept ones only",
     {{IdentityEvidence::files, "f", {"a1", "a2"}},
      {IdentityEvidence::files, "g", {"n1", "n2"}},
      {IdentityEvidence::files, "h", {"k1", "k2"}}},
     {}},
    {"a key of another kind is another key",
     {{IdentityEvidence::uri, "x", {"a1"}}, {IdentityEvidence::files, "x", {"n1"}}},
     {}},
    {"ambiguous content, clear files",
     {{IdentityEvidence::content, "c", {"a1", "a2", "n1", "n2"}},
      {IdentityEvidence::files, "f", {"a1", "n1"}},
      {IdentityEvidence::files, "g", {"a2", "n2"}}},
     {"a1 n1", "a2 n2"}},
    {"the URI is believed before the files",
     {{IdentityEvidence::uri, "u", {"a1", "n1"}},
      {IdentityEvidence::files, "f", {"a1", "n2"}},
      {IdentityEvidence::files, "g", {"a2", "n1"}}},
     {"a1 n1"}},
    {"what stronger evidence left is still joined",
     {{IdentityEvidence::uri, "u", {"a1", "n1"}}, {IdentityEvidence::files, "f", {"a2", "n2"}}},
     {"a1 n1", "a2 n2"}},
    {"two keys that say the same",
     {{IdentityEvidence::uri, "u", {"a1", "n1"}}, {IdentityEvidence::uri, "doi", {"a1", "n1"}}},
     {"a1 n1"}},
    {"two keys of one kind that contradict each other, the files decide",
     {{IdentityEvidence::uri, "u", {"a1", "n1"}},
      {IdentityEvidence::uri, "doi", {"a1", "n2"}},
      {IdentityEvidence::files, "f", {"a1", "n2"}}},
     {"a1 n2"}},
    {"an archived one", {{IdentityEvidence::files, "f", {"z1", "n1"}}}, {"z1 n1"}},
    {"an archived one stands in nobody's way",
     {{IdentityEvidence::files, "f", {"a1", "z1", "n1"}}},
     {"a1 n1"}},
    {"an archived one comes last, whatever its evidence",
     {{IdentityEvidence::content, "c", {"z1", "n1"}}, {IdentityEvidence::files, "f", {"a1", "n1"}}},
     {"a1 n1"}},
    {"two archived ones", {{IdentityEvidence::files, "f", {"z1", "z2", "n1"}}}, {}},
    {"an archived one where two gone ones were in doubt",
     {{IdentityEvidence::files, "f", {"a1", "a2", "z1", "n1"}}},
     {}},
    {"the way back before everything",
     {{IdentityEvidence::former_id, "i", {"a1", "n1"}}, {IdentityEvidence::uri, "u", {"a1", "n2"}}},
     {"a1 n1"}},
};

TEST(MatchRenames, JoinsOneToOne) {
    for (const Case& one : cases) {
        std::vector<IdentityClue> clues = clues_of(one.held);
        EXPECT_EQ(names_of(match_renames(clues)), one.pairs) << one.what;
        std::reverse(clues.begin(), clues.end());
        clues.insert(clues.end(), clues.begin(), clues.end());
        EXPECT_EQ(names_of(match_renames(clues)), one.pairs) << one.what << ", reversed and twice";
    }
}

TEST(MatchRenames, TellsTheEvidenceAndIsOrdered) {
    std::vector<IdentityClue> clues;
    for (int i = 0; i < 50; ++i) {
        const std::string n = std::to_string(i);
        for (IdentityClue& clue : clues_of({{IdentityEvidence::files, n, {"a" + n, "n" + n}}}))
            clues.push_back(clue);
    }
    const std::vector<Rename> renames = match_renames(clues);
    ASSERT_EQ(renames.size(), 50U);
    for (std::size_t i = 1; i < renames.size(); ++i)
        EXPECT_LT(renames[i - 1].gone, renames[i].gone);
    EXPECT_EQ(to_string(renames.front().evidence), "files");
}

TEST(DatasetIdAtReturn, IsNeitherTheOldNorTheFirstOne) {
    const DatasetId first = dataset_id_at_first_sight("togo", "ckan", "abc");
    const DatasetId back = dataset_id_at_return(first, "abc");
    EXPECT_NE(back, first);
    EXPECT_EQ(back, dataset_id_at_return(first, "abc"));
    EXPECT_NE(back, dataset_id_at_return(first, "abd"));
}

} // namespace
} // namespace moisson
