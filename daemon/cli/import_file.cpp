// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson importer: a run like any other, in this process, whose portal is a file.
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/file_client.hpp"
#include "cli/interruptible.hpp"
#include "cli/json.hpp"
#include "cli/outside.hpp"
#include "cli/terminal_text.hpp"
#include "harvest/engine.hpp"
#include "harvest/progress.hpp"
#include "telemetry/log.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <utility>

namespace moisson::cli {
namespace {

int refuse_connector(const Output& output, const Source& source) {
    fmt::print(
        output.problems,
        "moisson : le connecteur « {} » de la source {} ne lit pas de fichier ; ceux qui le "
        "peuvent : ckan (fiches JSON), datajson, dcat, json, udata (catalogue CSV ou fiches "
        "JSON)\n",
        source.connector,
        source.key
    );
    return exit_usage;
}

int refuse_resources(const Output& output, const Source& source) {
    fmt::print(
        output.problems,
        "moisson : --ressources va avec l'export d'un udata ; la source {} est lue par le "
        "connecteur « {} »\n",
        source.key,
        source.connector
    );
    return exit_usage;
}

// What is wrong with a file is no fault of the program.
int report_file_error(const Output& output, const Error& error) {
    const int code = report_error(output, error);
    return code == exit_internal ? exit_attention : code;
}

// One file is one answer: a description of several pages or addresses is read as of one.
void take_as_one_answer(Source& source) {
    source.json.paging = JsonPaging::none;
    source.json.detail.clear();
    if (source.json.list.size() > 1)
        source.json.list.resize(1);
    // Nothing is asked of the network; what the file lacks is told.
    source.rdf.contexts.clear();
}

asio::awaitable<void> harvest_claimed(harvest::Engine& engine, store::ClaimedRun run) {
    co_await engine.harvest(std::move(run));
}

asio::awaitable<Result<kit::Probe>> probe(kit::Connector& connector) {
    Result<kit::Probe> answer = co_await connector.probe();
    co_return answer;
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

int report_interruption(Context& context, RunId id, const Request& request) {
    report_run(context, id, request);
    fmt::print(
        context.output.problems,
        "moisson : import interrompu ; les pages enregistrées le restent et rien n’est retiré. "
        "Relancez la même commande pour lire tout le fichier.\n"
    );
    return exit_interrupted;
}

// The file in hand and what it needs to be harvested.
struct Import {
    std::string name;
    Source source;
    std::vector<Portal> portals;
    std::shared_ptr<const normalise::Vocabularies> vocabularies;
    std::unique_ptr<net::HttpClient> file;
};

// Nothing is begun for a file that its connector cannot read.
Result<void> try_file(Import& import, Outside& outside) {
    kit::Services services = outside.services();
    services.http = import.file.get();
    Result<std::unique_ptr<kit::Connector>> connector =
        outside.registry.make(import.source, services);
    if (connector.has_error())
        return connector.error();
    const Result<kit::Probe> answer = outside.await(probe(**connector));
    return answer.has_error() ? Result<void>(answer.error()) : Result<void>();
}

int harvest_file(Context& context, Import& import, Outside& outside, const Request& request) {
    const auto log = telemetry::make_stderr_logger(outside.timers, telemetry::LogLevel::warning);
    harvest::SilentObserver observer;
    harvest::EngineParts parts;
    parts.store = context.harvests.get();
    parts.http = import.file.get();
    parts.registry = &outside.registry;
    parts.timers = &outside.timers;
    parts.rng = &context.rng;
    parts.log = log.get();
    parts.observer = &observer;
    parts.cpu = outside.cpu.get_executor();
    parts.documents = outside.documents;
    harvest::Engine engine(parts, context.settings.harvest);
    engine.configure(std::move(import.portals), import.vocabularies);
    Interruptible foreground(context.io);
    auto begun = context.await(context.harvests->begin_run(
        import.source.key,
        RunMode::full,
        std::string(store::imported_from) + import.name,
        fmt::format("import:{}", ::getpid()),
        context.settings.harvest.lease
    ));
    if (begun.has_error())
        return report_error(context.output, begun.error());
    if (!begun->has_value()) {
        fmt::print(
            context.output.problems,
            "moisson : un passage de la source {} est déjà demandé ou en cours ; attendez sa fin\n",
            import.source.key
        );
        return exit_run_failed;
    }
    const RunId id = (*begun)->lease.run;
    auto harvested = harvest_claimed(engine, std::move(**begun));
    if (foreground.run(std::move(harvested)) == Interruptible::Outcome::interrupted)
        return report_interruption(context, id, request);
    return report_run(context, id, request);
}

// The file named on the command line, and the table of resources that goes with it.
Result<std::unique_ptr<net::HttpClient>>
open_files(const Request& request, const Import& import, const kit::DocumentOptions& documents) {
    Result<net::Body> bytes = read_file(request.subject, documents);
    if (bytes.has_error())
        return bytes.error();
    std::optional<net::Body> resources;
    if (!request.resources.empty()) {
        Result<net::Body> table = read_file(request.resources, documents);
        if (table.has_error())
            return table.error();
        resources = std::move(*table);
    }
    return make_file_client(
        import.source,
        import.name,
        std::move(*bytes),
        documents,
        std::move(resources)
    );
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
    Import import;
    import.source = portal->sources.front();
    const FileForm form = file_form(import.source.connector);
    if (form == FileForm::none)
        return refuse_connector(context.output, import.source);
    if (!request.resources.empty() && form != FileForm::listing)
        return refuse_resources(context.output, import.source);
    import.name = std::filesystem::path(request.subject).filename().string();
    auto file = open_files(request, import, context.settings.documents);
    if (file.has_error())
        return report_file_error(context.output, file.error());
    import.file = std::move(file.value());
    take_as_one_answer(import.source);
    Outside outside(context.settings, context.io);
    if (const Result<void> readable = try_file(import, outside); readable.has_error())
        return report_file_error(context.output, readable.error());
    const auto synced = context.await(context.harvests->sync_portals(catalogue->portals));
    if (synced.has_error())
        return report_error(context.output, synced.error());
    import.vocabularies = catalogue->vocabularies;
    import.portals = catalogue->portals;
    for (Portal& each : import.portals)
        for (Source& source : each.sources)
            if (source.key == key)
                source = import.source;
    return harvest_file(context, import, outside, request);
}

} // namespace moisson::cli
