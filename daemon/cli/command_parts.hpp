// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the files that add commands to the grammar share.
#pragma once

#include "cli/requests.hpp"

#include <CLI/CLI.hpp>

#include <string>

namespace moisson::cli {

// A command of `parent` with a French --help.
CLI::App* add_command(CLI::App& parent, const char* name, const char* help);
// Gives it --json, and makes it the command of the request.
void on_command(CLI::App* command, Request& request, Command value);

// brut, corriger, corrections, retirer, retraits.
void add_curation_commands(CLI::App& app, Request& request);

// A number of a run or of a correction, as text: one too large for us would come out as another.
CLI::Validator whole_number(const char* what);
// A number from `least` to `most`: CLI11's own check of a range speaks English.
CLI::Validator between(int least, int most);

// --motif, --auteur and --json of a command that leaves a trace.
void add_trace_options(CLI::App& command, Request& request, const char* motive);
// --auteur and --json of one that leaves a trace without a motive.
void add_author(CLI::App& command, Request& request);

// "il manque un argument : adresse (Accueil, sous-dossier, API ou document)"
std::string missing_argument(const CLI::App& command, const std::string& name);

// detecter, apercu, plan, importer, `portails verifier` and `portails remplacer` below the command
// that lists portals.
void add_rehearsal_commands(CLI::App& app, Request& request);
// alertes, silences.
void add_alert_commands(CLI::App& app, Request& request);
// personnes, jetons, audit.
void add_people_commands(CLI::App& app, Request& request);
// abonnements, messages.
void add_mail_commands(CLI::App& app, Request& request);
// exporter, recherches.
void add_export_commands(CLI::App& app, Request& request);
// passages, with approuver, refuser and annuler below it.
void add_runs_command(CLI::App& app, Request& request);
// rapport.
void add_report_command(CLI::App& app, Request& request);

} // namespace moisson::cli
