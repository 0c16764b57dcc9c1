// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/changes: the catalogue's change numbers for whoever keeps a copy (decision 1).
#include "api/paging.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "core/limits.hpp"
#include "routes/list_paths.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace moisson::api {
namespace {

constexpr std::array<std::string_view, 2> changes_parameters = {"since", "page_size"};

struct ParsedChanges {
    std::optional<ChangeNumber> since;
    int limit = static_cast<int>(limits::page_size);
    std::vector<routes::ParameterProblem> problems;
};

ParsedChanges parse_changes(const routes::Query& query) {
    ParsedChanges out;
    read_page_size(query, out.limit, out.problems);
    const std::string_view since = routes::first(query, "since");
    if (since.empty())
        return out;
    std::int64_t number = 0;
    const char* const end = since.data() + since.size();
    const auto [stop, error] = std::from_chars(since.data(), end, number);
    if (error != std::errc() || stop != end || number < 0)
        out.problems.push_back(invalid_value("since", since, "un numéro de changement"));
    else
        out.since = ChangeNumber(number);
    return out;
}

net::ServerResponse
cannot_go_on(const Site& site, const Call& call, const store::ChangePage& page) {
    constexpr std::string_view from_a_dump =
        " : repartez d’un export complet, puis du numéro qu’il indique.";
    const std::string_view why = page.unknown
                                     ? "Ce catalogue n’a jamais donné ce numéro"
                                     : "Les changements qui suivent ce numéro ne sont plus gardés";
    const std::int64_t floor = page.floor;
    const routes::PublicUrl& url = site.options.public_url;
    const std::string dumps = url.absolute(routes::api_dumps);
    const Json extensions = {{"oldest", floor}, {"links", {{"dumps", dumps}}}};
    net::ServerResponse response = problem(
        410,
        "changes-gone",
        page.unknown ? "Numéro inconnu" : "Changements effacés",
        std::string(why) + std::string(from_a_dump),
        call.request,
        extensions
    );
    response.headers.emplace_back("Link", fmt::format("<{}>; rel=\"alternate\"", dumps));
    return response;
}

Json change_json(const routes::PublicUrl& url, const store::ListedChange& change) {
    const std::string id = to_string(change.row.dataset);
    Json json;
    json["number"] = change.row.number.value;
    json["at"] = to_iso8601(change.row.at);
    json["dataset"] = id;
    json["kind"] = change.removal ? "removal" : "upsert";
    json["cause"] = store::to_string(change.row.cause);
    json["run"] = change.row.run ? Json(change.row.run->value) : Json(nullptr);
    json["slug"] = text_or_null(change.slug);
    json["links"] = {{"dataset", url.absolute(routes::api_dataset_of(id))}};
    return json;
}

std::string address(const Site& site, const routes::Query& query, std::int64_t since) {
    routes::Query next = routes::without(query, "since");
    next = routes::with(std::move(next), "since", std::to_string(since));
    return site.options.public_url.absolute(routes::with_query(routes::api_changes, next));
}

} // namespace

asio::awaitable<net::ServerResponse> list_changes(const Site& site, Call call) {
    ParsedChanges parsed = parse_changes(call.query);
    if (!parsed.problems.empty())
        co_return parameter_problem(parsed.problems, call.request, {});
    if (site.options.lists == nullptr)
        co_return problem_of(Error(Code::store_unavailable), call.request);
    const Result<store::ChangePage> page =
        co_await site.options.lists->changes(parsed.since, parsed.limit);
    if (!page)
        co_return problem_of(page.error(), call.request);
    if (page->too_old || page->unknown)
        co_return cannot_go_on(site, call, *page);
    const std::int64_t from = parsed.since ? parsed.since->value : page->floor;
    std::int64_t last = page->changes.empty() ? from : page->changes.back().row.number.value;
    // What is behind the last one is told to nobody: who comes again need not pass over it.
    if (!page->more)
        last = std::max(last, page->head);
    Json data = Json::array();
    for (const store::ListedChange& change : page->changes)
        data.push_back(change_json(site.options.public_url, change));
    Json body;
    body["since"] = from;
    body["last"] = last;
    body["oldest"] = page->floor;
    body["warnings"] = unknown_parameter_warnings(call.query, changes_parameters);
    body["links"] = {
        {"self",
         site.options.public_url.absolute(routes::with_query(routes::api_changes, call.query))},
        {"next", nullptr},
        {"later", address(site, call.query, last)}};
    if (page->more)
        body["links"]["next"] = body["links"]["later"];
    body["data"] = std::move(data);
    net::ServerResponse response = json_response(body);
    add_link_header(response, body["links"]);
    co_return response;
}

} // namespace moisson::api
