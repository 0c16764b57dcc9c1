// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The commands that look before anything is harvested.
#include "cli/command_parts.hpp"
#include "harvest/preview.hpp"
#include "settings/duration.hpp"

#include <fmt/format.h>

#include <charconv>

namespace moisson::cli {
namespace {

constexpr int parallel_max = 32;

std::string check_time(const std::string& text) {
    const auto time = settings::parse_duration(text);
    if (time && *time > std::chrono::milliseconds(0))
        return {};
    return fmt::format("une durée est attendue (30s, 20min, 1h), pas « {} »", text);
}

// verifier and remplacer, below `portails`.
void add_commands_on_portals(CLI::App& portals, Request& request) {
    CLI::App* const check = add_command(
        portals,
        "verifier",
        "Interroger chaque portail : vivant, déplacé, logiciel changé, muet, mort"
    );
    check->add_option("source", request.sources, "Ces portails ou sources seulement")
        ->type_name("SOURCE");
    check->add_option("--paralleles", request.parallel, "Portails interrogés ensemble (8)")
        ->type_name("N")
        ->check(between(1, parallel_max));
    check->add_option("--duree", request.time_max, "Durée totale au plus (20min)")
        ->type_name("TEMPS")
        ->check(CLI::Validator(check_time, ""));
    check->add_flag("--ecartes", request.set_aside, "Interroger aussi les portails mis à l'écart");
    on_command(check, request, Command::portals_check);
    CLI::App* const replace = add_command(
        portals,
        "remplacer",
        "Montrer les jeux qu'une source a repris d'une autre, et les réunir"
    );
    replace->add_option("ancienne", request.replaced, "Source que le portail n'a plus")
        ->type_name("ANCIENNE")
        ->required();
    replace->add_option("nouvelle", request.replacement, "Source qui la remplace, déjà moissonnée")
        ->type_name("NOUVELLE")
        ->required();
    replace->add_flag("--appliquer", request.apply, "Le faire, et non seulement le montrer");
    replace->add_option("--auteur", request.author, "Qui le fait (par défaut, votre compte)")
        ->type_name("NOM");
    replace->add_flag("--json", request.json, "Répondre en JSON");
    // The callback of a command comes after those of the commands below it.
    portals.callback([check, replace, &request] {
        request.command = check->parsed()     ? Command::portals_check
                          : replace->parsed() ? Command::portals_replace
                                              : Command::portals;
    });
}

} // namespace

CLI::Validator between(int least, int most) {
    const auto check = [least, most](const std::string& text) {
        int value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool number = error == std::errc() && end == text.data() + text.size();
        if (number && value >= least && value <= most)
            return std::string();
        return fmt::format("un nombre de {} à {} est attendu, pas « {} »", least, most, text);
    };
    return CLI::Validator(check, "");
}

void add_rehearsal_commands(CLI::App& app, Request& request) {
    CLI::App* const detect = add_command(
        app,
        "detecter",
        "Nommer le logiciel d'un portail, et le connecteur qui le lit, à partir d'une adresse"
    );
    detect->add_option("adresse", request.subject, "Accueil, sous-dossier, API ou document")
        ->type_name("URL")
        ->required();
    on_command(detect, request, Command::detect);

    CLI::App* const preview = add_command(
        app,
        "apercu",
        "Montrer les premières fiches d'une source ou d'une adresse, sans rien écrire"
    );
    preview->add_option("cible", request.subject, "Clé d'une source, ou adresse à détecter")
        ->type_name("SOURCE|URL")
        ->required();
    preview->add_option("--nombre", request.records, "Fiches à montrer (5)")
        ->type_name("N")
        ->check(between(1, harvest::preview_records_max));
    on_command(preview, request, Command::preview);

    CLI::App* const plan = add_command(
        app,
        "plan",
        "Dire ce qu'un passage créerait, changerait, renommerait et retirerait, sans rien écrire"
    );
    plan->add_option("source", request.subject, "Clé de la source")
        ->type_name("SOURCE")
        ->required();
    on_command(plan, request, Command::plan);

    CLI::App* const import = add_command(
        app,
        "importer",
        "Moissonner un fichier à la place de l'adresse d'une source (.gz et .zip compris)"
    );
    import
        ->add_option(
            "fichier",
            request.subject,
            "data.json, DCAT, fiches de CKAN (JSONL), catalogue CSV d'udata"
        )
        ->type_name("FICHIER")
        ->required();
    import->add_option("--source", request.sources, "La source que ce fichier remplace")
        ->type_name("SOURCE")
        ->expected(1)
        ->required();
    import
        ->add_option("--ressources", request.resources, "resources.csv, à joindre au catalogue CSV")
        ->type_name("FICHIER");
    on_command(import, request, Command::import_file);

    add_commands_on_portals(*app.get_subcommand("portails"), request);
}

} // namespace moisson::cli
