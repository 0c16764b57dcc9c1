// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// config/portals/*.yaml -> model::Portal. As strict as settings; keys are unique over all files.
#pragma once

#include "model/portal.hpp"
#include "normalise/vocabularies.hpp"
#include "settings/environment.hpp"
#include "settings/problem.hpp"
#include "settings/set_aside.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::settings {

struct PortalRules {
    // Connector kinds that this program knows.
    std::vector<std::string> connectors;
    // For sources that do not say (`harvest.full_every`).
    std::chrono::seconds full_every = Source().full_every;
    // Whether a name is a time zone; without it every name is taken.
    std::function<bool(std::string_view)> knows_zone = {};
    // What the codes of `vocabulary` and `corrections` are checked with; null: they are not.
    const normalise::Vocabularies* vocabularies = nullptr;
};

struct LoadedPortals {
    // Sorted by key.
    std::vector<Portal> portals;
    // In the order of the files.
    std::vector<SetAside> set_aside;
    Problems problems;

    bool ok() const { return problems.empty(); }
};

// Every *.yaml of the folder, in name order. No file at all is a problem.
LoadedPortals load_portals(
    const std::filesystem::path& folder,
    const PortalRules& rules,
    const Environment& environment
);
// One file's text, appended to what was loaded before.
void parse_portals(
    const std::string& text,
    const std::string& file,
    const PortalRules& rules,
    const Environment& environment,
    LoadedPortals& into
);

} // namespace moisson::settings
