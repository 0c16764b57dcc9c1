// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The commands. Each returns an ExitCode.
#pragma once

#include "cli/context.hpp"
#include "cli/requests.hpp"

namespace moisson::cli {

int show_portals(Context& context, const Request& request);
int request_harvest(Context& context, const Request& request);
int show_runs(Context& context, const Request& request);
int show_report(Context& context, const Request& request);
int export_catalogue(Context& context, const Request& request);
int show_fruitless_searches(Context& context, const Request& request);
int decide_held_run(Context& context, const Request& request);

// They open no database, or a read-only session of it.
int detect_address(
    const settings::Settings& settings,
    const Request& request,
    const Output& output
);
int preview_source(
    const settings::Settings& settings,
    const Request& request,
    const Output& output
);
int plan_harvest(const settings::Settings& settings, const Request& request, const Output& output);
int check_portals(const settings::Settings& settings, const Request& request, const Output& output);
int replace_source(Context& context, const Request& request);
int import_file(Context& context, const Request& request);

int check_config(const settings::Settings& settings, const Request& request, const Output& output);
int show_config(const settings::Settings& settings, const Request& request, const Output& output);

int migrate_database(Context& context, const Request& request);
int show_database(Context& context, const Request& request);
int show_fingerprint(Context& context, const Request& request);
int show_clusters(Context& context, const Request& request);
int regroup_datasets(Context& context, const Request& request);
int remap_records(Context& context, const Request& request);
int compact_database(Context& context, const Request& request);

int correct_records(Context& context, const Request& request);
int show_corrections(Context& context, const Request& request);
int withdraw_correction(Context& context, const Request& request);
int take_down(Context& context, const Request& request);
int show_takedowns(Context& context, const Request& request);

} // namespace moisson::cli
