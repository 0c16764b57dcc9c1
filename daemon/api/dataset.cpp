// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/datasets/{id}: one dataset, or why there is none.
#include "api/export_line.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <vector>

namespace moisson::api {

net::ServerResponse
gone(const Site& site, const Call& call, const Json& last_known, std::string_view slug) {
    const bool purged = last_known.is_null();
    auto response = problem(
        410,
        "gone",
        purged ? "Jeu de données supprimé" : "Jeu de données archivé",
        purged
            ? "Ce jeu de données a disparu de son portail il y a longtemps ; rien n'en est gardé."
            : "Ce jeu de données a disparu de son portail ; voici ses dernières métadonnées "
              "connues.",
        call.request,
        {{"links", {{"html", site.options.public_url.absolute(routes::dataset_page_of(slug))}}},
         {"last_known", last_known}}
    );
    response.etag = true;
    return response;
}

// RFC 7725 wants to know who hides it: we do, at somebody's demand.
net::ServerResponse taken_down(const Site& site, const Call& call, const Takedown& takedown) {
    const bool law = takedown.ground == TakedownGround::law;
    auto response = problem(
        law ? 451 : 410,
        "taken-down",
        "Jeu de données retiré",
        law ? "Ce jeu de données a été retiré du catalogue pour une raison légale."
            : "Ce jeu de données a été retiré du catalogue.",
        call.request,
        takedown_json(takedown)
    );
    if (law)
        response.headers.emplace_back(
            "Link",
            fmt::format("<{}>; rel=\"blocked-by\"", site.options.public_url.absolute(routes::home))
        );
    return response;
}

std::optional<net::ServerResponse> without_dataset(
    const Site& site,
    const Call& call,
    const Result<views::DatasetAnswer>& found,
    std::string (*path_of)(std::string_view)
) {
    if (!found)
        return problem_of(found.error(), call.request);
    if (found->takedown)
        return taken_down(site, call, *found->takedown);
    if (found->outcome == views::DatasetOutcome::moved) {
        net::ServerResponse response = json_response({{"moved_to", found->slug}}, 301);
        response.headers.emplace_back(
            "Location",
            site.options.public_url.absolute(routes::with_query(path_of(found->slug), call.query))
        );
        return response;
    }
    if (found->full)
        return std::nullopt;
    // An archived one is still told of, a purged one is not; the index knows too little.
    if (found->outcome == views::DatasetOutcome::gone && !found->brief)
        return gone(site, call, nullptr, found->slug);
    return problem_of(
        Error(found->brief ? Code::store_unavailable : Code::not_found),
        call.request
    );
}

asio::awaitable<net::ServerResponse> show_dataset(const Site& site, Call call) {
    const Result<views::DatasetAnswer> result = co_await site.views.dataset(call.id);
    if (!result)
        co_return problem_of(result.error(), call.request);
    const views::DatasetAnswer& answer = *result;
    if (answer.outcome == views::DatasetOutcome::not_found)
        co_return problem_of(Error(Code::not_found), call.request);
    if (answer.takedown)
        co_return taken_down(site, call, *answer.takedown);
    std::string lang(routes::first(call.query, "lang_ui"));
    const JsonContext context{
        site.options.public_url,
        site.labels,
        lang.empty() ? std::string("fr") : lang};
    if (answer.outcome == views::DatasetOutcome::moved) {
        net::ServerResponse response = json_response({{"moved_to", answer.slug}}, 301);
        response.headers.emplace_back(
            "Location",
            site.options.public_url.absolute(
                routes::with_query(routes::api_dataset_of(answer.slug), call.query)
            )
        );
        co_return response;
    }
    Json json = nullptr;
    if (answer.full) {
        json = dataset_json(context, *answer.full);
        json["freshness"] =
            freshness_json(context, *answer.full, answer.freshness, site.clock.now());
    } else if (answer.brief) {
        json = brief_json(context, *answer.brief);
    }
    if (answer.outcome == views::DatasetOutcome::gone)
        co_return gone(site, call, json, answer.slug);
    std::vector<std::string> fields;
    for (const auto& [name, value] : call.query)
        if (name == "fields") {
            const routes::ParsedSearch parsed = routes::parse_search({{name, value}});
            fields = parsed.parameters.fields;
        }
    std::vector<std::string_view> names = member_names(json);
    if (!answer.full) {
        // Without the database less is known of it, and no good name becomes a wrong one.
        const auto lines = hit_fields();
        const auto whole = export_fields();
        names.insert(names.end(), lines.begin(), lines.end());
        names.insert(names.end(), whole.begin(), whole.end());
    }
    std::vector<routes::ParameterProblem> problems;
    check_fields(fields, names, problems);
    if (!problems.empty())
        co_return parameter_problem(problems, call.request, {});
    Json body;
    constexpr std::array<std::string_view, 2> known = {"fields", "lang_ui"};
    body["warnings"] = unknown_parameter_warnings(call.query, known);
    body["brief"] = answer.outcome == views::DatasetOutcome::found_brief;
    body["data"] = select_fields(json, fields);
    net::ServerResponse response = json_response(body);
    response.headers.emplace_back(
        "Link",
        fmt::format(
            "<{}>; rel=\"alternate\"; type=\"text/html\"",
            site.options.public_url.absolute(routes::dataset_page_of(answer.slug))
        )
    );
    mark_stale(site, response);
    co_return response;
}

} // namespace moisson::api
