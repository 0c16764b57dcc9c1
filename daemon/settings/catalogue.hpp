// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What SIGHUP reads again: portals and vocabularies.
#pragma once

#include "kit/registry.hpp"
#include "model/portal.hpp"
#include "normalise/vocabularies.hpp"
#include "settings/settings.hpp"

#include <memory>
#include <vector>

namespace moisson::settings {

struct Catalogue {
    std::vector<Portal> portals;
    std::shared_ptr<const normalise::Vocabularies> vocabularies;
    Problems problems;

    bool ok() const { return problems.empty(); }
};

// Every connector this program has, one line each.
kit::Registry make_registry();

Catalogue load_catalogue(const Settings& settings, const Environment& environment);

} // namespace moisson::settings
