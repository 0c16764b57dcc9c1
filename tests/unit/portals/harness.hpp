// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A generated portal asked in process, for the tests of the simulator itself.
#pragma once

#include "portals/ckan.hpp"
#include "portals/generator.hpp"
#include "portals/portal.hpp"

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <vector>

namespace moisson::portals {

inline Instant noon() {
    return Instant(std::chrono::sys_days(std::chrono::days(20'454)) + std::chrono::hours(12));
}

inline std::shared_ptr<const Catalogue>
small_catalogue(std::uint64_t count, std::uint64_t seed = 7) {
    GeneratorOptions options;
    options.count = count;
    options.seed = seed;
    return generate(options);
}

// `script` is JSON text, empty = none.
inline std::unique_ptr<Portal> make_test_portal(
    std::shared_ptr<const Catalogue> catalogue,
    const std::string& script = "",
    CkanOptions ckan = CkanOptions()
) {
    PortalOptions options;
    options.key = "essai";
    if (!script.empty())
        options.script = Script::from_text(script);
    return std::make_unique<Portal>(
        std::move(options),
        make_ckan(std::move(ckan), std::move(catalogue))
    );
}

inline ScriptedResponse ask(Portal& portal, const std::string& target) {
    PortalRequest request;
    request.target = target;
    return portal.handle(request, noon());
}

inline nlohmann::json ask_json(Portal& portal, const std::string& target) {
    return nlohmann::json::parse(ask(portal, target).body.text());
}

inline std::string search_target(const std::string& parameters) {
    return "/api/3/action/package_search?" + parameters;
}

// Ids in the order the pages give them, advancing by the number received.
inline std::vector<std::string>
page_through(Portal& portal, const std::string& sort, std::uint64_t rows) {
    std::vector<std::string> ids;
    for (int pages = 0; pages < 1'000; ++pages) {
        const auto page = ask_json(
            portal,
            search_target(
                "sort=" + sort + "&rows=" + std::to_string(rows) +
                "&start=" + std::to_string(ids.size())
            )
        );
        const auto& results = page["result"]["results"];
        if (results.empty())
            break;
        for (const auto& record : results)
            ids.push_back(record["id"].get<std::string>());
    }
    return ids;
}

} // namespace moisson::portals
