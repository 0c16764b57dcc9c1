// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the files that add commands to the grammar share.
#pragma once

#include "cli/requests.hpp"

#include <CLI/CLI.hpp>

namespace moisson::cli {

// A command of `parent` with a French --help.
CLI::App* add_command(CLI::App& parent, const char* name, const char* help);
// Gives it --json, and makes it the command of the request.
void on_command(CLI::App* command, Request& request, Command value);

// detecter, apercu, plan, importer, and `portails verifier` below the command that lists portals.
void add_rehearsal_commands(CLI::App& app, Request& request);
// rapport.
void add_report_command(CLI::App& app, Request& request);

} // namespace moisson::cli
