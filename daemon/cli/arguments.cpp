// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Commands, options, help and refusals.
#include "cli/arguments.hpp"

#include "cli/exit_code.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <sstream>

namespace moisson::cli {
namespace {

constexpr const char* footer = "Codes de sortie :\n"
                               "  0  réussite\n"
                               "  1  erreur interne\n"
                               "  2  ligne de commande incorrecte\n"
                               "  3  configuration, portails ou vocabulaires incorrects\n"
                               "  4  base de données injoignable ou schéma incompatible\n"
                               "  5  source ou passage inconnu\n"
                               "  6  un passage attendu (--attendre) n'a pas abouti";

// The words that CLI11 puts in its help.
std::shared_ptr<CLI::Formatter> french_formatter() {
    auto formatter = std::make_shared<CLI::Formatter>();
    formatter->column_width(34);
    formatter->label("Usage", "Utilisation");
    formatter->label("Positionals", "Arguments");
    formatter->label("Options", "Options");
    formatter->label("OPTIONS", "OPTIONS");
    formatter->label("SUBCOMMAND", "COMMANDE");
    formatter->label("SUBCOMMANDS", "COMMANDES");
    formatter->label("TEXT", "TEXTE");
    formatter->label("INT", "NOMBRE");
    formatter->label("UINT", "NOMBRE");
    formatter->label("REQUIRED", "(obligatoire)");
    return formatter;
}

CLI::App* add_command(CLI::App& parent, const char* name, const char* help) {
    CLI::App* const command = parent.add_subcommand(name, help);
    command->group("Commandes");
    command->set_help_flag("-h,--help", "Afficher cette aide");
    return command;
}

void on_command(CLI::App* command, Request& request, Command value) {
    command->add_flag("--json", request.json, "Répondre en JSON");
    command->callback([&request, value] { request.command = value; });
}

void add_portal_commands(CLI::App& app, Request& request, std::string& mode) {
    on_command(
        add_command(app, "portails", "Lister les portails, leurs sources et leur dernier passage"),
        request,
        Command::portals
    );
    CLI::App* const harvest =
        add_command(app, "moissonner", "Demander le moissonnage de sources (toutes par défaut)");
    harvest->add_option("source", request.sources, "Clés des sources")->type_name("SOURCE");
    harvest->add_flag("--attendre", request.wait, "Attendre la fin et montrer la progression");
    harvest->add_option("--mode", mode, "full (par défaut), inventory, delta ou probe")
        ->type_name("MODE");
    on_command(harvest, request, Command::harvest);
    CLI::App* const runs =
        add_command(app, "passages", "Lister les passages, ou en montrer un avec ses anomalies");
    runs->add_option("id", request.run, "Numéro du passage")->type_name("ID");
    runs->add_option("--source", request.sources, "Ceux de cette source seulement")
        ->type_name("SOURCE")
        ->expected(1);
    runs->add_option("--nombre", request.limit, "Lignes affichées (20 par défaut, 1000 au plus)")
        ->type_name("N");
    on_command(runs, request, Command::runs);
}

void add_config_commands(CLI::App& app, Request& request) {
    CLI::App* const config = add_command(app, "config", "Configuration : verifier, afficher");
    config->require_subcommand(1);
    on_command(
        add_command(*config, "verifier", "Vérifier configuration, portails et vocabulaires"),
        request,
        Command::config_check
    );
    on_command(
        add_command(*config, "afficher", "Afficher la configuration effective, secrets masqués"),
        request,
        Command::config_show
    );
}

void add_database_commands(CLI::App& app, Request& request) {
    CLI::App* const base =
        add_command(app, "base", "Base de données : migrer, etat, empreinte, renormaliser");
    base->require_subcommand(1);
    on_command(
        add_command(*base, "migrer", "Mettre le schéma à jour"),
        request,
        Command::db_migrate
    );
    on_command(
        add_command(*base, "etat", "Version du schéma, taille et contenu"),
        request,
        Command::db_status
    );
    on_command(
        add_command(*base, "empreinte", "Empreinte SHA-256 du contenu (comparer deux bases)"),
        request,
        Command::db_fingerprint
    );
    CLI::App* const remap = add_command(
        *base,
        "renormaliser",
        "Normaliser à nouveau les notices conservées, sans le réseau"
    );
    remap->add_option("--source", request.sources, "Cette source seulement")
        ->type_name("SOURCE")
        ->expected(1);
    on_command(remap, request, Command::db_remap);
}

// CLI11 speaks English; the sentence is ours, the word at fault is its.
std::string french_reason(const CLI::Error& error) {
    using CLI::ExitCodes;
    const std::string text = error.what();
    // "...: the words"
    const std::size_t colon = text.find(": ");
    const std::string words = colon == text.npos ? text : text.substr(colon + 2);
    switch (static_cast<ExitCodes>(error.get_exit_code())) {
    case ExitCodes::ExtrasError:
        return "argument inconnu : " + words;
    case ExitCodes::RequiredError:
        return "une commande est attendue";
    case ExitCodes::ConversionError:
    case ExitCodes::ValidationError:
        return "valeur incorrecte (" + words + ")";
    case ExitCodes::ArgumentMismatch:
        return "une valeur manque (" + text.substr(0, colon) + ")";
    default:
        return "ligne incorrecte (" + text + ")";
    }
}

} // namespace

Parsed parse_arguments(int count, const char* const* values, const Output& output) {
    Parsed parsed;
    std::string mode = "full";
    CLI::App app("moisson : la ligne de commande de Moisson", "moisson");
    app.formatter(french_formatter());
    app.set_help_flag("-h,--help", "Afficher cette aide");
    app.set_version_flag("--version", "moisson " MOISSON_VERSION, "Afficher la version");
    app.add_option(
           "-c,--config",
           parsed.request.config,
           "Configuration (par défaut /etc/moisson/moisson.yaml)"
    )
        ->type_name("FICHIER");
    app.require_subcommand(1);
    app.footer(footer);
    add_portal_commands(app, parsed.request, mode);
    add_config_commands(app, parsed.request);
    add_database_commands(app, parsed.request);
    try {
        app.parse(count, values);
    } catch (const CLI::Success& done) {
        std::ostringstream text;
        app.exit(done, text, text);
        fmt::print(output.out, "{}", text.str());
        parsed.exit_code = exit_ok;
        return parsed;
    } catch (const CLI::ParseError& error) {
        fmt::print(
            output.problems,
            "moisson : {}\nEssayez : moisson --help\n",
            french_reason(error)
        );
        parsed.exit_code = exit_usage;
        return parsed;
    }
    const auto known = run_mode_from_string(mode);
    if (known) {
        parsed.request.mode = *known;
    } else {
        fmt::print(
            output.problems,
            "moisson : mode « {} » inconnu ; modes : full, inventory, delta, probe\n",
            mode
        );
        parsed.exit_code = exit_usage;
    }
    return parsed;
}

} // namespace moisson::cli
