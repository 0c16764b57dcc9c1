// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What SIGHUP reads again: portals, vocabularies and synonyms.
#pragma once

#include "kit/registry.hpp"
#include "model/portal.hpp"
#include "normalise/vocabularies.hpp"
#include "search/lexicon.hpp"
#include "settings/set_aside.hpp"
#include "settings/settings.hpp"

#include <memory>
#include <vector>

namespace moisson::settings {

struct Catalogue {
    std::vector<Portal> portals;
    std::vector<SetAside> set_aside;
    std::shared_ptr<const normalise::Vocabularies> vocabularies;
    std::shared_ptr<const search::Lexicon> lexicon;
    Problems problems;

    bool ok() const { return problems.empty(); }
};

// Every connector this program has, one line each.
kit::Registry make_registry();

Catalogue load_catalogue(const Settings& settings, const Environment& environment);

// What was loaded, or found wrong, while `current` is in use: no portal at all, where there were
// some, is a folder in the middle of a copy rather than a wish.
Catalogue reload_catalogue(
    const Settings& settings,
    const Environment& environment,
    const Catalogue& current
);

} // namespace moisson::settings
