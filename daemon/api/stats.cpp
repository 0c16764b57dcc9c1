// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/stats: the catalogue in figures, worked out at most once a minute.
#include "api/facet_labels.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "model/freshness.hpp"
#include "routes/list_paths.hpp"

#include <array>
#include <chrono>
#include <cmath>

namespace moisson::api {
namespace {

using search::Facet;

constexpr std::array<Facet, 8> stats_facets = {
    Facet::country,
    Facet::portal,
    Facet::theme,
    Facet::format,
    Facet::format_family,
    Facet::licence,
    Facet::freshness,
    Facet::links};
constexpr int stats_values_max = 1000;
constexpr int growth_days = 365;
constexpr std::chrono::seconds kept_for{60};

Json growth_json(const std::vector<store::CatalogDay>& days) {
    Json list = Json::array();
    for (const store::CatalogDay& day : days) {
        Json freshness = Json::object();
        for (std::size_t i = 0; i < day.freshness.size() && i < all_freshness.size(); ++i)
            freshness[std::string(to_string(all_freshness[i]))] = day.freshness[i];
        list.push_back(
            {{"day", day.day},
             {"datasets", day.datasets},
             {"quality", day.quality ? Json(std::round(*day.quality * 10) / 10) : Json(nullptr)},
             {"freshness", std::move(freshness)}}
        );
    }
    return list;
}

search::SearchQuery counting() {
    search::SearchQuery query;
    query.page_size = 0;
    for (const Facet facet : stats_facets)
        query.facets.push_back({facet, stats_values_max, {}});
    return query;
}

Json totals_json(const views::HomeView& home) {
    return {
        {"datasets", home.datasets},
        {"distributions", home.distributions},
        {"organizations", home.organizations},
        {"portals", home.portals},
        {"portals_in_difficulty", home.in_difficulty.size()}};
}

asio::awaitable<Result<Json>> work_out(const Site& site) {
    std::string lang = "fr";
    const Result<views::HomeView> home = co_await site.views.home(std::move(lang));
    if (!home)
        co_return home.error();
    search::SearchQuery query = counting();
    std::string language = "fr";
    const Result<views::SearchPage> page =
        co_await site.views.search(std::move(query), std::move(language));
    if (!page)
        co_return page.error();
    Json data;
    data["computed_at"] = to_iso8601(site.clock.now());
    data["last_harvest"] = instant_json(home->last_harvest);
    data["generation"] = page->result.generation;
    data["totals"] = totals_json(*home);
    for (const search::FacetResult& facet : page->result.facets)
        data["by_" + std::string(search::to_string(facet.facet))] =
            facet_counts_json(site.labels, facet);
    // Without the database all but the past is known.
    data["growth"] = nullptr;
    if (site.options.lists != nullptr) {
        const Result<std::vector<store::CatalogDay>> days =
            co_await site.options.lists->growth(growth_days);
        if (days)
            data["growth"] = growth_json(*days);
    }
    co_return data;
}

// Says that somebody works them out until it dies, however that ends: a request may be cancelled.
class Working {
public:
    explicit Working(std::shared_ptr<StatsCache> cache) : cache_(std::move(cache)) {
        ++cache_->working;
    }
    Working(const Working&) = delete;
    Working& operator=(const Working&) = delete;
    ~Working() { --cache_->working; }

private:
    std::shared_ptr<StatsCache> cache_;
};

} // namespace

asio::awaitable<net::ServerResponse> show_stats(const Site& site, Call call) {
    const std::shared_ptr<StatsCache> cache = site.stats;
    const Steady now = site.clock.steady_now();
    const bool fresh = !cache->body.is_null() && now < cache->until;
    // One works them out, the others go on with the old ones meanwhile.
    if (!fresh && (cache->working == 0 || cache->body.is_null())) {
        const Working mine(cache);
        Result<Json> data = co_await work_out(site);
        if (!data)
            co_return problem_of(data.error(), call.request);
        cache->body = std::move(*data);
        cache->until = now + kept_for;
    }
    Json body;
    body["warnings"] = unknown_parameter_warnings(call.query, {});
    body["links"] = {{"self", site.options.public_url.absolute(routes::api_stats)}};
    body["data"] = cache->body;
    net::ServerResponse response = json_response(body);
    mark_stale(site, response);
    co_return response;
}

} // namespace moisson::api
