// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The commands about people, their tokens, and who did what.
#include "cli/command_parts.hpp"

namespace moisson::cli {
namespace {

void add_people(CLI::App& app, Request& request) {
    CLI::App* const list =
        add_command(app, "personnes", "Lister les personnes, en ajouter ou en désactiver une");
    list->add_flag("--json", request.json, "Répondre en JSON");
    CLI::App* const add = add_command(*list, "ajouter", "Ajouter une personne");
    add->add_option("nom", request.subject, "Son nom, par lequel elle est désignée")
        ->type_name("NOM")
        ->required();
    add->add_option("--role", request.role, "coordinateur, producteur, abonne ou exploitant")
        ->type_name("ROLE")
        ->required();
    add->add_option("--courriel", request.email, "Son adresse")->type_name("ADRESSE");
    add->add_option("--pays", request.countries, "N'agit que sur ces pays : BF,TG")
        ->type_name("CODES")
        ->delimiter(',');
    add->add_option("--portails", request.portals, "N'agit que sur ces portails (clés)")
        ->type_name("CLES")
        ->delimiter(',');
    add_author(*add, request);
    CLI::App* const disable =
        add_command(*list, "desactiver", "Désactiver une personne et révoquer ses jetons");
    disable->add_option("nom", request.subject, "Son nom")->type_name("NOM")->required();
    add_author(*disable, request);
    CLI::App* const enable =
        add_command(*list, "reactiver", "Réactiver une personne ; ses jetons restent révoqués");
    enable->add_option("nom", request.subject, "Son nom")->type_name("NOM")->required();
    add_author(*enable, request);
    // The callback of a command comes after those of the commands below it.
    list->callback([add, disable, enable, &request] {
        request.command = add->parsed()       ? Command::person_add
                          : disable->parsed() ? Command::person_disable
                          : enable->parsed()  ? Command::person_enable
                                              : Command::people;
    });
}

void add_tokens(CLI::App& app, Request& request) {
    CLI::App* const list =
        add_command(app, "jetons", "Lister les jetons d'API, en créer ou en révoquer un");
    list->add_flag("--tous", request.ended, "Aussi les jetons révoqués ou expirés");
    list->add_flag("--json", request.json, "Répondre en JSON");
    CLI::App* const create =
        add_command(*list, "creer", "Créer un jeton ; son secret n'est montré qu'une fois");
    create->add_option("personne", request.subject, "À qui il est")->type_name("NOM")->required();
    create->add_option("--nom", request.label, "À quoi il sert")->type_name("TEXTE");
    create
        ->add_option(
            "--droits",
            request.scopes,
            "runs:decide, runs:request, takedowns:write, corrections:write, alerts:write, "
            "silences:write, invitations:write, records:read, audit:read ; "
            "sans cette option, il ne donne qu'une limite de débit plus haute"
        )
        ->type_name("DROITS")
        ->delimiter(',');
    create->add_option("--debit", request.rate_class, "normale (par défaut) ou haute")
        ->type_name("CLASSE");
    create
        ->add_option(
            "--expire",
            request.expires,
            "Jour où il expire, à 0 h UTC : 2027-06-30 (par défaut, dans un an)"
        )
        ->type_name("DATE");
    add_author(*create, request);
    CLI::App* const revoke = add_command(*list, "revoquer", "Révoquer un jeton");
    revoke->add_option("id", request.token, "Numéro du jeton")
        ->type_name("ID")
        ->required()
        ->check(whole_number("un numéro de jeton"));
    add_author(*revoke, request);
    list->callback([create, revoke, &request] {
        request.command = create->parsed()   ? Command::token_create
                          : revoke->parsed() ? Command::token_revoke
                                             : Command::tokens;
    });
}

void add_audit(CLI::App& app, Request& request) {
    CLI::App* const audit =
        add_command(app, "audit", "Qui a fait quoi, du plus récent au plus ancien");
    audit->add_option("--nombre", request.limit, "Lignes affichées (20 par défaut, 1000 au plus)")
        ->type_name("N");
    audit->add_option("--avant", request.before, "Celles qui précèdent cette ligne")
        ->type_name("ID")
        ->check(whole_number("un numéro de ligne"));
    audit->add_option("--par", request.subject, "De cet auteur seulement")->type_name("NOM");
    on_command(audit, request, Command::audit);
}

} // namespace

void add_author(CLI::App& command, Request& request) {
    command.add_option("--auteur", request.author, "Qui décide (par défaut, votre compte)")
        ->type_name("NOM");
    command.add_flag("--json", request.json, "Répondre en JSON");
}

void add_people_commands(CLI::App& app, Request& request) {
    add_people(app, request);
    add_tokens(app, request);
    add_audit(app, request);
}

} // namespace moisson::cli
