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

#include <array>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

namespace moisson::cli {
namespace {

// What opens the database.
struct DatabaseCommand {
    Command command;
    int (*run)(Context& context, const Request& request);
};

constexpr auto database_commands = std::to_array<DatabaseCommand>({
    {Command::portals, show_portals},
    {Command::harvest, request_harvest},
    {Command::runs, show_runs},
    {Command::report, show_report},
    {Command::export_catalogue, export_catalogue},
    {Command::fruitless_searches, show_fruitless_searches},
    {Command::run_approve, decide_held_run},
    {Command::run_refuse, decide_held_run},
    {Command::run_cancel, cancel_open_run},
    {Command::db_migrate, migrate_database},
    {Command::db_status, show_database},
    {Command::db_fingerprint, show_fingerprint},
    {Command::db_compact, compact_database},
    {Command::db_remap, remap_records},
    {Command::db_clusters, show_clusters},
    {Command::db_regroup, regroup_datasets},
    {Command::import_file, import_file},
    {Command::portals_replace, replace_source},
    {Command::raw_record, show_raw_record},
    {Command::correct, correct_records},
    {Command::corrections, show_corrections},
    {Command::correction_proposals, show_proposals},
    {Command::proposal_refuse, refuse_proposal},
    {Command::correction_withdraw, withdraw_correction},
    {Command::take_down, take_down},
    {Command::takedowns, show_takedowns},
    {Command::alerts, show_alerts},
    {Command::alert_acknowledge, acknowledge_alert},
    {Command::alert_snooze, snooze_alert},
    {Command::alerts_approve, approve_alerts},
    {Command::silences, show_silences},
    {Command::silence_add, add_silence},
    {Command::silence_end, end_silence},
    {Command::people, show_people},
    {Command::person_add, add_person},
    {Command::person_disable, disable_person},
    {Command::person_enable, enable_person},
    {Command::tokens, show_tokens},
    {Command::token_create, create_token},
    {Command::token_revoke, revoke_token},
    {Command::audit, show_audit},
    {Command::subscriptions, show_subscriptions},
    {Command::subscription_grant, grant_subscription},
    {Command::subscription_end, end_subscription},
    {Command::invitations, show_invitations},
    {Command::invitation_release, release_invitation},
    {Command::webhooks, show_webhooks},
    {Command::webhook_add, add_webhook},
    {Command::webhook_end, end_webhook},
    {Command::webhook_resume, resume_webhook},
    {Command::webhook_secret, rotate_webhook},
    {Command::webhook_replay, replay_webhook},
    {Command::webhook_deliveries, show_webhook_deliveries},
    {Command::messages, show_messages},
    {Command::message_read, show_message},
    {Command::message_resend, resend_message},
    {Command::message_bounce, read_bounce},
});

int run_with_database(settings::Settings settings, const Request& request, const Output& output) {
    Context context(std::move(settings), output);
    for (const DatabaseCommand& known : database_commands)
        if (known.command == request.command)
            return known.run(context, request);
    return exit_usage;
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
