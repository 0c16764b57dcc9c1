// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Arguments, then settings, then the command.
#include "cli/cli.hpp"

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/schema_gate.hpp"
#include "i18n/details.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <system_error>

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
    case Command::report:
        return show_report(context, request);
    case Command::export_catalogue:
        return export_catalogue(context, request);
    case Command::fruitless_searches:
        return show_fruitless_searches(context, request);
    case Command::run_approve:
    case Command::run_refuse:
        return decide_held_run(context, request);
    case Command::run_cancel:
        return cancel_open_run(context, request);
    case Command::db_migrate:
        return migrate_database(context, request);
    case Command::db_status:
        return show_database(context, request);
    case Command::db_fingerprint:
        return show_fingerprint(context, request);
    case Command::db_compact:
        return compact_database(context, request);
    case Command::db_remap:
        return remap_records(context, request);
    case Command::db_clusters:
        return show_clusters(context, request);
    case Command::db_regroup:
        return regroup_datasets(context, request);
    case Command::import_file:
        return import_file(context, request);
    case Command::portals_replace:
        return replace_source(context, request);
    case Command::raw_record:
        return show_raw_record(context, request);
    case Command::correct:
        return correct_records(context, request);
    case Command::corrections:
        return show_corrections(context, request);
    case Command::correction_proposals:
        return show_proposals(context, request);
    case Command::proposal_refuse:
        return refuse_proposal(context, request);
    case Command::correction_withdraw:
        return withdraw_correction(context, request);
    case Command::take_down:
        return take_down(context, request);
    case Command::takedowns:
        return show_takedowns(context, request);
    case Command::alerts:
        return show_alerts(context, request);
    case Command::alert_acknowledge:
        return acknowledge_alert(context, request);
    case Command::alert_snooze:
        return snooze_alert(context, request);
    case Command::alerts_approve:
        return approve_alerts(context, request);
    case Command::silences:
        return show_silences(context, request);
    case Command::silence_add:
        return add_silence(context, request);
    case Command::silence_end:
        return end_silence(context, request);
    case Command::people:
        return show_people(context, request);
    case Command::person_add:
        return add_person(context, request);
    case Command::person_disable:
        return disable_person(context, request);
    case Command::person_enable:
        return enable_person(context, request);
    case Command::tokens:
        return show_tokens(context, request);
    case Command::token_create:
        return create_token(context, request);
    case Command::token_revoke:
        return revoke_token(context, request);
    case Command::audit:
        return show_audit(context, request);
    case Command::subscriptions:
        return show_subscriptions(context, request);
    case Command::subscription_grant:
        return grant_subscription(context, request);
    case Command::subscription_end:
        return end_subscription(context, request);
    case Command::invitations:
        return show_invitations(context, request);
    case Command::invitation_release:
        return release_invitation(context, request);
    case Command::webhooks:
        return show_webhooks(context, request);
    case Command::webhook_add:
        return add_webhook(context, request);
    case Command::webhook_end:
        return end_webhook(context, request);
    case Command::webhook_resume:
        return resume_webhook(context, request);
    case Command::webhook_secret:
        return rotate_webhook(context, request);
    case Command::webhook_replay:
        return replay_webhook(context, request);
    case Command::webhook_deliveries:
        return show_webhook_deliveries(context, request);
    case Command::messages:
        return show_messages(context, request);
    case Command::message_read:
        return show_message(context, request);
    case Command::message_resend:
        return resend_message(context, request);
    case Command::message_bounce:
        return read_bounce(context, request);
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
    // Who asks for JSON what is wrong gets that, and not words.
    const bool told_in_json = request.command == Command::config_check && request.json;
    if (!loaded.ok() && !told_in_json) {
        fmt::print(output.problems, "{}", settings::to_string(loaded.problems));
        if (request.config == Request().config && !std::filesystem::exists(request.config))
            fmt::print(
                output.problems,
                "Moisson n'est pas installée ici. Après « make run » : moisson --config "
                "var/demo/moisson.yaml ...\n"
            );
        return exit_configuration;
    }
    if (request.command == Command::config_check)
        return check_config(loaded, request, output);
    if (request.command == Command::config_show)
        return show_config(loaded.settings, request, output);
    switch (request.command) {
    case Command::detect:
        return detect_address(loaded.settings, request, output);
    case Command::preview:
        return preview_source(loaded.settings, request, output);
    case Command::portals_check:
        return check_portals(loaded.settings, request, output);
    default:
        break;
    }
    // These two say what is wrong with the schema and mend it; every other command wants it right.
    if (request.command != Command::db_migrate && request.command != Command::db_status)
        if (const auto refused = refuse_schema(loaded.settings, output))
            return *refused;
    if (request.command == Command::plan)
        return plan_harvest(loaded.settings, request, output);
    return run_with_database(std::move(loaded.settings), request, output);
}

// An answer that could not be written must not look like one: behind `--json >file`, on a full
// disk, nobody reads the screen. `why`: errno of a failure met before.
int written(int code, const Output& output, int why) {
    errno = 0;
    const bool flushed = std::fflush(output.out) == 0;
    if (why == 0)
        why = errno;
    if (flushed && std::ferror(output.out) == 0)
        return code;
    std::string text = "moisson : la réponse n'a pas pu être écrite";
    if (why != 0)
        text +=
            " : " + i18n::detail_text(Code::internal_error, std::generic_category().message(why));
    // Not fmt::print, which throws where nothing can be written either.
    std::fputs((text + "\n").c_str(), output.problems);
    return exit_internal;
}

int answer(int count, const char* const* values, const Output& output, int& why) {
    try {
        const Parsed parsed = parse_arguments(count, values, output);
        return parsed.exit_code ? *parsed.exit_code : run_request(parsed.request, output);
    } catch (const std::system_error& error) {
        // Said by written().
        if (std::ferror(output.out) != 0)
            why = error.code().value();
        else
            fmt::print(output.problems, "moisson : erreur interne : {}\n", error.what());
    } catch (const std::exception& error) {
        fmt::print(output.problems, "moisson : erreur interne : {}\n", error.what());
    }
    return exit_internal;
}

} // namespace

int run_cli(int count, const char* const* values, std::FILE* out, std::FILE* problems) {
    const Output output{out, problems};
    int why = 0;
    const int code = answer(count, values, output, why);
    return written(code, output, why);
}

} // namespace moisson::cli
