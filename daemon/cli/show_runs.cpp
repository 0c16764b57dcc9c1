// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson passages; with --suivre, follow_runs.cpp goes on.
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

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace moisson::cli {
namespace {

std::string awaiting_text(const HarvestRun& run) {
    return fmt::format(
        "Ce passage attend une décision : moisson passages approuver {0} --motif …\n"
        "                            ou : moisson passages refuser {0} --motif …\n",
        run.id.value
    );
}

// " (catalogue inchangé)"; empty when nobody said.
std::string mode_reason_text(const HarvestRun& run) {
    if (run.mode_reason.empty())
        return {};
    return " (" + i18n::phrase_text(run.mode_reason) + ")";
}

// The gravest first, then the most frequent: one error explains more than a thousand warnings.
std::vector<std::pair<Code, std::int64_t>> by_gravity(const HarvestRun& run) {
    std::vector<std::pair<Code, std::int64_t>> out;
    for (const auto& [name, count] : run.issues)
        if (const auto code = code_from_string(name))
            out.emplace_back(*code, count);
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
        const Severity left = usual_severity(a.first);
        const Severity right = usual_severity(b.first);
        return left != right ? left > right : a.second > b.second;
    });
    return out;
}

// What the run met, a line and an advice per code.
void print_codes(std::FILE* out, const HarvestRun& run) {
    const auto reason =
        run.state == RunState::complete ? std::nullopt : code_from_string(run.reason);
    if (reason)
        fmt::print(out, "{}{}\n", i18n::sentence(*reason), advice_text(&run, *reason));
    for (const auto& [code, count] : by_gravity(run))
        fmt::print(
            out,
            "\n  {} {} ({}) : {}{}\n",
            i18n::number(count),
            to_string(code),
            i18n::severity_label(to_string(usual_severity(code))),
            i18n::sentence(code),
            advice_text(&run, code)
        );
}

// The gravest first, `limit` in all; `more` when there are others.
Result<std::vector<store::IssueRow>>
read_rows(Context& context, const Request& request, bool& more) {
    std::vector<store::IssueRow> out;
    for (const Severity severity : {Severity::error, Severity::warning, Severity::info}) {
        store::IssueQuery query;
        query.runs = {RunId(request.run)};
        query.severity = severity;
        query.limit = std::max(1, request.limit - static_cast<int>(out.size()));
        auto page = context.await(context.catalog->issues(query));
        if (page.has_error())
            return page.error();
        more = more || page->more;
        for (store::IssueRow& row : page->issues) {
            if (static_cast<int>(out.size()) < request.limit)
                out.push_back(std::move(row));
            else
                more = true;
        }
    }
    return out;
}

void print_rows(std::FILE* out, const std::vector<store::IssueRow>& rows) {
    if (!rows.empty())
        fmt::print(out, "\nFiches et pages en cause :\n");
    for (const store::IssueRow& row : rows)
        fmt::print(
            out,
            "  {}  {}  {}  {}\n",
            to_string(row.issue.code),
            i18n::severity_label(to_string(row.issue.severity)),
            row.issue.remote_id.empty() ? "-" : terminal_text(row.issue.remote_id),
            terminal_text(i18n::detail_text(row.issue.code, row.issue.detail))
        );
}

int show_one(Context& context, const Request& request) {
    const auto detail = context.await(context.catalog->run(RunId(request.run)));
    if (detail.has_error())
        return report_error(context.output, detail.error());
    bool more = false;
    const auto rows = read_rows(context, request, more);
    if (rows.has_error())
        return report_error(context.output, rows.error());
    if (request.json) {
        Json out = run_json(detail->run);
        out["worker"] = detail->worker;
        out["requests"] = detail->requests;
        out["retries"] = detail->retries;
        out["wire_bytes"] = detail->wire_bytes;
        out["issue_rows"] = Json::array();
        for (const store::IssueRow& row : *rows)
            out["issue_rows"].push_back(issue_json(row));
        print_json(context.output, out);
        return exit_ok;
    }
    std::FILE* const out = context.output.out;
    fmt::print(out, "{}\n", terminal_text(harvest::progress_line(detail->run)));
    fmt::print(
        out,
        "{}, {} ; {} ; mode {}{}\n",
        i18n::count(detail->requests, "requête", "requêtes"),
        i18n::count(detail->retries, "nouvel essai", "nouveaux essais"),
        i18n::bytes(detail->wire_bytes),
        i18n::run_mode_label(to_string(detail->run.mode)),
        terminal_text(mode_reason_text(detail->run))
    );
    if (detail->run.awaits_decision())
        fmt::print(out, "{}", awaiting_text(detail->run));
    if (detail->run.decision)
        fmt::print(out, "{}\n", decision_text(*detail->run.decision));
    print_codes(out, detail->run);
    print_rows(out, *rows);
    if (more)
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
    if (request.follow)
        return follow_runs(context, request);
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
            run.started_at ? i18n::date_time(*run.started_at) : "en attente",
            terminal_text(harvest::progress_line(run)),
            run.awaits_decision() ? " · attend une décision" : ""
        );
    return exit_ok;
}

} // namespace moisson::cli
