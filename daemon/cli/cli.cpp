// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Arguments, then settings, then the command.
#include "cli/cli.hpp"

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"

#include <fmt/format.h>

#include <exception>
#include <filesystem>

namespace moisson::cli {
namespace {

int run_with_database(settings::Settings settings, const Request& request, const Output& output) {
    Context context(std::move(settings), output);
    switch (request.command) {
    case Command::portals:
        return show_portals(context, request);
    case Command::harvest:
        return request_harvest(context, request);
    case Command::runs:
        return show_runs(context, request);
    case Command::run_approve:
    case Command::run_refuse:
        return decide_held_run(context, request);
    case Command::db_migrate:
        return migrate_database(context, request);
    case Command::db_status:
        return show_database(context, request);
    case Command::db_fingerprint:
        return show_fingerprint(context, request);
    case Command::db_remap:
        return remap_records(context, request);
    case Command::import_file:
        return import_file(context, request);
    default:
        return exit_usage;
    }
}

// An address can be looked at before anything is installed.
settings::LoadedSettings load(const Request& request) {
    const bool installed = request.config != Request().config ||
                           std::filesystem::exists(request.config) ||
                           request.command != Command::detect;
    if (installed)
        return settings::load_settings(request.config, settings::process_environment());
    return settings::parse_settings("", request.config, settings::process_environment());
}

int run_request(const Request& request, const Output& output) {
    settings::LoadedSettings loaded = load(request);
    if (!loaded.ok()) {
        fmt::print(output.problems, "{}", settings::to_string(loaded.problems));
        return exit_configuration;
    }
    if (request.command == Command::config_check)
        return check_config(loaded.settings, request, output);
    if (request.command == Command::config_show)
        return show_config(loaded.settings, request, output);
    switch (request.command) {
    case Command::detect:
        return detect_address(loaded.settings, request, output);
    case Command::preview:
        return preview_source(loaded.settings, request, output);
    case Command::plan:
        return plan_harvest(loaded.settings, request, output);
    case Command::portals_check:
        return check_portals(loaded.settings, request, output);
    default:
        return run_with_database(std::move(loaded.settings), request, output);
    }
}

} // namespace

int run_cli(int count, const char* const* values, std::FILE* out, std::FILE* problems) {
    const Output output{out, problems};
    try {
        const Parsed parsed = parse_arguments(count, values, output);
        return parsed.exit_code ? *parsed.exit_code : run_request(parsed.request, output);
    } catch (const std::exception& error) {
        fmt::print(problems, "moisson : erreur interne : {}\n", error.what());
        return exit_internal;
    }
}

} // namespace moisson::cli
