// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The home page.
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "i18n/messages.hpp"
#include "pages/pieces.hpp"

#include <algorithm>

namespace moisson::pages {
namespace {

constexpr std::size_t newest_shown = 5;
constexpr std::size_t countries_shown = 30;

render::Data tile(const Site& site, std::string_view kind, std::string_view code, std::int64_t n) {
    render::Data one;
    render::put(one, "label", std::string(site.labels.find(kind, code)));
    render::put(one, "url", search_url(kind, code));
    render::put(one, "count", i18n::number(n));
    return one;
}

// A theme without datasets leads nowhere: it is not shown.
render::Data themes(const Site& site, const std::vector<search::FacetItem>& counted) {
    render::Data list = render::list();
    for (const search::FacetItem& item : counted)
        if (item.count > 0)
            list.push_back(tile(site, "theme", item.value, item.count));
    return list;
}

render::Data countries(const Site& site, const std::vector<search::FacetItem>& counted) {
    render::Data list = render::list();
    for (std::size_t i = 0; i < counted.size() && i < countries_shown; ++i)
        list.push_back(tile(site, "country", counted[i].value, counted[i].count));
    return list;
}

// Why a portal is listed as in difficulty, in one sentence.
std::string why(const store::PortalSummary& portal, Instant now) {
    if (!portal.last_run)
        return "Jamais moissonné.";
    const RunState state = portal.last_run->state;
    std::string text;
    if (const auto code = code_from_string(portal.last_run->reason))
        text = i18n::sentence(*code);
    else
        text = i18n::run_state_sentence(to_string(state));
    const auto& complete = portal.last_complete_run;
    if (complete && complete->ended_at && state != RunState::complete)
        text += " Dernière lecture complète : " + i18n::age(*complete->ended_at, now) + ".";
    return i18n::typography(text);
}

render::Data difficulty(const Site& site, const std::vector<views::PortalSummary>& portals) {
    render::Data list = render::list();
    for (const views::PortalSummary& summary : portals) {
        const store::PortalSummary& portal = summary.portal;
        const RunState state = portal.last_run ? portal.last_run->state : RunState::pending;
        render::Data one;
        render::put(one, "title", portal.title);
        render::put(one, "url", routes::portal_page_of(portal.key));
        render::put(one, "state", std::string(i18n::run_state_label(to_string(state))));
        render::put(
            one,
            "state_class",
            state == RunState::complete ? "warn" : std::string(state_class(state))
        );
        render::put(one, "why", why(portal, site.clock.now()));
        list.push_back(one);
    }
    return list;
}

std::string catalogue_json_ld(const Site& site) {
    nlohmann::ordered_json json = {
        {"@context", "https://schema.org"},
        {"@type", "DataCatalog"},
        {"name", site.options.site_name},
        {"url", site.options.public_url.absolute("/")},
        {"inLanguage", "fr"}};
    return script_safe(json);
}

} // namespace

asio::awaitable<net::ServerResponse> home_page(const Site& site, Call call) {
    const Result<views::HomeView> result = co_await site.views.home("fr");
    if (!result)
        co_return error_page(site, result.error(), call.request);
    const views::HomeView& home = *result;
    render::Data data;
    render::put_flag(data, "q", false);
    render::put_list(data, "kept", render::list());
    render::put(data, "datasets", i18n::number(home.datasets));
    render::put(data, "distributions", i18n::number(home.distributions));
    render::put(data, "organizations", i18n::number(home.organizations));
    render::put(data, "portals", i18n::number(home.portals));
    const auto word = [](std::int64_t n, std::string_view one, std::string_view many) {
        return std::string(i18n::plural(n, one, many));
    };
    render::put(data, "datasets_word", word(home.datasets, "jeu de données", "jeux de données"));
    render::put(data, "distributions_word", word(home.distributions, "ressource", "ressources"));
    render::put(data, "organizations_word", word(home.organizations, "producteur", "producteurs"));
    render::put(data, "portals_word", word(home.portals, "portail", "portails"));
    if (home.last_harvest) {
        render::put(data, "last_harvest", i18n::age(*home.last_harvest, site.clock.now()));
        render::put(data, "last_harvest_iso", to_iso8601(*home.last_harvest));
    }
    render::put_flag(data, "empty", home.datasets == 0);
    render::put_flag(data, "has_themes", !home.themes.empty());
    render::put_list(data, "themes", themes(site, home.themes));
    render::put_list(data, "countries", countries(site, home.countries));
    render::Data newest = render::list();
    for (std::size_t i = 0; i < home.newest.size() && i < newest_shown; ++i)
        newest.push_back(card(site, home.newest[i], "3"));
    render::put_flag(data, "has_newest", !home.newest.empty());
    render::put_list(data, "newest", std::move(newest));
    render::put_flag(data, "has_difficulty", !home.in_difficulty.empty());
    render::put_list(data, "difficulty", difficulty(site, home.in_difficulty));
    Head head;
    head.description = "Catalogue fédéré des données ouvertes des pays francophones : une seule "
                       "recherche sur tous les portails publics.";
    head.canonical = std::string(routes::home);
    head.json_ld = catalogue_json_ld(site);
    head.rdf_url = std::string(routes::catalog_feed);
    co_return page(site, "home", std::move(data), std::move(head));
}

} // namespace moisson::pages
