// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/issues: what is wrong now, counted by portal, source and code.
#include "api/paging.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "core/code.hpp"
#include "i18n/messages.hpp"
#include "routes/list_paths.hpp"

#include <algorithm>
#include <array>

namespace moisson::api {
namespace {

constexpr std::array<std::string_view, 6> issues_parameters =
    {"portal", "source", "code", "severity", "page", "page_size"};

struct Wish {
    std::string portal;
    std::string source;
    std::optional<Code> code;
    std::optional<Severity> severity;
    Window window;
    std::vector<routes::ParameterProblem> problems;
};

Wish parse_wish(const routes::Query& query) {
    Wish out;
    out.window = read_window(query, out.problems);
    out.portal = std::string(routes::first(query, "portal"));
    out.source = std::string(routes::first(query, "source"));
    if (const auto code = routes::first(query, "code"); !code.empty()) {
        out.code = code_from_string(code);
        if (!out.code)
            out.problems.push_back(invalid_value("code", code, "un code comme UNMAPPED_LICENSE"));
    }
    if (const auto severity = routes::first(query, "severity"); !severity.empty()) {
        out.severity = severity_from_string(severity);
        if (!out.severity)
            out.problems.push_back(
                invalid_value("severity", severity, "l’un de : error, warning, info")
            );
    }
    return out;
}

struct Row {
    const store::SourceIssues* counted = nullptr;
    Code code = Code::internal_error;
};

std::vector<Row> choose(const Wish& wish, const std::vector<store::SourceIssues>& all) {
    std::vector<Row> rows;
    for (const store::SourceIssues& one : all) {
        const auto code = code_from_string(one.code);
        if (!code || (wish.code && *wish.code != *code) ||
            (!wish.source.empty() && wish.source != one.source_key) ||
            (wish.severity && *wish.severity != usual_severity(*code)))
            continue;
        rows.push_back({&one, *code});
    }
    return rows;
}

Json row_json(const routes::PublicUrl& url, const Row& row) {
    const store::SourceIssues& one = *row.counted;
    return {
        {"portal", one.portal_key},
        {"source", one.source_key},
        {"code", one.code},
        {"severity", to_string(usual_severity(row.code))},
        {"count", one.count},
        {"sentence", i18n::sentence(row.code)},
        {"advice", i18n::advice(row.code)},
        {"links",
         {{"report", url.absolute(routes::api_portal_report_of(one.portal_key))},
          {"table", url.absolute(routes::api_portal_table_of(one.portal_key))},
          {"html", url.absolute(routes::portal_page_of(one.portal_key))}}}};
}

} // namespace

asio::awaitable<net::ServerResponse> list_issues(const Site& site, Call call) {
    Wish wish = parse_wish(call.query);
    if (!wish.problems.empty())
        co_return parameter_problem(wish.problems, call.request, {});
    if (site.options.lists == nullptr)
        co_return problem_of(Error(Code::store_unavailable), call.request);
    std::string portal = wish.portal;
    const Result<std::vector<store::SourceIssues>> all =
        co_await site.options.lists->issues(std::move(portal));
    if (!all)
        co_return problem_of(all.error(), call.request);
    const std::vector<Row> rows = choose(wish, *all);
    std::int64_t count = 0;
    for (const Row& row : rows)
        count += row.counted->count;
    const routes::PublicUrl& url = site.options.public_url;
    Json data = Json::array();
    for (std::size_t i = wish.window.first(rows.size()); i < wish.window.last(rows.size()); ++i)
        data.push_back(row_json(url, rows[i]));
    Json body;
    body["total"] = rows.size();
    body["issues"] = count;
    body["page"] = wish.window.page;
    body["page_size"] = wish.window.page_size;
    body["warnings"] = unknown_parameter_warnings(call.query, issues_parameters);
    body["links"] = window_links(url, routes::api_issues, call.query, wish.window, rows.size());
    body["data"] = std::move(data);
    net::ServerResponse response = json_response(body);
    add_link_header(response, body["links"]);
    co_return response;
}

} // namespace moisson::api
