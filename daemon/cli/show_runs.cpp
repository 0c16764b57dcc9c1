// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson passages.
#include "cli/commands.hpp"
#include "cli/decision_view.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"
#include "cli/unknown_name.hpp"
#include "harvest/progress.hpp"
#include "i18n/details.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "i18n/messages.hpp"

namespace moisson::cli {
namespace {

std::string awaiting_text(const HarvestRun& run) {
    return fmt::format(
        "Ce passage attend une décision : moisson passages approuver {0} --motif …\n"
        "                            ou : moisson passages refuser {0} --motif …\n",
        run.id.value
    );
}

int show_one(Context& context, const Request& request) {
    const auto detail = context.await(context.catalog->run(RunId(request.run)));
    if (detail.has_error())
        return report_error(context.output, detail.error());
    store::IssueQuery query;
    query.runs = {RunId(request.run)};
    query.limit = request.limit;
    const auto issues = context.await(context.catalog->issues(query));
    if (issues.has_error())
        return report_error(context.output, issues.error());
    if (request.json) {
        Json out = run_json(detail->run);
        out["worker"] = detail->worker;
        out["requests"] = detail->requests;
        out["retries"] = detail->retries;
        out["wire_bytes"] = detail->wire_bytes;
        out["issue_rows"] = Json::array();
        for (const store::IssueRow& row : issues->issues)
            out["issue_rows"].push_back(issue_json(row));
        print_json(context.output, out);
        return exit_ok;
    }
    std::FILE* const out = context.output.out;
    fmt::print(out, "{}\n", terminal_text(harvest::progress_line(detail->run)));
    fmt::print(
        out,
        "{}, {} ; {} ; mode {}\n",
        i18n::count(detail->requests, "requête", "requêtes"),
        i18n::count(detail->retries, "reprise", "reprises"),
        i18n::bytes(detail->wire_bytes),
        i18n::run_mode_label(to_string(detail->run.mode))
    );
    if (detail->run.awaits_decision())
        fmt::print(out, "{}", awaiting_text(detail->run));
    if (detail->run.decision)
        fmt::print(out, "{}\n", decision_text(*detail->run.decision));
    for (const store::IssueRow& row : issues->issues)
        fmt::print(
            out,
            "  {}  {}  {}  {}\n",
            to_string(row.issue.code),
            i18n::severity_label(to_string(row.issue.severity)),
            row.issue.remote_id.empty() ? "-" : terminal_text(row.issue.remote_id),
            terminal_text(i18n::detail_text(row.issue.code, row.issue.detail))
        );
    if (issues->more)
        fmt::print(out, "  (il y en a d'autres : --nombre 1000)\n");
    return exit_ok;
}

std::vector<std::string> source_keys(const std::vector<store::PortalSummary>& portals) {
    std::vector<std::string> keys;
    for (const store::PortalSummary& portal : portals)
        for (const store::SourceSummary& source : portal.sources)
            keys.push_back(source.key);
    return keys;
}

} // namespace

int show_runs(Context& context, const Request& request) {
    if (request.run > 0)
        return show_one(context, request);
    store::RunQuery query;
    if (!request.sources.empty()) {
        const auto portals = context.await(context.catalog->portals());
        if (portals.has_error())
            return report_error(context.output, portals.error());
        if (refuse_unknown_source(context.output, request.sources, source_keys(*portals)))
            return exit_not_found;
        query.source_key = request.sources.front();
    }
    query.limit = request.limit;
    const auto page = context.await(context.catalog->runs(query));
    if (page.has_error())
        return report_error(context.output, page.error());
    if (request.json) {
        Json out = Json::array();
        for (const HarvestRun& run : page->runs)
            out.push_back(run_json(run));
        print_json(context.output, out);
        return exit_ok;
    }
    if (page->runs.empty())
        fmt::print(context.output.out, "Aucun passage.\n");
    for (const HarvestRun& run : page->runs)
        fmt::print(
            context.output.out,
            "{:>8}  {}  {}{}\n",
            run.id.value,
            run.started_at ? to_iso8601(std::chrono::floor<std::chrono::seconds>(*run.started_at))
                           : "en attente",
            terminal_text(harvest::progress_line(run)),
            run.awaits_decision() ? " · attend une décision" : ""
        );
    return exit_ok;
}

} // namespace moisson::cli
