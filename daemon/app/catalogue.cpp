// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Connectors, portals and vocabularies, checked together.
#include "app/catalogue.hpp"

#include "ckan/connector.hpp"
#include "settings/portals.hpp"
#include "settings/vocabularies.hpp"

#include <fmt/format.h>

namespace moisson::app {

kit::Registry make_registry() {
    kit::Registry registry;
    registry.add("ckan", ckan::make_connector);
    return registry;
}

Catalogue
load_catalogue(const settings::Settings& settings, const settings::Environment& environment) {
    Catalogue out;
    settings::PortalRules rules;
    rules.connectors = make_registry().kinds();
    settings::LoadedPortals portals =
        settings::load_portals(settings.paths.portals, rules, environment);
    settings::LoadedVocabularies vocabularies =
        settings::load_vocabularies(settings.paths.vocabularies);
    out.problems = std::move(portals.problems);
    out.problems
        .insert(out.problems.end(), vocabularies.problems.begin(), vocabularies.problems.end());
    out.portals = std::move(portals.portals);
    out.vocabularies = std::move(vocabularies.vocabularies);
    if (!out.vocabularies)
        return out;
    for (const Portal& portal : out.portals)
        for (const Source& source : portal.sources)
            if (!source.timezone.empty() && !out.vocabularies->has_timezone(source.timezone))
                out.problems.push_back(settings::Problem{
                    settings.paths.portals,
                    0,
                    fmt::format(
                        "source {} : fuseau horaire inconnu « {} »",
                        source.key,
                        source.timezone
                    )});
    return out;
}

} // namespace moisson::app
