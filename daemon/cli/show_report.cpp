// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson rapport: of a run by its number, of a source or a portal by its key.
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/report_text.hpp"
#include "cli/unknown_name.hpp"
#include "core/clock.hpp"
#include "routes/url.hpp"
#include "store/list_store.hpp"
#include "views/report_csv.hpp"
#include "views/report_json.hpp"
#include "views/report_reader.hpp"

#include <algorithm>
#include <memory>
#include <optional>

namespace moisson::cli {
namespace {

// False when nothing more can be written: run_cli says why.
bool put(const Output& output, const std::string& text) {
    return std::fwrite(text.data(), 1, text.size(), output.out) == text.size();
}

int print_run_table(Context& context, RunId id, const routes::PublicUrl& url) {
    const views::CsvForm form;
    std::string lines = views::issue_table_head(form);
    for (std::int64_t after = 0;;) {
        const auto rows = context.await(context.catalog->run_issues(id, after));
        if (rows.has_error())
            return report_error(context.output, rows.error());
        lines += views::issue_table_lines(*rows, url, form);
        if (!put(context.output, lines) || rows->empty())
            return exit_ok;
        after = rows->back().row.number;
        lines.clear();
    }
}

// What a run changed, as long as retention keeps it.
int print_change_table(Context& context, RunId id, const routes::PublicUrl& url) {
    const views::CsvForm form;
    const std::unique_ptr<store::ListStore> lists = store::make_list_store(context.database);
    std::string lines = views::change_table_head(form);
    std::optional<store::RunChangePlace> place = store::RunChangePlace();
    while (place) {
        auto page = context.await(lists->changes_of(id, *place));
        if (page.has_error())
            return report_error(context.output, page.error());
        if (page->pruned) {
            fmt::print(
                context.output.problems,
                "moisson : les changements du passage {} ne sont plus gardés (retention.changes)\n",
                id.value
            );
            return exit_not_found;
        }
        lines += views::change_table_lines(page->changes, url, form);
        if (!put(context.output, lines))
            return exit_ok;
        place = page->next;
        lines.clear();
    }
    return exit_ok;
}

// The lines of one source when it is named, else those of all sources of the portal.
int print_backlog(
    Context& context,
    const std::string& portal_key,
    const std::string& source_key,
    const routes::PublicUrl& url
) {
    const views::CsvForm form;
    std::string lines = views::issue_table_head(form);
    std::optional<store::BacklogPlace> place = store::BacklogPlace();
    while (place) {
        auto page = context.await(context.catalog->backlog(portal_key, *place));
        if (page.has_error())
            return report_error(context.output, page.error());
        if (!source_key.empty())
            std::erase_if(page->issues, [&](const store::ReportedIssue& line) {
                return line.row.source_key != source_key;
            });
        lines += views::issue_table_lines(page->issues, url, form);
        if (!put(context.output, lines))
            return exit_ok;
        place = page->next;
        lines.clear();
    }
    return exit_ok;
}

int report_run(Context& context, const Request& request, RunId id, const routes::PublicUrl& url) {
    if (request.changes)
        return print_change_table(context, id, url);
    if (request.csv)
        return print_run_table(context, id, url);
    const auto view = context.await(views::read_run(*context.catalog, id, views::Recount::yes));
    if (view.has_error())
        return report_error(context.output, view.error());
    if (request.json)
        print_json(context.output, views::run_report_json(*view, url));
    else
        fmt::print(context.output.out, "{}", run_report_text(*view, url));
    return exit_ok;
}

// What was named: a source of a portal, or a whole portal.
struct Subject {
    std::string portal_key;
    std::string source_key;
};

std::optional<Subject>
find_subject(const std::vector<store::PortalSummary>& portals, const std::string& name) {
    for (const store::PortalSummary& portal : portals)
        for (const store::SourceSummary& source : portal.sources)
            if (source.key == name)
                return Subject{portal.key, source.key};
    for (const store::PortalSummary& portal : portals)
        if (portal.key == name)
            return Subject{portal.key, {}};
    return std::nullopt;
}

std::vector<std::string> known_names(const std::vector<store::PortalSummary>& portals) {
    std::vector<std::string> names;
    for (const store::PortalSummary& portal : portals) {
        names.push_back(portal.key);
        for (const store::SourceSummary& source : portal.sources)
            if (source.key != portal.key)
                names.push_back(source.key);
    }
    return names;
}

} // namespace

int show_report(Context& context, const Request& request) {
    const routes::PublicUrl url(context.settings.public_url);
    if (const auto number = routes::positive_number(request.subject))
        return report_run(context, request, RunId(*number), url);
    if (request.changes) {
        fmt::print(
            context.output.problems,
            "moisson : --changements est d'un passage, donnez son numéro\n"
        );
        return exit_usage;
    }
    const auto portals = context.await(context.catalog->portals());
    if (portals.has_error())
        return report_error(context.output, portals.error());
    const auto subject = find_subject(*portals, request.subject);
    if (!subject) {
        refuse_unknown_source(context.output, {request.subject}, known_names(*portals));
        return exit_not_found;
    }
    if (request.csv)
        return print_backlog(context, subject->portal_key, subject->source_key, url);
    const Instant now = SystemClock().now();
    const auto view = context.await(views::read_portal(*context.catalog, subject->portal_key, now));
    if (view.has_error())
        return report_error(context.output, view.error());
    if (request.json)
        print_json(context.output, views::portal_report_json(*view, url, now, subject->source_key));
    else
        fmt::print(
            context.output.out,
            "{}",
            portal_report_text(*view, url, now, subject->source_key)
        );
    return exit_ok;
}

} // namespace moisson::cli
