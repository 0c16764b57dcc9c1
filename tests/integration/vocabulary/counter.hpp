// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Resolves the strings of one catalogue and counts what came of it.
#pragma once

#include "tally.hpp"

#include <string_view>

namespace moisson::vocabulary_report {

class Counter {
public:
    Counter(Tallies& tallies, const normalise::Vocabularies& vocabularies)
        : tallies_(tallies), vocabularies_(vocabularies) {}

    void format(std::string_view raw) {
        const auto found = vocabularies_.format(raw);
        tallies_["format"].count(raw, found.match, found.code);
    }
    void frequency(std::string_view raw, std::string_view field = {}) {
        const auto found = vocabularies_.frequency(raw, field);
        tallies_["frequency"].count(raw, found.match, found.code);
    }
    void licence(std::string_view raw) {
        const auto found = vocabularies_.licence(raw);
        tallies_["licence"].count(raw, found.match, found.code);
    }
    void theme(std::string_view raw) {
        const auto found = vocabularies_.themes(raw);
        tallies_["theme"].count(raw, found.match, found.codes.empty() ? "" : found.codes.front());
    }
    void language(std::string_view raw) {
        const auto found = vocabularies_.language(raw);
        tallies_["language"].count(raw, found.match, found.tags.empty() ? "" : found.tags.front());
    }
    void access_right(std::string_view raw) {
        const auto found = vocabularies_.access_right(raw);
        tallies_["access_right"].count(raw, found.match, found.code);
    }

private:
    Tallies& tallies_;
    const normalise::Vocabularies& vocabularies_;
};

} // namespace moisson::vocabulary_report
