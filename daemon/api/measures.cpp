// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/measures, those of a country, a portal and an organization, and their .csv: what was
// measured day by day. The availability of a portal is worked out from its intervals (decision 19).
#include "store/measures.hpp"

#include "api/measure_query.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "model/portal_health.hpp"
#include "routes/list_paths.hpp"
#include "views/portal_health.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace moisson::api {
namespace {

struct Line {
    store::Measure measure;
    // Of a portal; nothing when nothing was probed.
    std::optional<double> uptime;
};

struct Series {
    store::MeasureQuery query;
    std::vector<Line> lines;
    // "portal", "country", "organization" or empty.
    std::string_view kind;
};

void add_uptime(
    Series& series,
    const PortalStanding& standing,
    CatalogueRead catalogue,
    Instant now
) {
    for (Line& line : series.lines) {
        const DaySpan step = step_around(line.measure.day, series.query.step);
        const Uptime time = uptime(standing, catalogue, step.begin, std::min(step.end, now), now);
        line.uptime = time.percent();
    }
}

bool is_country(const std::string& code) {
    return code.size() == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z';
}

// As /api/v1/organizations/{id} knows it.
asio::awaitable<Result<bool>> has_organization(const Site& site, std::string slug) {
    search::SearchQuery query;
    query.filter(search::Facet::organization) = {std::move(slug)};
    query.page_size = 0;
    std::string lang = "fr";
    const Result<views::SearchPage> found =
        co_await site.views.search(std::move(query), std::move(lang));
    if (!found)
        co_return found.error();
    co_return found->result.total > 0;
}

asio::awaitable<Result<Series>>
read(const Site& site, store::MeasureScope scope, std::string id, store::MeasureQuery query) {
    const Instant now = site.clock.now();
    Series series;
    std::optional<PortalStanding> standing;
    auto catalogue = CatalogueRead::never;
    query.scope = scope;
    query.subject = id;
    if (scope == store::MeasureScope::country) {
        series.kind = "country";
        if (!is_country(id))
            co_return Error(Code::not_found);
    }
    if (scope == store::MeasureScope::portal) {
        series.kind = "portal";
        const auto portal = co_await site.views.portal(id);
        if (portal.has_error())
            co_return portal.error();
        query.subject = portal->summary.portal.key;
        standing = portal->summary.portal.standing;
        catalogue = views::catalogue_read(portal->summary.seen_until);
    }
    if (scope == store::MeasureScope::publisher) {
        series.kind = "organization";
        const Result<bool> known = co_await has_organization(site, id);
        if (known.has_error())
            co_return known.error();
        if (!*known)
            co_return Error(Code::not_found);
    }
    series.query = query;
    const auto rows = co_await site.options.measures(std::move(query));
    if (rows.has_error())
        co_return rows.error();
    for (const store::Measure& row : *rows) {
        Line line;
        line.measure = row;
        series.lines.push_back(line);
    }
    if (standing)
        add_uptime(series, *standing, catalogue, now);
    co_return series;
}

// Keys of portals and codes of countries stand in an address as they are.
std::string table_path(const Series& series, const std::string& path) {
    return series.kind == "organization"
               ? routes::api_organization_measure_table_of(series.query.subject)
               : path + ".csv";
}

Json line_json(const Line& line, std::string_view kind) {
    Json freshness;
    for (std::size_t i = 0; i < store::measured_states.size(); ++i)
        freshness[std::string(store::measured_states[i])] = line.measure.states[i];
    const auto quality = line.measure.quality();
    Json out;
    out["day"] = text_of_day(line.measure.day);
    out["datasets"] = line.measure.datasets;
    out["freshness"] = std::move(freshness);
    out["quality"] = quality ? Json(rounded(*quality)) : Json(nullptr);
    out["scored"] = line.measure.scored;
    const auto mqa = line.measure.mqa();
    out["mqa"] = mqa ? Json(rounded(*mqa)) : Json(nullptr);
    if (kind == "portal")
        out["uptime"] = line.uptime ? Json(rounded(*line.uptime)) : Json(nullptr);
    return out;
}

// Empty: not known.
std::string two_decimals(const std::optional<double>& value) {
    return value ? fmt::format("{:.2f}", *value) : std::string();
}

std::string table_of(const Series& series, const views::CsvForm& form) {
    const std::string cut(1, form.delimiter);
    std::string out = form.mark ? "\xEF\xBB\xBF" : "";
    out += "day" + cut + "datasets";
    for (const std::string_view state : store::measured_states)
        out += cut + std::string(state);
    out += cut + "quality" + cut + "scored" + cut + "uptime" + cut + "mqa\r\n";
    for (const Line& line : series.lines) {
        out += text_of_day(line.measure.day) + cut + std::to_string(line.measure.datasets);
        for (const std::int64_t count : line.measure.states)
            out += cut + std::to_string(count);
        out += cut + two_decimals(line.measure.quality());
        out += cut + std::to_string(line.measure.scored);
        out += cut + two_decimals(line.uptime);
        out += cut + two_decimals(line.measure.mqa()) + "\r\n";
    }
    return out;
}

} // namespace

asio::awaitable<net::ServerResponse>
show_measures(const Site& site, Call call, store::MeasureScope scope) {
    if (!site.options.measures)
        co_return without_measures(call.request);
    MeasureAsked asked = parse_measure_query(call.query, site.clock.now());
    if (!asked.problems.empty())
        co_return parameter_problem(asked.problems, call.request, {});
    const Result<Series> series = co_await read(site, scope, call.id, std::move(asked.query));
    if (series.has_error())
        co_return problem_of(series.error(), call.request);
    Json data = Json::array();
    for (const Line& line : series->lines)
        data.push_back(line_json(line, series->kind));
    Json body;
    if (!series->kind.empty())
        body[std::string(series->kind)] = series->query.subject;
    body["from"] = text_of_day(series->query.from);
    body["to"] = text_of_day(series->query.to);
    body["step"] = step_name(series->query.step);
    body["warnings"] = unknown_parameter_warnings(call.query, measure_parameters);
    body["links"] = {
        {"csv",
         site.options.public_url.absolute(
             routes::with_query(table_path(*series, call.request.path), call.query)
         )}};
    body["data"] = std::move(data);
    net::ServerResponse response = json_response(body);
    mark_stale(site, response);
    co_return response;
}

asio::awaitable<net::ServerResponse>
show_measure_table(const Site& site, Call call, store::MeasureScope scope) {
    if (!site.options.measures)
        co_return without_measures(call.request);
    MeasureAsked asked = parse_measure_query(call.query, site.clock.now());
    ParsedForm form = parse_csv_form(call.query);
    asked.problems.insert(
        asked.problems.end(),
        std::make_move_iterator(form.problems.begin()),
        std::make_move_iterator(form.problems.end())
    );
    if (!asked.problems.empty())
        co_return parameter_problem(asked.problems, call.request, {});
    const Result<Series> series = co_await read(site, scope, call.id, std::move(asked.query));
    if (series.has_error())
        co_return problem_of(series.error(), call.request);
    net::ServerResponse response =
        measure_table(table_of(*series, form.form), series->query.subject);
    mark_stale(site, response);
    co_return response;
}

} // namespace moisson::api
