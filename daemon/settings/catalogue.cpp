// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Connectors, portals, vocabularies and synonyms, checked together.
#include "settings/catalogue.hpp"

#include "ckan/connector.hpp"
#include "csw/connector.hpp"
#include "datafair/connector.hpp"
#include "datajson/connector.hpp"
#include "dcat/connector.hpp"
#include "json/connector.hpp"
#include "nada/connector.hpp"
#include "opendatasoft/connector.hpp"
#include "settings/portals.hpp"
#include "settings/synonyms.hpp"
#include "settings/vocabularies.hpp"
#include "udata/connector.hpp"

#include <fmt/format.h>

namespace moisson::settings {

kit::Registry make_registry() {
    kit::Registry registry;
    registry.add("ckan", ckan::make_connector);
    registry.add("csw", csw::make_connector);
    registry.add("datafair", datafair::make_connector);
    registry.add("datajson", datajson::make_factory());
    registry.add("dcat", dcat::make_factory());
    registry.add("json", paths::make_connector);
    registry.add("nada", nada::make_connector);
    registry.add("opendatasoft", opendatasoft::make_connector);
    registry.add("udata", udata::make_connector);
    return registry;
}

Catalogue load_catalogue(const Settings& settings, const Environment& environment) {
    Catalogue out;
    LoadedVocabularies vocabularies = load_vocabularies(settings.paths.vocabularies);
    out.vocabularies = std::move(vocabularies.vocabularies);
    PortalRules rules;
    rules.connectors = make_registry().kinds();
    rules.full_every = settings.harvest.full_every;
    rules.vocabularies = out.vocabularies.get();
    if (const auto known = out.vocabularies)
        rules.knows_zone = [known](std::string_view name) { return known->has_timezone(name); };
    LoadedPortals portals = load_portals(settings.paths.portals, rules, environment);
    out.problems = std::move(portals.problems);
    out.problems
        .insert(out.problems.end(), vocabularies.problems.begin(), vocabularies.problems.end());
    LoadedLexicon lexicon = load_lexicon(settings.paths.synonyms, out.vocabularies.get());
    out.lexicon = std::move(lexicon.lexicon);
    out.problems.insert(out.problems.end(), lexicon.problems.begin(), lexicon.problems.end());
    out.portals = std::move(portals.portals);
    out.set_aside = std::move(portals.set_aside);
    return out;
}

Catalogue reload_catalogue(
    const Settings& settings,
    const Environment& environment,
    const Catalogue& current
) {
    Catalogue found = load_catalogue(settings, environment);
    if (found.ok() && found.portals.empty() && !current.portals.empty())
        found.problems.push_back(Problem{
            settings.paths.portals,
            0,
            fmt::format(
                "aucun portail n'est décrit : les {} portails en service sont gardés ; pour tout "
                "arrêter, donnez « enabled: false » à leurs sources",
                current.portals.size()
            )});
    return found;
}

} // namespace moisson::settings
