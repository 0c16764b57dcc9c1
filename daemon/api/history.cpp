// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/datasets/{id}/history: what changed in a dataset, newest first.
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"

#include <fmt/format.h>

#include <array>

namespace moisson::api {
namespace {

struct ParsedHistory {
    store::HistoryQuery query;
    std::vector<routes::ParameterProblem> problems;
};

ParsedHistory parse_history(const routes::Query& query) {
    ParsedHistory out;
    if (const auto before = routes::first(query, "before"); !before.empty()) {
        out.query.before = routes::positive_number(before);
        if (!out.query.before)
            out.problems.push_back(invalid_value("before", before, "le numéro d’un changement"));
    }
    read_page_size(query, out.query.limit, out.problems);
    return out;
}

Json optional_text(const std::optional<std::string>& text) {
    return text ? Json(*text) : Json(nullptr);
}

Json entry_json(const routes::PublicUrl& url, const store::HistoryEntry& entry) {
    Json json;
    json["number"] = entry.number;
    json["at"] = to_iso8601(entry.at);
    json["cause"] = store::to_string(entry.cause);
    json["run"] = entry.run ? Json(entry.run->value) : Json(nullptr);
    Json changes = Json::array();
    for (const FieldChange& change : entry.diff.changes)
        changes.push_back(
            {{"field", change.field},
             {"item", text_or_null(change.item)},
             {"before", optional_text(change.before)},
             {"after", optional_text(change.after)}}
        );
    json["changes"] = std::move(changes);
    json["omitted"] = entry.diff.omitted;
    json["links"] = {
        {"run", entry.run ? Json(url.absolute(routes::api_run_of(entry.run->value))) : nullptr}};
    return json;
}

Json links_json(
    const Site& site,
    const Call& call,
    std::string_view slug,
    const store::HistoryPage& page
) {
    const routes::PublicUrl& url = site.options.public_url;
    const std::string path = routes::api_history_of(slug);
    Json links;
    links["self"] = url.absolute(routes::with_query(path, call.query));
    links["next"] = nullptr;
    if (page.more && !page.entries.empty()) {
        routes::Query next = routes::without(call.query, "before");
        next = routes::with(std::move(next), "before", std::to_string(page.entries.back().number));
        links["next"] = url.absolute(routes::with_query(path, next));
    }
    links["dataset"] = url.absolute(routes::api_dataset_of(slug));
    links["html"] = url.absolute(routes::dataset_page_of(slug));
    return links;
}

} // namespace

asio::awaitable<net::ServerResponse> show_history(const Site& site, Call call) {
    ParsedHistory parsed = parse_history(call.query);
    if (!parsed.problems.empty())
        co_return parameter_problem(parsed.problems, call.request, {});
    const Result<views::DatasetAnswer> found = co_await site.views.dataset(call.id);
    if (auto refused = without_dataset(site, call, found, routes::api_history_of))
        co_return std::move(*refused);
    parsed.query.dataset = found->full->id;
    const Result<store::HistoryPage> page = co_await site.views.history(parsed.query);
    if (!page)
        co_return problem_of(page.error(), call.request);
    constexpr std::array<std::string_view, 2> known = {"before", "page_size"};
    Json body;
    body["total"] = page->total;
    body["first_seen"] = to_iso8601(page->first_seen);
    body["last_seen"] = instant_json(page->last_seen);
    body["page_size"] = parsed.query.limit;
    body["warnings"] = unknown_parameter_warnings(call.query, known);
    body["links"] = links_json(site, call, found->slug, *page);
    Json data = Json::array();
    for (const store::HistoryEntry& entry : page->entries)
        data.push_back(entry_json(site.options.public_url, entry));
    body["data"] = std::move(data);
    net::ServerResponse response = json_response(body);
    if (body["links"]["next"].is_string())
        response.headers.emplace_back(
            "Link",
            fmt::format("<{}>; rel=\"next\"", body["links"]["next"].get<std::string>())
        );
    co_return response;
}

} // namespace moisson::api
