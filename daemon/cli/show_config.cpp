// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson config verifier, moisson config afficher.
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "i18n/format.hpp"

namespace moisson::cli {

namespace {

Json sentences(const settings::Problems& problems) {
    Json out = Json::array();
    for (const settings::Problem& problem : problems)
        out.push_back(settings::to_string(problem));
    return out;
}

} // namespace

int check_config(
    const settings::LoadedSettings& loaded,
    const Request& request,
    const Output& output
) {
    settings::Catalogue catalogue;
    if (loaded.ok())
        catalogue = settings::load_catalogue(loaded.settings, settings::process_environment());
    else
        catalogue.problems = loaded.problems;
    std::int64_t sources = 0;
    for (const Portal& portal : catalogue.portals)
        sources += std::ssize(portal.sources);
    if (request.json) {
        Json out;
        out["ok"] = catalogue.ok();
        out["portals"] = catalogue.portals.size();
        out["sources"] = sources;
        out["problems"] = sentences(catalogue.problems);
        out["warnings"] = sentences(loaded.warnings);
        print_json(output, out);
        return catalogue.ok() ? exit_ok : exit_configuration;
    }
    for (const settings::Problem& warning : loaded.warnings)
        fmt::print(output.problems, "attention : {}\n", settings::to_string(warning));
    if (!catalogue.ok()) {
        fmt::print(output.problems, "{}", settings::to_string(catalogue.problems));
        return exit_configuration;
    }
    fmt::print(
        output.out,
        "Configuration correcte : {}, {}.\n",
        i18n::count(std::ssize(catalogue.portals), "portail", "portails"),
        i18n::count(sources, "source", "sources")
    );
    return exit_ok;
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
