// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson config verifier, moisson config afficher.
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "i18n/format.hpp"

namespace moisson::cli {

int check_config(const settings::Settings& settings, const Request& request, const Output& output) {
    const settings::Catalogue catalogue =
        settings::load_catalogue(settings, settings::process_environment());
    std::int64_t sources = 0;
    for (const Portal& portal : catalogue.portals)
        sources += std::ssize(portal.sources);
    if (request.json) {
        Json out;
        out["ok"] = catalogue.ok();
        out["portals"] = catalogue.portals.size();
        out["sources"] = sources;
        out["problems"] = Json::array();
        for (const settings::Problem& problem : catalogue.problems)
            out["problems"].push_back(settings::to_string(problem));
        print_json(output, out);
    } else if (catalogue.ok()) {
        fmt::print(
            output.out,
            "Configuration correcte : {}, {}.\n",
            i18n::count(std::ssize(catalogue.portals), "portail", "portails"),
            i18n::count(sources, "source", "sources")
        );
    } else {
        fmt::print(output.problems, "{}", settings::to_string(catalogue.problems));
    }
    return catalogue.ok() ? exit_ok : exit_configuration;
}

int show_config(const settings::Settings& settings, const Request& request, const Output& output) {
    fmt::print(
        output.out,
        "{}",
        request.json ? settings::dump_settings_json(settings) : settings::dump_settings(settings)
    );
    return exit_ok;
}

} // namespace moisson::cli
