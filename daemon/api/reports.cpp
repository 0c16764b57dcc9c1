// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reports of runs and portals: JSON, and their tables of issues as CSV, which is made page by page
// while it is sent.
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
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

asio::awaitable<Result<std::string>> next_part(std::shared_ptr<RunTable> table) {
    if (!table->ready.empty())
        co_return std::exchange(table->ready, {});
    const auto rows = co_await table->views.run_issues(table->run, table->after);
    if (!rows)
        co_return rows.error();
    if (!rows->empty())
        table->after = rows->back().row.number;
    co_return views::issue_table_lines(*rows, table->url, table->form);
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
        lines = views::issue_table_lines(page->issues, table->url, table->form);
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
    table->ready = views::issue_table_head(table->form) + *first;
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
