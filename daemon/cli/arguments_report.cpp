// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/command_parts.hpp"

#include <fmt/format.h>

namespace moisson::cli {

std::string missing_argument(const CLI::App& command, const std::string& name) {
    std::string out = "il manque un argument : " + name;
    const CLI::Option* const option = command.get_option_no_throw(name);
    if (option != nullptr && !option->get_description().empty())
        out += fmt::format(" ({})", option->get_description());
    return out;
}

void add_report_command(CLI::App& app, Request& request) {
    CLI::App* const report = add_command(
        app,
        "rapport",
        "Rapport d'un passage (son numéro), d'une source ou d'un portail (sa clé)"
    );
    report->add_option("sujet", request.subject, "Numéro d'un passage, clé d'une source")
        ->type_name("PASSAGE|SOURCE")
        ->required();
    on_command(report, request, Command::report);
    report->add_flag("--csv", request.csv, "La table des problèmes, en CSV pour tableur");
    report->add_flag(
        "--changements",
        request.changes,
        "D'un passage : ce qu'il a changé, jeu par jeu, en CSV"
    );
}

} // namespace moisson::cli
