// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Arguments and help of moissond.
#include "app/command_line.hpp"

#include "app/version.hpp"

#include <fmt/format.h>

#include <string_view>

namespace moisson::app {

CommandLine parse_command_line(std::span<const char* const> arguments) {
    CommandLine out;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string_view argument = arguments[i];
        if (argument == "--check-config") {
            out.action = Action::check_config;
        } else if (argument == "--dump-config") {
            out.action = Action::dump_config;
        } else if (argument == "--version") {
            out.action = Action::version;
        } else if (argument == "--help" || argument == "--aide" || argument == "-h") {
            out.action = Action::help;
        } else if (argument.starts_with("--config=")) {
            out.config = argument.substr(9);
        } else if ((argument == "--config" || argument == "-c") && i + 1 < arguments.size()) {
            out.config = arguments[++i];
        } else if (argument == "--config" || argument == "-c") {
            out.problem = fmt::format("{} : un fichier est attendu", argument);
        } else {
            out.problem = fmt::format("argument inconnu : {}", argument);
        }
    }
    if (out.config.empty())
        out.problem = "--config : un fichier est attendu";
    return out;
}

std::string help_text() {
    return fmt::format(
        R"(moissond {} : le démon de Moisson (moissonnage, recherche, site et API).

Utilisation : moissond [--config FICHIER] [ACTION]

  -c, --config FICHIER  configuration (par défaut /etc/moisson/moisson.yaml)

Actions (sans action : démarrer) :
  --check-config        vérifier la configuration, les portails et les vocabulaires
  --dump-config         afficher la configuration effective, secrets masqués
  --version             afficher la version
  -h, --help, --aide    afficher cette aide

Signaux :
  SIGTERM, SIGINT       arrêt propre, en 5 secondes au plus (http.drain_time)
  SIGHUP                relire les portails et les vocabulaires

Codes de sortie :
  0  arrêt demandé, ou configuration correcte
  1  erreur interne
  2  ligne de commande incorrecte
  3  configuration, portails ou vocabulaires incorrects
  4  le schéma de la base est plus récent que ce programme
  5  l'adresse d'écoute ne peut pas être prise
)",
        version()
    );
}

} // namespace moisson::app
