// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The commands about who is written to, and what.
#include "cli/command_parts.hpp"

namespace moisson::cli {
namespace {

// Returns the command; its callback is that of the one above it.
CLI::App* add_webhooks(CLI::App& above, Request& request) {
    CLI::App* const list =
        add_command(above, "webhook", "Lister les webhooks, en ajouter ou en retirer un");
    list->add_flag("--json", request.json, "Répondre en JSON");
    CLI::App* const add = add_command(*list, "ajouter", "Ajouter un webhook et montrer sa clé");
    add->add_option("adresse", request.address, "Adresse https")->type_name("URL")->required();
    add->add_option(
           "--portee",
           request.scope,
           "tout, pays=BF, portail=CLÉ, organisation=UUID ou jeu=UUID"
    )
        ->type_name("PORTEE")
        ->required();
    add->add_option("--proprietaire", request.email, "Adresse prévenue s'il prend fin")
        ->type_name("ADRESSE");
    add->add_flag("--http", request.plain_http, "Accepter une adresse http, sans TLS");
    add_trace_options(*add, request, "Pourquoi : gardé dans le journal d'audit");
    const auto below = [&](const char* name, const char* help) {
        CLI::App* const command = add_command(*list, name, help);
        command->add_option("id", request.message, "Numéro du webhook")
            ->type_name("ID")
            ->required()
            ->check(whole_number("un numéro de webhook"));
        return command;
    };
    CLI::App* const end = below("retirer", "Retirer un webhook");
    add_trace_options(*end, request, "Pourquoi : gardé dans le journal d'audit");
    CLI::App* const resume = below("reprendre", "Reprendre un webhook désactivé");
    CLI::App* const secret = below("cle", "Donner une nouvelle clé, à côté de l'ancienne");
    CLI::App* const replay = below("rejouer", "Livrer de nouveau les dernières 72 heures");
    CLI::App* const shown = below("livraisons", "Montrer les dernières livraisons");
    for (CLI::App* const command : {resume, secret, replay, shown})
        command->add_flag("--json", request.json, "Répondre en JSON");
    list->callback([add, end, resume, secret, replay, shown, &request] {
        request.command = add->parsed()      ? Command::webhook_add
                          : end->parsed()    ? Command::webhook_end
                          : resume->parsed() ? Command::webhook_resume
                          : secret->parsed() ? Command::webhook_secret
                          : replay->parsed() ? Command::webhook_replay
                          : shown->parsed()  ? Command::webhook_deliveries
                                             : Command::webhooks;
    });
    return list;
}

// As add_webhooks.
CLI::App* add_invitations(CLI::App& above, Request& request) {
    CLI::App* const list = add_command(
        above,
        "invitations",
        "Lister les contacts des métadonnées qui peuvent être invités, en inviter un"
    );
    CLI::Option* const portal =
        list->add_option("--portail", request.subject, "Portail dont les contacts sont lus")
            ->type_name("CLÉ");
    list->add_flag("--tous", request.ended, "Les invitations déjà envoyées")->excludes(portal);
    list->add_flag("--json", request.json, "Répondre en JSON");
    CLI::App* const send =
        add_command(*list, "envoyer", "Écrire une fois à une adresse trouvée dans les métadonnées");
    send->add_option("adresse", request.address, "Adresse électronique")
        ->type_name("ADRESSE")
        ->required();
    send->add_option("--organisation", request.organization, "Organisation qui la donne")
        ->type_name("UUID")
        ->required();
    add_trace_options(*send, request, "Pourquoi : gardé dans le journal d'audit");
    list->callback([send, &request] {
        request.command = send->parsed() ? Command::invitation_release : Command::invitations;
    });
    return list;
}

void add_subscriptions(CLI::App& app, Request& request) {
    CLI::App* const list =
        add_command(app, "abonnements", "Lister les abonnements, en ajouter ou en retirer un");
    list->add_flag("--tous", request.ended, "Aussi ceux qui ont pris fin");
    list->add_flag("--json", request.json, "Répondre en JSON");
    CLI::App* const grant = add_command(
        *list,
        "ajouter",
        "Abonner une personne qui l'a demandé : un coordinateur, par exemple"
    );
    grant->add_option("adresse", request.address, "Adresse électronique")
        ->type_name("ADRESSE")
        ->required();
    grant
        ->add_option(
            "--portee",
            request.scope,
            "tout, pays=BF, portail=CLÉ, organisation=UUID, jeu=UUID ou recherche=PARAMÈTRES"
        )
        ->type_name("PORTEE")
        ->required();
    grant->add_option("--role", request.audience, "coordinateur (par défaut), producteur ou abonne")
        ->type_name("ROLE");
    grant
        ->add_option(
            "--frequence",
            request.frequency,
            "immediate (par défaut : le grave tout de suite), quotidienne ou hebdomadaire"
        )
        ->type_name("FREQUENCE");
    grant->add_option("--fuseau", request.time_zone, "Fuseau horaire, Africa/Lagos par exemple")
        ->type_name("FUSEAU");
    add_trace_options(*grant, request, "Pourquoi : gardé dans le journal d'audit");
    CLI::App* const end = add_command(*list, "retirer", "Mettre fin à un abonnement");
    end->add_option("id", request.message, "Numéro de l'abonnement")
        ->type_name("ID")
        ->required()
        ->check(whole_number("un numéro d'abonnement"));
    add_trace_options(*end, request, "Pourquoi : gardé dans le journal d'audit");
    CLI::App* const webhook = add_webhooks(*list, request);
    CLI::App* const invitations = add_invitations(*list, request);
    // The callback of a command comes after those of the commands below it.
    list->callback([grant, end, webhook, invitations, &request] {
        // It said what it is already.
        if (webhook->parsed() || invitations->parsed())
            return;
        request.command = grant->parsed() ? Command::subscription_grant
                          : end->parsed() ? Command::subscription_end
                                          : Command::subscriptions;
    });
}

void add_messages(CLI::App& app, Request& request) {
    CLI::App* const list = add_command(
        app,
        "messages",
        "Lister les messages écrits, en lire un, et traiter les retours"
    );
    list->add_option("--nombre", request.limit, "Lignes affichées (20 par défaut, 1000 au plus)")
        ->type_name("N");
    list->add_flag("--json", request.json, "Répondre en JSON");
    const auto add = [&](const char* name, const char* help) {
        CLI::App* const command = add_command(*list, name, help);
        command->add_option("id", request.message, "Numéro du message")
            ->type_name("ID")
            ->required()
            ->check(whole_number("un numéro de message"));
        command->add_flag("--json", request.json, "Répondre en JSON");
        return command;
    };
    CLI::App* const read = add("lire", "Lire un message");
    CLI::App* const resend = add("renvoyer", "Remettre en file un message qui a échoué");
    CLI::App* const bounce = add_command(
        *list,
        "rebond",
        "Lire sur l'entrée standard un rapport de non-remise ou une plainte"
    );
    bounce->add_option("--destinataire", request.recipient, "Adresse à laquelle il est arrivé")
        ->type_name("ADRESSE");
    bounce->add_flag("--json", request.json, "Répondre en JSON");
    list->callback([read, resend, bounce, &request] {
        request.command = read->parsed()     ? Command::message_read
                          : resend->parsed() ? Command::message_resend
                          : bounce->parsed() ? Command::message_bounce
                                             : Command::messages;
    });
}

} // namespace

void add_mail_commands(CLI::App& app, Request& request) {
    add_subscriptions(app, request);
    add_messages(app, request);
}

} // namespace moisson::cli
