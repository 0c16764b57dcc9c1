// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson importer: a run like any other, in this process, whose portal is a file.
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/file_client.hpp"
#include "cli/json.hpp"
#include "cli/outside.hpp"
#include "cli/terminal_text.hpp"
#include "harvest/engine.hpp"
#include "harvest/progress.hpp"
#include "telemetry/log.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

namespace moisson::cli {
namespace {

int refuse_connector(const Output& output, const Source& source) {
    fmt::print(
        output.problems,
        "moisson : le connecteur « {} » de la source {} ne lit pas de fichier ; ceux qui le "
        "peuvent : ckan (une fiche JSON par ligne), datajson, dcat, json\n",
        source.connector,
        source.key
    );
    return exit_usage;
}

asio::awaitable<Result<bool>> harvest_claimed(harvest::Engine& engine, store::ClaimedRun run) {
    co_await engine.harvest(std::move(run));
    co_return Result<bool>(true);
}

int report_run(Context& context, RunId id, const Request& request) {
    const auto detail = context.await(context.catalog->run(id));
    if (detail.has_error())
        return report_error(context.output, detail.error());
    if (request.json)
        print_json(context.output, run_json(detail->run));
    else
        fmt::print(
            context.output.out,
            "{}\nPassage {} : moisson passages {}\n",
            terminal_text(harvest::progress_line(detail->run)),
            id.value,
            id.value
        );
    return detail->run.state == RunState::complete ? exit_ok : exit_run_failed;
}

} // namespace

int import_file(Context& context, const Request& request) {
    const auto catalogue = read_catalogue(context.settings, context.output);
    if (!catalogue)
        return exit_configuration;
    const std::string& key = request.sources.front();
    const std::optional<Portal> portal = find_source(catalogue->portals, key);
    if (!portal)
        return unknown_source(context.output, key, catalogue->portals);
    const FileForm form = file_form(portal->sources.front().connector);
    if (form == FileForm::none)
        return refuse_connector(context.output, portal->sources.front());
    Result<net::Body> bytes = read_file(request.subject, context.settings.documents);
    if (bytes.has_error())
        return report_error(context.output, bytes.error());
    const std::string name = std::filesystem::path(request.subject).filename().string();
    auto file = make_file_client(form, name, std::move(bytes.value()));
    if (file.has_error())
        return report_error(context.output, file.error());
    const auto synced = context.await(context.harvests->sync_portals(catalogue->portals));
    if (synced.has_error())
        return report_error(context.output, synced.error());
    Outside outside(context.settings, context.io);
    const auto log = telemetry::make_stderr_logger(outside.timers, telemetry::LogLevel::warning);
    harvest::SilentObserver observer;
    harvest::EngineParts parts;
    parts.store = context.harvests.get();
    parts.http = file.value().get();
    parts.registry = &outside.registry;
    parts.timers = &outside.timers;
    parts.rng = &context.rng;
    parts.log = log.get();
    parts.observer = &observer;
    parts.cpu = outside.cpu.get_executor();
    parts.documents = outside.documents;
    harvest::Engine engine(parts, context.settings.harvest);
    engine.configure(catalogue->portals, catalogue->vocabularies);
    auto begun = context.await(context.harvests->begin_run(
        key,
        RunMode::full,
        "imported from " + name,
        fmt::format("import:{}", ::getpid()),
        context.settings.harvest.lease
    ));
    if (begun.has_error())
        return report_error(context.output, begun.error());
    if (!begun->has_value()) {
        fmt::print(
            context.output.problems,
            "moisson : un passage de la source {} est déjà demandé ou en cours ; attendez sa fin\n",
            key
        );
        return exit_run_failed;
    }
    const RunId id = (*begun)->lease.run;
    auto harvested = harvest_claimed(engine, std::move(**begun));
    const Result<bool> done = context.await(std::move(harvested));
    if (done.has_error())
        return report_error(context.output, done.error());
    return report_run(context, id, request);
}

} // namespace moisson::cli
