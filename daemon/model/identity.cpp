// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/identity.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace moisson {
namespace {

constexpr std::array<std::string_view, 6> evidences =
    {"former_id", "uri", "page", "content", "files", "title"};

auto place(const IdentityClue& clue) {
    return std::tie(clue.evidence, clue.key, clue.side, clue.dataset);
}

using Clues = std::vector<IdentityClue>;
using Partners = std::unordered_map<DatasetId, DatasetId>;

// What the holders of one key, [begin, end), say.
std::optional<Rename> told_by(Clues::const_iterator begin, Clues::const_iterator end) {
    const bool is_pair =
        end - begin == 2 && begin->side == Side::gone && begin[1].side == Side::born;
    if (!is_pair)
        return std::nullopt;
    return Rename{begin->dataset, begin[1].dataset, begin->evidence};
}

// Remembers the partner; nobody is the partner of a record that has several.
void note(Partners& partners, DatasetId one, DatasetId other) {
    const auto [it, is_first] = partners.emplace(one, other);
    if (!is_first && it->second != other)
        it->second = DatasetId();
}

class Joined {
public:
    // Proposals of one kind of evidence.
    void add(const std::vector<Rename>& proposals) {
        Partners of_gone;
        Partners of_born;
        for (const Rename& proposal : proposals) {
            if (is_taken(proposal))
                continue;
            note(of_gone, proposal.gone, proposal.born);
            note(of_born, proposal.born, proposal.gone);
        }
        for (const Rename& proposal : proposals) {
            if (is_taken(proposal) || of_gone.at(proposal.gone) != proposal.born ||
                of_born.at(proposal.born) != proposal.gone)
                continue;
            taken_.insert({proposal.gone, proposal.born});
            renames_.push_back(proposal);
        }
    }

    std::vector<Rename> take() {
        std::sort(renames_.begin(), renames_.end(), [](const Rename& a, const Rename& b) {
            return a.gone < b.gone;
        });
        return std::move(renames_);
    }

private:
    bool is_taken(const Rename& proposal) const {
        return taken_.contains(proposal.gone) || taken_.contains(proposal.born);
    }

    std::unordered_set<DatasetId> taken_;
    std::vector<Rename> renames_;
};

// Kind by kind, the strongest first.
void join(std::vector<IdentityClue> clues, Joined& joined) {
    std::sort(clues.begin(), clues.end(), [](const IdentityClue& a, const IdentityClue& b) {
        return place(a) < place(b);
    });
    const auto same = [](const IdentityClue& a, const IdentityClue& b) {
        return place(a) == place(b);
    };
    clues.erase(std::unique(clues.begin(), clues.end(), same), clues.end());
    std::vector<Rename> proposals;
    for (auto at = clues.cbegin(); at != clues.cend();) {
        const auto end = std::find_if(at, clues.cend(), [at](const IdentityClue& clue) {
            return clue.evidence != at->evidence || clue.key != at->key;
        });
        if (const std::optional<Rename> proposal = told_by(at, end))
            proposals.push_back(*proposal);
        if (end == clues.cend() || end->evidence != at->evidence) {
            joined.add(proposals);
            proposals.clear();
        }
        at = end;
    }
}

} // namespace

std::vector<Rename> match_renames(std::vector<IdentityClue> clues) {
    Joined joined;
    const auto archived = std::partition(clues.begin(), clues.end(), [](const IdentityClue& clue) {
        return clue.side != Side::archived;
    });
    join({clues.begin(), archived}, joined);
    if (archived != clues.end()) {
        std::for_each(archived, clues.end(), [](IdentityClue& clue) { clue.side = Side::gone; });
        join(std::move(clues), joined);
    }
    return joined.take();
}

std::string_view to_string(IdentityEvidence evidence) {
    return evidences[static_cast<std::size_t>(evidence)];
}

DatasetId dataset_id_at_return(DatasetId former, std::string_view remote_id) {
    std::string name = "return\x1f";
    name += remote_id;
    return DatasetId(uuid5(former.uuid, name));
}

} // namespace moisson
