// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/command_parts.hpp"

namespace moisson::cli {

void add_export_commands(CLI::App& app, Request& request) {
    CLI::App* const whole = add_command(
        app,
        "exporter",
        "Écrit maintenant le catalogue en fichiers, ou un de ces fichiers sur la sortie"
    );
    whole
        ->add_option(
            "fichier",
            request.subject,
            "catalogue.csv.gz, resources.csv.gz, catalogue.ndjson.gz ou catalog.nt.gz : écrit sur "
            "la sortie"
        )
        ->type_name("FICHIER");
    on_command(whole, request, Command::export_catalogue);
    whole->add_option("--dans", request.directory, "Dossier où écrire, au lieu de dumps.directory")
        ->type_name("DOSSIER");
    CLI::App* const searches =
        add_command(app, "recherches", "Ce que les visiteurs ont cherché sans rien trouver");
    on_command(searches, request, Command::fruitless_searches);
    searches->add_flag("--sans-resultat")
        ->description("Les recherches sans résultat (le seul choix)");
    searches
        ->add_option(
            "--jours",
            request.days,
            "Jours regardés en arrière (30 par défaut, 365 au plus)"
        )
        ->type_name("N")
        ->check(between(1, 365));
    searches
        ->add_option(
            "--personnes",
            request.askers,
            "Personnes qui l'ont cherché, au moins (5 par défaut, 1000 au plus)"
        )
        ->type_name("N")
        ->check(between(5, 1000));
}

} // namespace moisson::cli
