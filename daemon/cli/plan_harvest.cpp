// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson plan: the engine over a read-only session.
#include "cli/commands.hpp"
#include "cli/detection_view.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/outside.hpp"
#include "cli/record_view.hpp"
#include "cli/terminal_text.hpp"
#include "harvest/rehearsal.hpp"
#include "i18n/details.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "telemetry/log.hpp"

#include <fmt/format.h>

#include <iterator>

namespace moisson::cli {
namespace {

using harvest::Plan;
using harvest::PlannedRecord;
using harvest::PlannedRename;

Json list_json(const std::vector<PlannedRecord>& records) {
    Json out = Json::array();
    for (const PlannedRecord& record : records) {
        Json item;
        item["remote_id"] = record.remote_id;
        item["title"] = record.title;
        out.push_back(std::move(item));
    }
    return out;
}

Json list_json(const std::vector<PlannedRename>& renames) {
    Json out = Json::array();
    for (const PlannedRename& rename : renames) {
        Json item;
        item["was"] = rename.was;
        item["remote_id"] = rename.remote_id;
        item["title"] = rename.title;
        out.push_back(std::move(item));
    }
    return out;
}

Json plan_json(const Plan& plan) {
    Json out = run_json(plan.run);
    out.erase("id");
    out["known"] = plan.known;
    out["active_before"] = plan.active_before;
    out["vanished"] = plan.vanished;
    out["renames"] = plan.renames;
    out["requests"] = plan.requests;
    out["wire_bytes"] = plan.wire_bytes;
    out["run_issues"] = issues_json(plan.run_issues);
    Json records;
    records["created"] = list_json(plan.created);
    records["updated"] = list_json(plan.updated);
    records["revived"] = list_json(plan.revived);
    records["renamed"] = list_json(plan.renamed);
    records["missing"] = list_json(plan.missing);
    records["archived"] = list_json(plan.archived);
    records["unseen"] = list_json(plan.unseen);
    out["records"] = std::move(records);
    return out;
}

void add_rest(std::string& out, std::size_t shown, std::int64_t total) {
    const std::int64_t left = total - static_cast<std::int64_t>(shown);
    if (left > 0)
        fmt::format_to(std::back_inserter(out), "  … {} de plus\n", i18n::number(left));
}

void add_list(
    std::string& out,
    std::string_view title,
    char mark,
    const std::vector<PlannedRecord>& records,
    std::int64_t total
) {
    if (records.empty())
        return;
    fmt::format_to(std::back_inserter(out), "\n{} ({}) :\n", title, i18n::number(total));
    for (const PlannedRecord& record : records)
        fmt::format_to(
            std::back_inserter(out),
            "  {} {}  {}\n",
            mark,
            terminal_text(record.remote_id),
            terminal_text(record.title)
        );
    add_rest(out, records.size(), total);
}

void add_renames(std::string& out, const Plan& plan) {
    if (plan.renamed.empty())
        return;
    fmt::format_to(
        std::back_inserter(out),
        "\nSous un nouvel identifiant ({}) :\n",
        i18n::number(plan.renames)
    );
    for (const PlannedRename& rename : plan.renamed)
        fmt::format_to(
            std::back_inserter(out),
            "  = {} → {}  {}\n",
            terminal_text(rename.was),
            terminal_text(rename.remote_id),
            terminal_text(rename.title)
        );
    add_rest(out, plan.renamed.size(), plan.renames);
}

std::string fate_text(const Plan& plan) {
    const RunCounts& counts = plan.run.counts;
    if (plan.run.stopped_at_arrivals())
        return "trop de nouvelles fiches d'un coup : le passage serait retenu, rien ne "
               "disparaîtrait";
    if (plan.vanished == 0)
        return "aucun jeu ne disparaîtrait";
    const std::string gone = i18n::count(plan.vanished, "jeu manquant", "jeux manquants");
    if (plan.run.state == RunState::held)
        return gone + " : le passage serait retenu, rien ne disparaîtrait";
    return fmt::format(
        "{} : {} à noter manquants, {} à archiver",
        gone,
        i18n::number(counts.missing),
        i18n::number(counts.archived)
    );
}

std::string plan_text(const Plan& plan) {
    const RunCounts& counts = plan.run.counts;
    std::string out = fmt::format(
        "{} : le passage serait {}{}\n"
        "  lu par     {}{}, {}\n",
        plan.run.source_key,
        i18n::run_state_label(to_string(plan.run.state)),
        plan.known ? "" : " (premier passage de cette source)",
        i18n::run_mode_label(to_string(plan.run.mode)),
        plan.run.mode_reason.empty() ? std::string()
                                     : " (" + i18n::phrase_text(plan.run.mode_reason) + ")",
        i18n::count(plan.requests, "requête", "requêtes")
    );
    fmt::format_to(
        std::back_inserter(out),
        "  reçus      {}{} en {}\n"
        "  à créer    {}\n"
        "  à changer  {}, et {} à normaliser autrement\n"
        "  inchangés  {}\n"
        "  revenus    {}\n"
        "  renommés   {}\n"
        "  retraits   {}\n"
        "  actifs     {} avant le passage\n",
        i18n::number(counts.received),
        plan.run.advertised_count ? " sur " + i18n::number(*plan.run.advertised_count) + " annoncés"
                                  : std::string(),
        i18n::count(counts.pages, "page", "pages"),
        i18n::number(counts.created),
        i18n::number(counts.updated),
        i18n::number(counts.remapped),
        i18n::number(counts.unchanged),
        i18n::number(counts.revived),
        i18n::number(plan.renames),
        fate_text(plan),
        i18n::number(plan.active_before)
    );
    add_list(out, "À créer", '+', plan.created, counts.created);
    add_list(out, "À changer", '~', plan.updated, counts.updated);
    add_list(out, "De retour", '^', plan.revived, counts.revived);
    add_renames(out, plan);
    if (plan.run.state == RunState::held)
        add_list(out, "Manquants, gardés jusqu'à une décision", '-', plan.unseen, plan.vanished);
    add_list(out, "Manquants", '-', plan.missing, counts.missing);
    add_list(out, "À archiver", 'x', plan.archived, counts.archived);
    if (!plan.run_issues.empty())
        out += "\nLe passage dirait :\n" + issues_text(plan.run_issues);
    if (!plan.run.issues.empty())
        out += "\nProblèmes par code :\n";
    for (const auto& [code, count] : plan.run.issues)
        fmt::format_to(std::back_inserter(out), "    {} {}\n", code, i18n::number(count));
    return out + "\nRien n'a été écrit.\n";
}

} // namespace

int plan_harvest(const settings::Settings& settings, const Request& request, const Output& output) {
    const auto catalogue = read_catalogue(settings, output);
    if (!catalogue)
        return exit_configuration;
    std::optional<Portal> portal = find_source(catalogue->portals, request.subject);
    if (!portal)
        return unknown_source(output, request.subject, catalogue->portals);
    store::DatabaseOptions options = settings.db.options;
    options.application_name = "moisson plan";
    options.connections = 1;
    options.read_only = true;
    store::Database database(options);
    asio::io_context io{1};
    Outside outside(settings, io);
    const auto known = store::make_harvest_store(database);
    const auto datasets = store::make_source_datasets(database);
    auto records = outside.await(store::read_source_records(database, request.subject));
    if (records.has_error())
        return report_error(output, records.error());
    const auto log = telemetry::make_stderr_logger(outside.timers, telemetry::LogLevel::error);
    harvest::SilentObserver observer;
    harvest::EngineParts parts;
    parts.store = known.get();
    parts.http = outside.http.get();
    parts.registry = &outside.registry;
    parts.timers = &outside.timers;
    parts.rng = &outside.rng;
    parts.log = log.get();
    parts.observer = &observer;
    parts.cpu = outside.cpu.get_executor();
    parts.documents = outside.documents;
    auto rehearsal = harvest::rehearse(
        parts,
        settings.harvest,
        std::move(*portal),
        harvest::make_recipes(catalogue->vocabularies),
        std::move(records.value()),
        datasets.get()
    );
    const auto plan = outside.await(std::move(rehearsal));
    if (plan.has_error())
        return report_error(output, plan.error());
    if (request.json)
        print_json(output, plan_json(*plan));
    else
        fmt::print(output.out, "{}", plan_text(*plan));
    return plan->run.state == RunState::complete ? exit_ok : exit_run_failed;
}

} // namespace moisson::cli
