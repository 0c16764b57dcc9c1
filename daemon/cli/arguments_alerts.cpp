// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// alertes, silences.
#include "cli/command_parts.hpp"

namespace moisson::cli {
namespace {

void add_number(CLI::App& command, Request& request, const char* help, const char* what) {
    command.add_option("id", request.alert, help)
        ->type_name("ID")
        ->required()
        ->check(whole_number(what));
}

void add_duration(CLI::App& command, Request& request, const char* help) {
    command.add_option("--duree", request.duration, help)->type_name("DUREE")->required();
}

void add_alerts(CLI::App& app, Request& request) {
    CLI::App* const list =
        add_command(app, "alertes", "Lister les alertes, ou agir sur une alerte");
    list->add_option(
            "--etat",
            request.states,
            "pending, firing, resolving, resolved ou closed (toutes sauf closed par défaut)"
    )
        ->type_name("ETAT");
    list->add_option("--portail", request.subject, "Celles de ce portail seulement")
        ->type_name("PORTAIL");
    list->add_option("--nombre", request.limit, "Lignes affichées (20 par défaut, 1000 au plus)")
        ->type_name("N");
    list->add_flag("--json", request.json, "Répondre en JSON");
    CLI::App* const take = add_command(*list, "acquitter", "Dire que quelqu'un s'en occupe");
    add_number(*take, request, "Numéro de l'alerte", "un numéro d'alerte");
    take->add_flag("--annuler", request.lift, "Personne ne s'en occupe plus");
    add_author(*take, request);
    CLI::App* const later = add_command(*list, "reporter", "N'en plus parler pendant un temps");
    add_number(*later, request, "Numéro de l'alerte", "un numéro d'alerte");
    add_duration(*later, request, "Pendant combien de temps : 7j, 12h (90 jours au plus)");
    add_author(*later, request);
    CLI::App* const approve =
        add_command(*list, "approuver", "Laisser partir les alertes retenues d'un portail");
    approve->add_option("portail", request.replaced, "Clé du portail")
        ->type_name("PORTAIL")
        ->required();
    add_author(*approve, request);
    // The callback of a command comes after those of the commands below it.
    list->callback([take, later, approve, &request] {
        request.command = take->parsed()      ? Command::alert_acknowledge
                          : later->parsed()   ? Command::alert_snooze
                          : approve->parsed() ? Command::alerts_approve
                                              : Command::alerts;
    });
}

void add_silences(CLI::App& app, Request& request) {
    CLI::App* const list =
        add_command(app, "silences", "Lister les silences, en ajouter, y mettre fin");
    list->add_flag("--tous", request.ended, "Aussi ceux qui ont pris fin");
    list->add_flag("--json", request.json, "Répondre en JSON");
    CLI::App* const add =
        add_command(*list, "ajouter", "Ne plus parler des alertes qui ont ces étiquettes");
    add->add_option(
           "--si",
           request.matchers,
           "kind, severity, portal, organization, dataset, host ou country ; toutes doivent "
           "convenir"
    )
        ->type_name("ETIQUETTE=VALEUR")
        ->required();
    add_duration(*add, request, "Pendant combien de temps : 7j, 12h (90 jours au plus)");
    add_trace_options(*add, request, "Pourquoi : gardé avec le silence");
    CLI::App* const end = add_command(*list, "terminer", "Mettre fin à un silence");
    add_number(*end, request, "Numéro du silence", "un numéro de silence");
    add_author(*end, request);
    list->callback([add, end, &request] {
        request.command = add->parsed()   ? Command::silence_add
                          : end->parsed() ? Command::silence_end
                                          : Command::silences;
    });
}

} // namespace

void add_alert_commands(CLI::App& app, Request& request) {
    add_alerts(app, request);
    add_silences(app, request);
}

} // namespace moisson::cli
