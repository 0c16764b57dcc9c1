// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Commands, options, help and refusals.
#include "cli/arguments.hpp"

#include "cli/command_parts.hpp"
#include "cli/exit_code.hpp"
#include "cli/terminal_text.hpp"
#include "cli/unknown_name.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <sstream>
#include <vector>

namespace moisson::cli {
namespace {

constexpr int rows_shown_max = 1'000;
constexpr const char* footer =
    "Codes de sortie :\n"
    "  0  réussite\n"
    "  1  erreur interne\n"
    "  2  ligne de commande incorrecte\n"
    "  3  configuration, portails ou vocabulaires incorrects\n"
    "  4  base de données injoignable ou schéma incompatible\n"
    "  5  source, passage, jeu de données ou correction inconnus\n"
    "  6  un passage attendu (--attendre, plan, importer) n'a pas abouti\n"
    "  7  detecter, apercu, importer : aucun catalogue lisible ; portails\n"
    "     verifier : un portail demande votre attention\n"
    "  130  importer : interrompu (Ctrl-C)";

// French puts a space before the colon.
class FrenchFormatter final : public CLI::Formatter {
public:
    std::string
    make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override {
        const std::string plain = CLI::Formatter::make_help(app, std::move(name), mode);
        std::string out;
        for (std::size_t at = 0; at < plain.size();) {
            const std::size_t end = std::min(plain.find('\n', at), plain.size());
            std::string line = plain.substr(at, end - at);
            at = end + 1;
            const std::size_t colon = line.find(':');
            const bool is_title = colon != line.npos && colon > 0 && line[colon - 1] != ' ' &&
                                  (colon + 1 == line.size() || line.starts_with("Utilisation:"));
            if (is_title)
                line.insert(colon, " ");
            out += line + "\n";
        }
        return out;
    }
};

// The words that CLI11 puts in its help.
std::shared_ptr<CLI::Formatter> french_formatter() {
    auto formatter = std::make_shared<FrenchFormatter>();
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
    harvest->add_option("--mode", mode, "auto (par défaut), complet, inventaire, delta ou sonde")
        ->type_name("MODE");
    harvest->add_option("--auteur", request.author, "Qui le demande (par défaut, votre compte)")
        ->type_name("NOM");
    on_command(harvest, request, Command::harvest);
    add_runs_command(app, request);
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
    CLI::App* const base = add_command(
        app,
        "base",
        "Base de données : migrer, etat, empreinte, compacter, renormaliser, grappes, regrouper"
    );
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
    on_command(
        add_command(
            *base,
            "compacter",
            "Mieux comprimer les fiches d'origine (moissond le fait toutes les heures)"
        ),
        request,
        Command::db_compact
    );
    CLI::App* const remap = add_command(
        *base,
        "renormaliser",
        "Normaliser à nouveau les fiches conservées, sans le réseau"
    );
    remap->add_option("--source", request.sources, "Cette source seulement")
        ->type_name("SOURCE")
        ->expected(1);
    on_command(remap, request, Command::db_remap);
    CLI::App* const clusters =
        add_command(*base, "grappes", "Les jeux de données publiés par plusieurs portails");
    clusters
        ->add_option("--nombre", request.limit, "Grappes affichées (20 par défaut, 1000 au plus)")
        ->type_name("N");
    on_command(clusters, request, Command::db_clusters);
    on_command(
        add_command(*base, "regrouper", "Chercher à nouveau les jeux publiés plusieurs fois"),
        request,
        Command::db_regroup
    );
}

// The command that was being read when the line stopped making sense.
const CLI::App& deepest(const CLI::App& app) {
    const CLI::App* at = &app;
    for (auto inner = at->get_subcommands(); !inner.empty(); inner = at->get_subcommands())
        at = inner.front();
    return *at;
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(command->get_name());
    return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* at = &app; at != nullptr; at = at->get_parent())
        for (const CLI::Option* option : at->get_options())
            for (const std::string& name : option->get_lnames())
                names.push_back("--" + name);
    return names;
}

// What the first word that nobody wanted is, and what it may have been meant to be.
std::string unknown_word(const CLI::App& app, const std::string& word) {
    const CLI::App& place = deepest(app);
    if (word.starts_with("-")) {
        const std::string option = word.substr(0, word.find('='));
        if (&place != &app && app.get_option_no_throw(option) != nullptr)
            return fmt::format("« {} » se met avant la commande", option);
        return unknown_name("option inconnue", option, option_names(place));
    }
    const std::vector<std::string> commands = command_names(place);
    return commands.empty() ? fmt::format("argument de trop : « {} »", word)
                            : unknown_name("commande inconnue", word, commands);
}

// "id = douze" -> "« douze » ne convient pas pour id".
std::string wrong_value(const std::string& words) {
    const std::size_t equals = words.find(" = ");
    if (equals == words.npos)
        return fmt::format("valeur incorrecte : {}", words);
    return fmt::format(
        "« {} » ne convient pas pour {}",
        words.substr(equals + 3),
        words.substr(0, equals)
    );
}

// CLI11 speaks English; the sentence is ours, the word at fault is its.
std::string french_reason(const CLI::Error& error, const CLI::App& app) {
    using CLI::ExitCodes;
    const std::string text = error.what();
    // "...: the words"
    const std::size_t colon = text.find(": ");
    const std::string words = colon == text.npos ? text : text.substr(colon + 2);
    // CLI11 misses a command before it minds the word that stands in its place.
    const std::vector<std::string> left = app.remaining(true);
    switch (static_cast<ExitCodes>(error.get_exit_code())) {
    case ExitCodes::ExtrasError:
    case ExitCodes::RequiredError:
        if (!left.empty())
            return unknown_word(app, left.front());
        if (command_names(deepest(app)).empty())
            return missing_argument(deepest(app), text.substr(0, text.find(" is required")));
        return "une commande est attendue : " +
               fmt::format("{}", fmt::join(command_names(deepest(app)), ", "));
    case ExitCodes::ValidationError:
        // Our own sentences, behind the name of the argument.
        return text.starts_with("id: ") ? words : wrong_value(words);
    case ExitCodes::ConversionError:
        return wrong_value(words);
    case ExitCodes::ArgumentMismatch:
        return fmt::format("une valeur manque après {}", text.substr(0, text.find_first_of(": ")));
    default:
        return "ligne incorrecte (" + text + ")";
    }
}

std::optional<std::string> out_of_bounds(const Request& request) {
    if (request.json && request.changes)
        return "--json et --changements ne vont pas ensemble";
    if (request.json && (request.csv || request.follow))
        return fmt::format("--json et {} ne vont pas ensemble", request.csv ? "--csv" : "--suivre");
    if (request.limit < 1 || request.limit > rows_shown_max)
        return fmt::format(
            "--nombre : un nombre de 1 à {} est attendu, pas {}",
            rows_shown_max,
            request.limit
        );
    return std::nullopt;
}

// As people say it, or as the API does.
std::optional<RunMode> mode_from_word(const std::string& word) {
    if (word == "complet")
        return RunMode::full;
    if (word == "inventaire")
        return RunMode::inventory;
    if (word == "sonde")
        return RunMode::probe;
    return run_mode_from_string(word);
}

// The help of the command that was meant: "moisson passages --help".
int refuse(const Output& output, const std::string& why, const CLI::App& app) {
    std::string command;
    for (const CLI::App* at = &deepest(app); at->get_parent() != nullptr; at = at->get_parent())
        command.insert(0, " " + at->get_name());
    fmt::print(
        output.problems,
        "moisson : {}\nEssayez : moisson{} --help\n",
        terminal_text(why),
        command
    );
    return exit_usage;
}

} // namespace

CLI::Validator whole_number(const char* what) {
    const auto check = [what](const std::string& text) {
        constexpr std::size_t digits_max = 18;
        const bool digits = !text.empty() && text.find_first_not_of("0123456789") == text.npos;
        if (digits && text.size() <= digits_max && text.find_first_not_of('0') != text.npos)
            return std::string();
        return fmt::format("{} est attendu, pas « {} »", what, text);
    };
    return CLI::Validator(check, "");
}

void add_trace_options(CLI::App& command, Request& request, const char* motive) {
    command.add_option("--motif", request.motive, motive)->type_name("TEXTE")->required();
    add_author(command, request);
}

CLI::App* add_command(CLI::App& parent, const char* name, const char* help) {
    CLI::App* const command = parent.add_subcommand(name, help);
    command->group("Commandes");
    command->set_help_flag("-h,--help,--aide", "Afficher cette aide");
    return command;
}

void on_command(CLI::App* command, Request& request, Command value) {
    command->add_flag("--json", request.json, "Répondre en JSON");
    command->callback([&request, value] { request.command = value; });
}

Parsed parse_arguments(int count, const char* const* values, const Output& output) {
    Parsed parsed;
    std::string mode = "auto";
    CLI::App app("moisson : la ligne de commande de Moisson", "moisson");
    app.formatter(french_formatter());
    app.set_help_flag("-h,--help,--aide", "Afficher cette aide");
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
    add_report_command(app, parsed.request);
    add_export_commands(app, parsed.request);
    add_config_commands(app, parsed.request);
    add_database_commands(app, parsed.request);
    add_rehearsal_commands(app, parsed.request);
    add_curation_commands(app, parsed.request);
    add_alert_commands(app, parsed.request);
    add_people_commands(app, parsed.request);
    add_mail_commands(app, parsed.request);
    try {
        app.parse(count, values);
    } catch (const CLI::Success& done) {
        std::ostringstream text;
        app.exit(done, text, text);
        fmt::print(output.out, "{}", text.str());
        parsed.exit_code = exit_ok;
        return parsed;
    } catch (const CLI::ParseError& error) {
        parsed.exit_code = refuse(output, french_reason(error, app), app);
        return parsed;
    }
    if (const auto why = out_of_bounds(parsed.request)) {
        parsed.exit_code = refuse(output, *why, app);
        return parsed;
    }
    const auto known = mode_from_word(mode);
    if (known) {
        parsed.request.mode = *known;
    } else {
        parsed.exit_code = refuse(
            output,
            unknown_name("mode inconnu", mode, {"auto", "complet", "inventaire", "delta", "sonde"}),
            app
        );
    }
    return parsed;
}

} // namespace moisson::cli
