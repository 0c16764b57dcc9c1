// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/command_parts.hpp"

namespace moisson::cli {

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
}

} // namespace moisson::cli
