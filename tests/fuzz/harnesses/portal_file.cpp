// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Portal files. Promises: nothing is thrown, problems have a line inside the file and a clean
// sentence; portals that are kept have keys of the right letters, sorted, with sources of a known
// connector.
#include "fuzz/harness.hpp"
#include "settings/portals.hpp"

#include <algorithm>
#include <set>

namespace moisson::fuzz {

void portal_file(std::string_view input) {
    const std::string text = clean(input);
    const settings::PortalRules rules{{"ckan", "csw", "json", "udata"}};
    const settings::Environment none = [](const std::string&) {
        return std::optional<std::string>();
    };
    settings::LoadedPortals loaded;
    settings::parse_portals(text, "sn.yaml", rules, none, loaded);
    const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
    for (const settings::Problem& problem : loaded.problems) {
        require(problem.line >= 0 && problem.line <= lines + 1, "a problem is inside the file");
        require(!problem.message.empty(), "a problem says what it is");
        require_clean(problem.message, "the sentence of a problem");
    }
    if (!loaded.ok())
        return;
    std::set<std::string> keys;
    for (const Portal& portal : loaded.portals) {
        require(keys.insert(portal.key).second, "a key is given once");
        require(
            !portal.key.empty() &&
                portal.key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
                    std::string::npos,
            "a key is made of its letters"
        );
        for (const Source& source : portal.sources) {
            require(source.interval.count() > 0, "an interval is positive");
            require(
                std::find(rules.connectors.begin(), rules.connectors.end(), source.connector) !=
                    rules.connectors.end(),
                "a connector is known"
            );
        }
    }
}

} // namespace moisson::fuzz
