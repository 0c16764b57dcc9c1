// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson moissonner: asks for runs; any moissond of the database does them.
#include "async/timer_source.hpp"
#include "cli/author.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/follow_runs.hpp"
#include "cli/json.hpp"
#include "cli/progress_view.hpp"
#include "cli/unknown_name.hpp"
#include "i18n/labels.hpp"
#include "store/place.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>

namespace moisson::cli {
namespace {

constexpr std::chrono::milliseconds watch_every{500};

struct Watched {
    store::RequestedRun asked;
    std::string source;
    std::optional<HarvestRun> last;
};

std::string asked_text(const Watched& run) {
    std::string out = fmt::format("{} : passage {} demandé", run.source, run.asked.id.value);
    if (run.asked.resumes_at)
        out += " ; la source est " +
               i18n::waiting_text(*run.asked.resumes_at, run.asked.resume_reason);
    return out;
}

// Keys of the enabled sources, or those that were named.
std::vector<std::string>
wanted_sources(const std::vector<Portal>& portals, const Request& request) {
    if (!request.sources.empty())
        return request.sources;
    std::vector<std::string> out;
    for (const Portal& portal : portals)
        for (const Source& source : portal.sources)
            if (source.enabled)
                out.push_back(source.key);
    return out;
}

// Those that were named must be there and enabled; says so and answers false otherwise.
bool may_be_asked(
    const Output& output,
    const std::vector<Portal>& portals,
    const std::vector<std::string>& named
) {
    std::vector<std::string> known;
    for (const Portal& portal : portals)
        for (const Source& source : portal.sources)
            known.push_back(source.key);
    if (refuse_unknown_source(output, named, known))
        return false;
    for (const Portal& portal : portals)
        for (const Source& source : portal.sources)
            if (!source.enabled &&
                std::find(named.begin(), named.end(), source.key) != named.end()) {
                fmt::print(
                    output.problems,
                    "moisson : la source « {} » est désactivée dans la configuration\n",
                    source.key
                );
                return false;
            }
    return true;
}

// A moissond that runs has not read these yet: it would end their runs as failures. Nothing when
// the database is still empty, as before the first start.
std::vector<std::string> not_loaded(
    const std::vector<store::PortalSummary>& portals,
    const std::vector<std::string>& wanted
) {
    std::vector<std::string> out;
    for (const std::string& key : wanted) {
        bool known = portals.empty();
        for (const store::PortalSummary& portal : portals)
            for (const store::SourceSummary& source : portal.sources)
                known = known || (source.key == key && portal.enabled && source.enabled);
        if (!known)
            out.push_back(key);
    }
    return out;
}

// Says how moissond learns of them.
void tell_not_loaded(const Output& output, const std::vector<std::string>& keys) {
    fmt::print(
        output.problems,
        "moisson : moissond n'a pas encore lu {} : {}\nRechargez-le (systemctl reload moissond, ou "
        "kill -HUP), laissez-lui quelques secondes, puis relancez.\n",
        keys.size() > 1 ? "ces sources" : "cette source",
        fmt::join(keys, ", ")
    );
}

int wait_for(Context& context, std::vector<Watched>& runs, const Request& request) {
    SystemTimers timers;
    ProgressView view(context.output.out, terminal_columns(context.output.out));
    for (;;) {
        bool all_over = true;
        std::vector<HarvestRun> shown;
        for (Watched& watched : runs) {
            if (!watched.last || !is_over(watched.last->state)) {
                const auto detail = context.await(context.catalog->run(watched.asked.id));
                // The database may restart while we watch.
                if (detail.has_error() && detail.error().code != Code::store_unavailable)
                    return report_error(context.output, detail.error());
                all_over = all_over && detail.has_value() && is_over(detail->run.state);
                if (detail.has_value())
                    watched.last = detail->run;
            }
            if (watched.last)
                shown.push_back(*watched.last);
        }
        if (!request.json)
            view.show(shown, timers.steady_now());
        if (all_over)
            break;
        wait_for_next_look(context, timers, watch_every);
    }
    return std::all_of(
               runs.begin(),
               runs.end(),
               [](const Watched& watched) { return watched.last->state == RunState::complete; }
           )
               ? exit_ok
               : exit_run_failed;
}

} // namespace

int request_harvest(Context& context, const Request& request) {
    const auto author = author_of(request, context.output);
    if (!author)
        return exit_usage;
    const settings::Catalogue catalogue =
        settings::load_catalogue(context.settings, settings::process_environment());
    if (!catalogue.ok()) {
        fmt::print(context.output.problems, "{}", settings::to_string(catalogue.problems));
        return exit_configuration;
    }
    if (!may_be_asked(context.output, catalogue.portals, request.sources))
        return exit_not_found;
    std::vector<std::string> wanted = wanted_sources(catalogue.portals, request);
    const auto before = context.await(context.catalog->portals());
    if (before.has_error())
        return report_error(context.output, before.error());
    if (const auto unread = not_loaded(*before, wanted); !unread.empty()) {
        tell_not_loaded(context.output, unread);
        return exit_not_found;
    }
    // The portals of this configuration may not have reached the database yet.
    const auto synced = context.await(context.harvests->sync_portals(catalogue.portals));
    if (synced.has_error())
        return report_error(context.output, synced.error());
    std::vector<Watched> runs;
    for (const std::string& source : wanted) {
        auto asking = store::request_run(
            context.database,
            source,
            request.mode,
            "asked for by the command line",
            *author
        );
        auto asked = context.await(std::move(asking));
        if (asked.has_error()) {
            fmt::print(context.output.problems, "moisson : source {} :\n", source);
            return report_error(context.output, asked.error());
        }
        Watched watched;
        watched.asked = std::move(*asked);
        watched.source = source;
        if (!request.json)
            fmt::print(context.output.out, "{}\n", asked_text(watched));
        runs.push_back(std::move(watched));
    }
    std::fflush(context.output.out);
    const int code = request.wait ? wait_for(context, runs, request) : exit_ok;
    if (request.json) {
        Json out = Json::array();
        for (const Watched& watched : runs) {
            Json item;
            item["source"] = watched.source;
            item["run"] = watched.asked.id.value;
            item["resumes_at"] = time_json(watched.asked.resumes_at);
            item["resume_reason"] =
                watched.asked.resumes_at ? Json(watched.asked.resume_reason) : Json(nullptr);
            if (watched.last)
                item["result"] = run_json(*watched.last);
            out.push_back(std::move(item));
        }
        print_json(context.output, out);
    }
    return code;
}

} // namespace moisson::cli
