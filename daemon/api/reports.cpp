// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reports of runs and portals: JSON, and their tables of issues and changes as CSV, which is made
// page by page while it is sent.
#include "api/paging.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "routes/list_paths.hpp"
#include "text/email_mask.hpp"
#include "views/report_csv.hpp"
#include "views/report_json.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <utility>

namespace moisson::api {
namespace {

// A table on its way: what has been made and not yet sent, and where to go on.
struct Table {
    Table(const Site& site, views::CsvForm wanted)
        : views(site.views), url(site.options.public_url), form(wanted) {}

    views::CatalogViews& views;
    const routes::PublicUrl url;
    const views::CsvForm form;
    std::string ready;
};

struct RunTable : Table {
    using Table::Table;
    RunId run;
    std::int64_t after = 0;
};

struct PortalTable : Table {
    using Table::Table;
    std::string portal_key;
    std::optional<store::BacklogPlace> place = store::BacklogPlace();
};

struct RunsTable : Table {
    RunsTable(const Site& site, views::CsvForm wanted)
        : Table(site, wanted), lists(*site.options.lists) {}

    views::ListViews& lists;
    store::RunQuery query;
    bool is_done = false;
};

struct ChangeTable : Table {
    ChangeTable(const Site& site, views::CsvForm wanted)
        : Table(site, wanted), lists(*site.options.lists) {}

    views::ListViews& lists;
    RunId run;
    std::optional<store::RunChangePlace> place = store::RunChangePlace();
};

// Whoever reads whole tables gets no addresses of people (decision 26).
std::string lines_of(const std::vector<store::ReportedIssue>& issues, const Table& table) {
    return text::mask_emails(views::issue_table_lines(issues, table.url, table.form));
}

std::string lines_of(const std::vector<store::RunChange>& changes, const Table& table) {
    return text::mask_emails(views::change_table_lines(changes, table.url, table.form));
}

std::string head_of(const Table& table) {
    return views::issue_table_head(table.form);
}

std::string head_of(const RunsTable& table) {
    return views::run_table_head(table.form);
}

std::string head_of(const ChangeTable& table) {
    return views::change_table_head(table.form);
}

asio::awaitable<Result<std::string>> next_part(std::shared_ptr<RunTable> table) {
    if (!table->ready.empty())
        co_return std::exchange(table->ready, {});
    const auto rows = co_await table->views.run_issues(table->run, table->after);
    if (!rows)
        co_return rows.error();
    if (!rows->empty())
        table->after = rows->back().row.number;
    co_return lines_of(*rows, *table);
}

asio::awaitable<Result<std::string>> next_part(std::shared_ptr<PortalTable> table) {
    if (!table->ready.empty())
        co_return std::exchange(table->ready, {});
    std::string lines;
    // An empty part would be the end.
    while (lines.empty() && table->place) {
        const auto page = co_await table->views.backlog(table->portal_key, *table->place);
        if (!page)
            co_return page.error();
        table->place = page->next;
        lines = lines_of(page->issues, *table);
    }
    co_return lines;
}

asio::awaitable<Result<std::string>> next_part(std::shared_ptr<RunsTable> table) {
    if (!table->ready.empty())
        co_return std::exchange(table->ready, {});
    if (table->is_done)
        co_return std::string();
    store::RunQuery query = table->query;
    const auto page = co_await table->lists.run_details(std::move(query));
    if (!page)
        co_return page.error();
    table->is_done = !page->more;
    if (!page->runs.empty())
        table->query.before = page->runs.back().run.id;
    co_return text::mask_emails(views::run_table_lines(page->runs, table->url, table->form));
}

asio::awaitable<Result<std::string>> next_part(std::shared_ptr<ChangeTable> table) {
    if (!table->ready.empty())
        co_return std::exchange(table->ready, {});
    std::string lines;
    while (lines.empty() && table->place) {
        const auto page = co_await table->lists.changes_of(table->run, *table->place);
        if (!page)
            co_return page.error();
        // Broken off, rather than ended as if that was all.
        if (page->pruned)
            co_return Error(Code::not_found);
        table->place = page->next;
        lines = lines_of(page->changes, *table);
    }
    co_return lines;
}

// The first page is read before the answer begins: what fails then is still a problem document.
template <class T>
asio::awaitable<net::ServerResponse>
send_table(std::shared_ptr<T> table, std::string file, Call call) {
    Result<std::string> first = co_await next_part(table);
    if (!first)
        co_return problem_of(first.error(), call.request);
    table->ready = head_of(*table) + *first;
    net::ServerResponse response;
    response.content_type = "text/csv; charset=utf-8; header=present";
    response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back(
        "Content-Disposition",
        fmt::format("attachment; filename=\"{}.csv\"", file)
    );
    response.etag = false;
    response.stream = [table] { return next_part(table); };
    co_return response;
}

net::ServerResponse report_response(const Site& site, const Call& call, views::Json data) {
    Json body;
    body["warnings"] = unknown_parameter_warnings(call.query, {});
    body["data"] = std::move(data);
    net::ServerResponse response = json_response(body);
    mark_stale(site, response);
    return response;
}

net::ServerResponse without_changes(const Site& site, const Call& call, RunId run) {
    const std::string report =
        site.options.public_url.absolute(routes::api_run_report_of(run.value));
    const Json extensions = {{"links", {{"report", report}}}};
    return problem(
        410,
        "changes-gone",
        "Changements effacés",
        "Les changements de ce passage ne sont plus gardés ; l’historique de chaque jeu l’est plus "
        "longtemps.",
        call.request,
        extensions
    );
}

Json run_change_json(const routes::PublicUrl& url, const store::RunChange& change) {
    const std::string id = to_string(change.row.dataset);
    const std::string& slug = change.name.slug;
    Json json;
    json["number"] = change.row.number.value;
    json["at"] = to_iso8601(change.row.at);
    json["cause"] = store::to_string(change.row.cause);
    json["dataset"] = id;
    json["title"] = text_or_null(change.name.title);
    json["slug"] = text_or_null(slug);
    json["remote_id"] = text_or_null(change.remote_id);
    json["links"] = {
        {"dataset", url.absolute(routes::api_dataset_of(id))},
        {"html", slug.empty() ? Json(nullptr) : Json(url.absolute(routes::dataset_page_of(slug)))}};
    return json;
}

struct ParsedWalk {
    store::RunChangePlace place;
    std::vector<routes::ParameterProblem> problems;
};

// Where a walk over the changes of a run stands. `until` comes from us: whoever goes on does not
// look for the end again.
ParsedWalk parse_walk(const routes::Query& query) {
    ParsedWalk out;
    const auto read = [&query, &out](std::string_view name) {
        const std::string_view value = routes::first(query, name);
        std::optional<std::int64_t> number = routes::positive_number(value);
        if (!value.empty() && !number)
            out.problems.push_back(
                invalid_value(std::string(name), value, "le numéro d’un changement")
            );
        return number;
    };
    const std::optional<std::int64_t> since = read("since");
    const std::optional<std::int64_t> until = read("until");
    if (since) {
        out.place.after = *since;
        out.place.last = until;
    }
    return out;
}

Json change_links(
    const Site& site,
    const Call& call,
    RunId run,
    const std::optional<store::RunChangePlace>& next
) {
    const routes::PublicUrl& url = site.options.public_url;
    const std::string path = routes::api_run_changes_of(run.value);
    Json links;
    links["self"] = url.absolute(routes::with_query(path, call.query));
    links["next"] = nullptr;
    if (next) {
        routes::Query query = routes::without(routes::without(call.query, "since"), "until");
        query = routes::with(std::move(query), "since", std::to_string(next->after));
        if (next->last)
            query = routes::with(std::move(query), "until", std::to_string(*next->last));
        links["next"] = url.absolute(routes::with_query(path, query));
    }
    links["csv"] = url.absolute(routes::api_run_change_table_of(run.value));
    links["run"] = url.absolute(routes::api_run_of(run.value));
    return links;
}

} // namespace

asio::awaitable<net::ServerResponse> show_run_report(const Site& site, Call call) {
    const auto number = routes::positive_number(call.id);
    if (!number)
        co_return problem_of(Error(Code::not_found), call.request);
    const RunId id(*number);
    const auto view = co_await site.views.run(id, views::Recount::yes);
    if (!view)
        co_return problem_of(view.error(), call.request);
    co_return report_response(site, call, views::run_report_json(*view, site.options.public_url));
}

asio::awaitable<net::ServerResponse> show_portal_report(const Site& site, Call call) {
    const auto view = co_await site.views.portal(call.id);
    if (!view)
        co_return problem_of(view.error(), call.request);
    co_return report_response(
        site,
        call,
        views::portal_report_json(*view, site.options.public_url, site.clock.now())
    );
}

asio::awaitable<net::ServerResponse> show_run_table(const Site& site, Call call) {
    const auto number = routes::positive_number(call.id);
    if (!number)
        co_return problem_of(Error(Code::not_found), call.request);
    const ParsedForm parsed = parse_csv_form(call.query);
    if (!parsed.problems.empty())
        co_return parameter_problem(parsed.problems, call.request, {});
    auto table = std::make_shared<RunTable>(site, parsed.form);
    table->run = RunId(*number);
    std::string file = fmt::format("moisson-passage-{}", *number);
    net::ServerResponse response =
        co_await send_table(std::move(table), std::move(file), std::move(call));
    co_return response;
}

asio::awaitable<net::ServerResponse> show_runs_table(const Site& site, Call call) {
    constexpr int runs_per_part = 500;
    ParsedRuns parsed = parse_runs(call.query);
    const ParsedForm form = parse_csv_form(call.query);
    parsed.problems.insert(parsed.problems.end(), form.problems.begin(), form.problems.end());
    if (!parsed.problems.empty())
        co_return parameter_problem(parsed.problems, call.request, {});
    if (site.options.lists == nullptr)
        co_return problem_of(Error(Code::store_unavailable), call.request);
    auto table = std::make_shared<RunsTable>(site, form.form);
    table->query = std::move(parsed.query);
    table->query.limit = runs_per_part;
    std::string file = "moisson-passages";
    net::ServerResponse response =
        co_await send_table(std::move(table), std::move(file), std::move(call));
    co_return response;
}

asio::awaitable<net::ServerResponse> show_run_changes(const Site& site, Call call) {
    const auto number = routes::positive_number(call.id);
    if (!number)
        co_return problem_of(Error(Code::not_found), call.request);
    const RunId run(*number);
    const ParsedWalk walk = parse_walk(call.query);
    if (!walk.problems.empty())
        co_return parameter_problem(walk.problems, call.request, {});
    if (site.options.lists == nullptr)
        co_return problem_of(Error(Code::store_unavailable), call.request);
    std::optional<store::RunChangePlace> place = walk.place;
    std::vector<store::RunChange> changes;
    for (int pages = 0; changes.empty() && place && pages < store::empty_run_change_pages_max;
         ++pages) {
        Result<store::RunChangePage> page = co_await site.options.lists->changes_of(run, *place);
        if (!page)
            co_return problem_of(page.error(), call.request);
        if (page->pruned)
            co_return without_changes(site, call, run);
        changes = std::move(page->changes);
        place = page->next;
    }
    constexpr std::array<std::string_view, 2> known = {"since", "until"};
    Json body;
    body["run"] = run.value;
    body["warnings"] = unknown_parameter_warnings(call.query, known);
    body["links"] = change_links(site, call, run, place);
    Json data = Json::array();
    for (const store::RunChange& change : changes)
        data.push_back(run_change_json(site.options.public_url, change));
    body["data"] = std::move(data);
    net::ServerResponse response = json_response(body);
    add_link_header(response, body["links"]);
    co_return response;
}

asio::awaitable<net::ServerResponse> show_run_change_table(const Site& site, Call call) {
    const auto number = routes::positive_number(call.id);
    if (!number)
        co_return problem_of(Error(Code::not_found), call.request);
    const RunId run(*number);
    const ParsedForm parsed = parse_csv_form(call.query);
    if (!parsed.problems.empty())
        co_return parameter_problem(parsed.problems, call.request, {});
    if (site.options.lists == nullptr)
        co_return problem_of(Error(Code::store_unavailable), call.request);
    const store::RunChangePlace begin;
    const auto first = co_await site.options.lists->changes_of(run, begin);
    if (!first)
        co_return problem_of(first.error(), call.request);
    if (first->pruned)
        co_return without_changes(site, call, run);
    auto table = std::make_shared<ChangeTable>(site, parsed.form);
    table->run = run;
    table->place = first->next;
    table->ready = lines_of(first->changes, *table);
    std::string file = fmt::format("moisson-passage-{}-changements", *number);
    net::ServerResponse response =
        co_await send_table(std::move(table), std::move(file), std::move(call));
    co_return response;
}

asio::awaitable<net::ServerResponse> show_portal_table(const Site& site, Call call) {
    const ParsedForm parsed = parse_csv_form(call.query);
    if (!parsed.problems.empty())
        co_return parameter_problem(parsed.problems, call.request, {});
    auto table = std::make_shared<PortalTable>(site, parsed.form);
    table->portal_key = call.id;
    // The key of a portal that exists is [a-z0-9-]; what it is not answers 404 before it is sent.
    std::string file = "moisson-" + call.id;
    net::ServerResponse response =
        co_await send_table(std::move(table), std::move(file), std::move(call));
    co_return response;
}

} // namespace moisson::api
