// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The commands by which operators correct and hide what portals publish.
#include "cli/command_parts.hpp"

namespace moisson::cli {
namespace {

void add_raw_record(CLI::App& app, Request& request) {
    CLI::App* const raw =
        add_command(app, "brut", "Montrer la fiche d'un jeu telle que le portail l'a donnée");
    raw->add_option("jeu", request.subject, "Identifiant, adresse courte ou autre nom du jeu")
        ->type_name("JEU")
        ->required();
    on_command(raw, request, Command::raw_record);
}

void add_correct(CLI::App& app, Request& request) {
    CLI::App* const correct = add_command(
        app,
        "corriger",
        "Corriger un champ d'un jeu de données, ou de tous ceux d'une source"
    );
    correct->add_option("jeu", request.subject, "Identifiant, adresse courte ou autre nom du jeu")
        ->type_name("JEU");
    correct->add_option("--source", request.sources, "Tous les jeux de cette source")
        ->type_name("SOURCE")
        ->expected(1);
    correct
        ->add_option(
            "--champ",
            request.field,
            "title, description, keyword, theme, publisher, licence, access_rights, language, "
            "frequency, issued, modified, country ou landing_page"
        )
        ->type_name("CHAMP")
        ->required();
    correct->add_option("--valeur", request.value, "La valeur juste : un code, ou un texte")
        ->type_name("VALEUR")
        ->required();
    correct
        ->add_option(
            "--action",
            request.action,
            "remplacer (par défaut), completer ce qui manque, ajouter à une liste"
        )
        ->type_name("ACTION");
    correct
        ->add_option(
            "--si",
            request.condition,
            "Seulement les jeux dont le portail dit cela : CHAMP=VALEUR"
        )
        ->type_name("CHAMP=VALEUR");
    correct->add_option("--expire", request.expires, "Jour où elle cesse, à 0 h UTC : 2027-06-30")
        ->type_name("DATE");
    add_trace_options(*correct, request, "Pourquoi : publié avec la correction");
    correct->callback([&request] { request.command = Command::correct; });
}

void add_corrections(CLI::App& app, Request& request) {
    CLI::App* const list =
        add_command(app, "corrections", "Lister les corrections, ou en retirer une");
    list->add_option("--source", request.sources, "Celles de cette source seulement")
        ->type_name("SOURCE")
        ->expected(1);
    list->add_option("--jeu", request.subject, "Celles de ce jeu de données seulement")
        ->type_name("JEU");
    list->add_flag("--toutes", request.ended, "Aussi celles qui ont pris fin");
    list->add_flag("--json", request.json, "Répondre en JSON");
    CLI::App* const withdraw = add_command(
        *list,
        "retirer",
        "Mettre fin à une correction : ce que dit le portail revient"
    );
    withdraw->add_option("id", request.correction, "Numéro de la correction")
        ->type_name("ID")
        ->required()
        ->check(whole_number("un numéro de correction"));
    add_trace_options(*withdraw, request, "Pourquoi : gardé avec la correction");
    CLI::App* const proposals = add_command(
        *list,
        "propositions",
        "Fréquences que des producteurs disent vraies, non relues"
    );
    proposals->add_flag("--json", request.json, "Répondre en JSON");
    CLI::App* const refuse =
        add_command(*proposals, "refuser", "Ne pas suivre ce qui est proposé pour un jeu");
    refuse->add_option("jeu", request.subject, "Identifiant, adresse courte ou autre nom du jeu")
        ->type_name("JEU")
        ->required();
    add_trace_options(*refuse, request, "Pourquoi : gardé au journal");
    // The callback of a command comes after those of the commands below it.
    list->callback([withdraw, proposals, refuse, &request] {
        request.command = withdraw->parsed()    ? Command::correction_withdraw
                          : refuse->parsed()    ? Command::proposal_refuse
                          : proposals->parsed() ? Command::correction_proposals
                                                : Command::corrections;
    });
}

void add_takedowns(CLI::App& app, Request& request) {
    CLI::App* const take = add_command(
        app,
        "retirer",
        "Ne plus montrer un jeu de données, une organisation ou une ressource"
    );
    take->add_option(
            "cible",
            request.subject,
            "Jeu de données ; PORTAIL/ORGANISATION (sa clé suit organization= dans le lien du "
            "producteur, sur la page d'un de ses jeux) ; ou JEU#RESSOURCE (identifiant, ou son "
            "rang)"
    )
        ->type_name("CIBLE")
        ->required();
    take->add_flag("--juridique", request.legal, "Raison légale : la page répond 451, et non 410");
    take->add_flag("--annuler", request.lift, "Montrer de nouveau ce qui a été retiré");
    add_trace_options(*take, request, "Pourquoi : publié à la place de ce qui est retiré");
    take->callback([&request] { request.command = Command::take_down; });
    CLI::App* const list = add_command(app, "retraits", "Lister ce qui a été retiré");
    list->add_flag("--tous", request.ended, "Aussi ce qui est montré de nouveau");
    on_command(list, request, Command::takedowns);
}

} // namespace

void add_curation_commands(CLI::App& app, Request& request) {
    add_raw_record(app, request);
    add_correct(app, request);
    add_corrections(app, request);
    add_takedowns(app, request);
}

} // namespace moisson::cli
