// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/command_parts.hpp"

namespace moisson::cli {
namespace {

struct Deed {
    const char* name;
    const char* help;
    // Which run, and what becomes of the motive.
    const char* run;
    const char* motive;
};

constexpr Deed approve_deed = {
    "approuver",
    "Accepter que les jeux qu'un passage suspendu n'a pas vus soient notés manquants",
    "Numéro du passage suspendu",
    "Pourquoi : gardé avec la décision"};
constexpr Deed refuse_deed = {
    "refuser",
    "Garder actifs les jeux qu'un passage suspendu n'a pas vus",
    "Numéro du passage suspendu",
    "Pourquoi : gardé avec la décision"};
constexpr Deed cancel_deed = {
    "annuler",
    "Arrêter un passage qui attend ou qui est en cours ; ce qu'il a enregistré reste",
    "Numéro du passage",
    "Pourquoi : gardé au journal"};

CLI::App* add_deed(CLI::App& runs, Request& request, const Deed& deed) {
    CLI::App* const command = add_command(runs, deed.name, deed.help);
    command->add_option("id", request.run, deed.run)
        ->type_name("ID")
        ->required()
        ->check(whole_number("un numéro de passage"));
    add_trace_options(*command, request, deed.motive);
    return command;
}

} // namespace

void add_runs_command(CLI::App& app, Request& request) {
    CLI::App* const runs =
        add_command(app, "passages", "Lister les passages, ou en montrer un avec ses problèmes");
    runs->add_option("id", request.run, "Numéro du passage")
        ->type_name("ID")
        ->check(whole_number("un numéro de passage"));
    runs->add_option("--source", request.sources, "Ceux de cette source seulement")
        ->type_name("SOURCE")
        ->expected(1);
    runs->add_option("--nombre", request.limit, "Lignes affichées (20 par défaut, 1000 au plus)")
        ->type_name("N");
    runs->add_flag("--suivre", request.follow, "Montrer ceux en cours, jusqu'à Ctrl-C");
    on_command(runs, request, Command::runs);
    CLI::App* const approve = add_deed(*runs, request, approve_deed);
    CLI::App* const refuse = add_deed(*runs, request, refuse_deed);
    CLI::App* const cancel = add_deed(*runs, request, cancel_deed);
    // The callback of a command comes after those of the commands below it.
    runs->callback([approve, refuse, cancel, &request] {
        request.command = approve->parsed()  ? Command::run_approve
                          : refuse->parsed() ? Command::run_refuse
                          : cancel->parsed() ? Command::run_cancel
                                             : Command::runs;
    });
}

} // namespace moisson::cli
