// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Chooses what to do, reads the configuration, hands over to the lifecycle.
#include "app/daemon.hpp"

#include "app/command_line.hpp"
#include "app/exit_code.hpp"
#include "app/lifecycle.hpp"
#include "app/version.hpp"
#include "i18n/format.hpp"
#include "settings/catalogue.hpp"
#include "settings/settings.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <system_error>

namespace moisson::app {
namespace {

int check_config(const settings::Settings& settings) {
    const settings::Catalogue catalogue =
        settings::load_catalogue(settings, settings::process_environment());
    if (!catalogue.ok()) {
        fmt::print(stderr, "{}", settings::to_string(catalogue.problems));
        return exit_configuration;
    }
    std::int64_t sources = 0;
    for (const Portal& portal : catalogue.portals)
        sources += std::ssize(portal.sources);
    fmt::print(
        "Configuration correcte : {}, {}.\n",
        i18n::count(std::ssize(catalogue.portals), "portail", "portails"),
        i18n::count(sources, "source", "sources")
    );
    return exit_ok;
}

int run_action(const CommandLine& line) {
    const settings::LoadedSettings loaded =
        settings::load_settings(line.config, settings::process_environment());
    if (!loaded.ok()) {
        fmt::print(stderr, "{}", settings::to_string(loaded.problems));
        return exit_configuration;
    }
    for (const settings::Problem& warning : loaded.warnings)
        fmt::print(stderr, "moissond : attention : {}\n", settings::to_string(warning));
    if (line.action == Action::dump_config) {
        fmt::print("{}", settings::dump_settings(loaded.settings));
        return exit_ok;
    }
    if (line.action == Action::check_config)
        return check_config(loaded.settings);
    // Whoever reads our log may go away; a failed write must not end the daemon.
    std::signal(SIGPIPE, SIG_IGN);
    // A file that may not grow is an error of its writer, and not the end of the process.
    std::signal(SIGXFSZ, SIG_IGN);
    return serve(loaded.settings);
}

} // namespace

int run_daemon(int count, const char* const* values) {
    const CommandLine line = parse_command_line(std::span<const char* const>(
        values + 1,
        static_cast<std::size_t>(count > 0 ? count - 1 : 0)
    ));
    if (line.problem) {
        fmt::print(stderr, "moissond : {}\nEssayez : moissond --help\n", *line.problem);
        return exit_usage;
    }
    if (line.action == Action::help || line.action == Action::version) {
        fmt::print(
            "{}",
            line.action == Action::help
                ? help_text()
                : fmt::format("moissond {}{}{}\n", version(), commit().empty() ? "" : " ", commit())
        );
        return exit_ok;
    }
    try {
        return run_action(line);
    } catch (const std::exception& error) {
        fmt::print(stderr, "moissond : erreur interne : {}\n", error.what());
        return exit_internal;
    }
}

} // namespace moisson::app
