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
int follow_runs(Context& context, const Request& request);
int show_report(Context& context, const Request& request);
int export_catalogue(Context& context, const Request& request);
int show_fruitless_searches(Context& context, const Request& request);
int decide_held_run(Context& context, const Request& request);
int cancel_open_run(Context& context, const Request& request);

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

// Also of a configuration that could not be read.
int check_config(
    const settings::LoadedSettings& loaded,
    const Request& request,
    const Output& output
);
int show_config(const settings::Settings& settings, const Request& request, const Output& output);

int migrate_database(Context& context, const Request& request);
int show_database(Context& context, const Request& request);
int show_fingerprint(Context& context, const Request& request);
int show_clusters(Context& context, const Request& request);
int regroup_datasets(Context& context, const Request& request);
int remap_records(Context& context, const Request& request);
int compact_database(Context& context, const Request& request);

int show_raw_record(Context& context, const Request& request);
int correct_records(Context& context, const Request& request);
int show_corrections(Context& context, const Request& request);
int show_proposals(Context& context, const Request& request);
int refuse_proposal(Context& context, const Request& request);
int withdraw_correction(Context& context, const Request& request);
int take_down(Context& context, const Request& request);
int show_takedowns(Context& context, const Request& request);
int show_alerts(Context& context, const Request& request);
int acknowledge_alert(Context& context, const Request& request);
int snooze_alert(Context& context, const Request& request);
int approve_alerts(Context& context, const Request& request);
int show_silences(Context& context, const Request& request);
int add_silence(Context& context, const Request& request);
int end_silence(Context& context, const Request& request);

int show_people(Context& context, const Request& request);
int add_person(Context& context, const Request& request);
int disable_person(Context& context, const Request& request);
int enable_person(Context& context, const Request& request);
int show_tokens(Context& context, const Request& request);
int create_token(Context& context, const Request& request);
int revoke_token(Context& context, const Request& request);
int show_audit(Context& context, const Request& request);

int show_subscriptions(Context& context, const Request& request);
int grant_subscription(Context& context, const Request& request);
int end_subscription(Context& context, const Request& request);
int show_invitations(Context& context, const Request& request);
int release_invitation(Context& context, const Request& request);
int show_webhooks(Context& context, const Request& request);
int add_webhook(Context& context, const Request& request);
int end_webhook(Context& context, const Request& request);
int resume_webhook(Context& context, const Request& request);
int rotate_webhook(Context& context, const Request& request);
int replay_webhook(Context& context, const Request& request);
int show_webhook_deliveries(Context& context, const Request& request);
int show_messages(Context& context, const Request& request);
int show_message(Context& context, const Request& request);
int resend_message(Context& context, const Request& request);
int read_bounce(Context& context, const Request& request);

} // namespace moisson::cli
