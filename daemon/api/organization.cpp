// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/organizations/{id}: what one publisher has in the catalogue, from the index alone.
#include "api/facet_labels.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "routes/list_paths.hpp"

#include <array>

namespace moisson::api {
namespace {

using search::Facet;

constexpr std::array<Facet, 7> organization_facets = {
    Facet::portal,
    Facet::country,
    Facet::theme,
    Facet::format,
    Facet::licence,
    Facet::freshness,
    Facet::links};
constexpr int organization_values_max = 50;

search::SearchQuery query_of(const std::string& id) {
    search::SearchQuery query;
    query.filter(Facet::organization) = {id};
    query.page_size = 0;
    query.facets.push_back({Facet::organization, 1, {}});
    for (const Facet facet : organization_facets)
        query.facets.push_back({facet, organization_values_max, {}});
    return query;
}

} // namespace

asio::awaitable<net::ServerResponse> show_organization(const Site& site, Call call) {
    search::SearchQuery query = query_of(call.id);
    std::string lang = "fr";
    const Result<views::SearchPage> found =
        co_await site.views.search(std::move(query), std::move(lang));
    if (!found)
        co_return problem_of(found.error(), call.request);
    if (found->result.total == 0)
        co_return problem_of(Error(Code::not_found), call.request);
    const routes::PublicUrl& url = site.options.public_url;
    const routes::Query filter{{"organization", call.id}};
    Json data;
    data["code"] = call.id;
    data["label"] = call.id;
    data["datasets"] = found->result.total;
    Json counts = Json::object();
    for (const search::FacetResult& facet : found->result.facets) {
        if (facet.facet != Facet::organization) {
            counts[std::string(search::to_string(facet.facet))] =
                facet_counts_json(site.labels, facet);
            continue;
        }
        for (const search::FacetItem& item : facet.items)
            if (item.value == call.id && !item.label.empty())
                data["label"] = item.label;
    }
    data["counts"] = std::move(counts);
    data["links"] = {
        {"self", url.absolute(routes::api_organization_of(call.id))},
        {"datasets", url.absolute(routes::with_query(routes::api_datasets, filter))},
        {"html", url.absolute(routes::with_query(routes::datasets_page, filter))}};
    Json body;
    body["warnings"] = unknown_parameter_warnings(call.query, {});
    body["data"] = std::move(data);
    net::ServerResponse response = json_response(body);
    mark_stale(site, response);
    co_return response;
}

} // namespace moisson::api
