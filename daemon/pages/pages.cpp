// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Routing of the pages, the layout, and the pages of failure.
#include "pages/pages.hpp"

#include "i18n/format.hpp"
#include "net/server/compression.hpp"
#include "pages/site.hpp"
#include "routes/list_paths.hpp"

#include <fmt/format.h>

#include <array>
#include <exception>

namespace moisson::pages {
namespace {

enum Endpoint : std::size_t {
    home,
    search,
    dataset,
    portals,
    portal,
    runs,
    run,
    alerts,
    subscriptions,
    subscriptions_post,
    confirmation,
    confirmation_post,
    managing,
    managing_post,
    signed_link,
    signed_link_post,
    own_data,
    dumps,
    robot,
    api,
    robots,
    open_search,
    search_suggestions,
    asset_file
};

routes::RouteTable make_table() {
    routes::RouteTable table;
    table.add("GET", routes::home, home);
    table.add("GET", routes::datasets_page, search);
    table.add("GET", routes::dataset_page, dataset);
    table.add("GET", routes::portals_page, portals);
    table.add("GET", routes::portal_page, portal);
    table.add("GET", routes::runs_page, runs);
    table.add("GET", routes::run_page, run);
    table.add("GET", routes::alerts_page, alerts);
    table.add("GET", routes::subscriptions_page, subscriptions);
    table.add("POST", routes::subscriptions_page, subscriptions_post);
    table.add("GET", routes::confirm_page, confirmation);
    table.add("POST", routes::confirm_page, confirmation_post);
    table.add("GET", routes::manage_page, managing);
    table.add("POST", routes::manage_page, managing_post);
    table.add("GET", routes::signed_link_page, signed_link);
    table.add("POST", routes::signed_link_page, signed_link_post);
    table.add("GET", routes::my_data_page, own_data);
    table.add("GET", routes::dumps_page, dumps);
    table.add("GET", routes::robot_page, robot);
    table.add("GET", routes::api_page, api);
    table.add("GET", routes::robots_txt, robots);
    table.add("GET", routes::opensearch, open_search);
    table.add("GET", routes::suggestions, search_suggestions);
    table.add("GET", routes::assets, asset_file);
    return table;
}

struct Failure {
    int status;
    std::string_view heading;
    std::string_view message;
};

constexpr std::array<Failure, 6> failures = {{
    {400, "Recherche incorrecte", "Cette adresse contient une valeur que nous ne comprenons pas."},
    {404,
     "Page introuvable",
     "Cette page n’existe pas ou n’existe plus. L’adresse est peut-être incomplète."},
    {405, "Méthode non permise", "Cette page ne peut être que lue."},
    {410, "Page retirée", "Ce contenu a été retiré du catalogue."},
    {500,
     "Erreur de notre côté",
     "Une erreur inattendue est survenue. Elle est notée dans notre journal ; réessayez dans un "
     "moment."},
    {503,
     "Service momentanément indisponible",
     "Le catalogue n’est pas joignable pour le moment. Réessayez dans une minute."},
}};

void add_security_headers(net::ServerResponse& response) {
    response.headers.emplace_back(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    );
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Referrer-Policy", "strict-origin-when-cross-origin");
}

asio::awaitable<net::ServerResponse> answer(const Site& site, std::size_t endpoint, Call call) {
    switch (endpoint) {
    case home:
        co_return co_await home_page(site, std::move(call));
    case search:
        co_return co_await search_page(site, std::move(call));
    case dataset:
        co_return co_await dataset_page(site, std::move(call));
    case portals:
        co_return co_await portals_page(site, std::move(call));
    case portal:
        co_return co_await portal_page(site, std::move(call));
    case runs:
        // Each portal lists its own.
        co_return redirect(std::string(routes::portals_page));
    case run:
        co_return co_await run_page(site, std::move(call));
    case alerts:
        co_return co_await alerts_page(site, std::move(call));
    case subscriptions:
        co_return co_await subscribe_page(site, std::move(call));
    case subscriptions_post:
        co_return co_await subscribe(site, std::move(call));
    case confirmation:
        co_return co_await confirm_page(site, std::move(call));
    case confirmation_post:
        co_return co_await confirm(site, std::move(call));
    case managing:
        co_return co_await manage_page(site, std::move(call));
    case managing_post:
        co_return co_await manage(site, std::move(call));
    case signed_link:
        co_return co_await signed_link_page(site, std::move(call));
    case signed_link_post:
        co_return co_await follow_signed_link(site, std::move(call));
    case own_data:
        co_return co_await my_data(site, std::move(call));
    case dumps:
        co_return dumps_page(site);
    case robot:
        co_return robot_page(site);
    case api:
        co_return api_page(site);
    case robots:
        co_return robots_txt(site);
    case open_search:
        co_return opensearch(site);
    case search_suggestions:
        co_return co_await suggestions(site, std::move(call));
    default:
        co_return asset(site, call);
    }
}

asio::awaitable<net::ServerResponse>
handle(std::shared_ptr<const Site> site, net::ServerRequest request) {
    using Outcome = routes::RouteMatch::Outcome;
    const routes::RouteMatch match = site->table.match(request.method, request.path);
    if (match.outcome == Outcome::not_found)
        co_return error_page(*site, 404, request);
    if (match.outcome == Outcome::method_not_allowed) {
        net::ServerResponse refused = error_page(*site, 405, request);
        refused.headers.emplace_back("Allow", match.allow);
        co_return refused;
    }
    std::string key = match.parameters.empty() ? std::string() : match.parameters.begin()->second;
    routes::Query query = routes::parse_query(request.query);
    Call call(request, std::move(key), std::move(query));
    net::ServerResponse response;
    try {
        response = co_await answer(*site, match.handler, std::move(call));
    } catch (const std::exception& failure) {
        site->log.error(
            "page failed",
            {{"route", match.pattern}, {"request_id", request.request_id}, {"why", failure.what()}}
        );
        response = error_page(*site, 500, request);
    }
    response.route = std::string(match.pattern);
    co_return response;
}

// Nothing for files that may change under way.
std::map<std::string, std::shared_ptr<const std::string>, std::less<>>
pack(const render::Assets& assets, bool frozen) {
    std::map<std::string, std::shared_ptr<const std::string>, std::less<>> packed;
    if (!frozen)
        return packed;
    for (const std::string& name : assets.hashed_names())
        if (const auto found = assets.find(name))
            packed.emplace(name, std::make_shared<const std::string>(net::brotli(found->body)));
    return packed;
}

} // namespace

Site::Site(
    views::CatalogViews& read_side,
    const i18n::CodeLabels& code_labels,
    const Clock& time,
    telemetry::Logger& logger,
    PagesOptions settings
)
    : views(read_side), labels(code_labels), clock(time), log(logger), options(std::move(settings)),
      templates(
          options.web_directory.empty() ? render::WebFiles()
                                        : render::WebFiles(options.web_directory)
      ),
      assets(
          options.web_directory.empty() ? render::WebFiles()
                                        : render::WebFiles(options.web_directory)
      ),
      packed_assets(pack(assets, options.web_directory.empty())), table(make_table()) {}

net::ServerResponse
page(const Site& site, std::string_view name, render::Data data, Head head, int status) {
    const std::string full_title =
        head.title.empty() ? site.options.site_name : head.title + " – " + site.options.site_name;
    render::put(data, "lang", "fr");
    render::put(data, "dir", "ltr");
    render::put(data, "title", full_title);
    render::put(data, "site_name", site.options.site_name);
    render::put(data, "version", site.options.version);
    render::put(data, "description", head.description);
    render::put(data, "robots", head.robots);
    render::put(
        data,
        "canonical",
        head.canonical.empty() ? std::string() : site.options.public_url.absolute(head.canonical)
    );
    render::put(data, "json_url", head.json_url);
    render::put(data, "csv_url", head.csv_url);
    render::put(data, "atom_url", head.atom_url);
    render::put(data, "rdf_url", head.rdf_url);
    render::put(data, "json_ld", head.json_ld);
    for (const std::string_view section : {"datasets", "portals", "robot"})
        render::put_flag(data, "nav_" + std::string(section), head.section == section);
    const std::string assets(routes::assets_prefix);
    render::put(data, "style_url", assets + site.assets.hashed_name("style.css"));
    render::put(data, "icon_url", assets + site.assets.hashed_name("icon.svg"));
    render::put_flag(data, "demo", site.options.demo);
    const views::Readiness state = site.views.readiness();
    std::string stale;
    if (!state.database_ok && state.last_contact)
        stale = i18n::date_time(*state.last_contact);
    render::put(data, "stale_since", stale);

    net::ServerResponse response;
    response.status = status;
    response.body = site.templates.render(name, i18n::Lang::fr, data);
    response.headers.emplace_back("Content-Language", "fr");
    // Counts that a reader sees twice must not be those of before: the ETag decides while they
    // move.
    const bool revalidate = site.options.demo || state.changing;
    response.headers.emplace_back(
        "Cache-Control",
        status != 200 ? "no-store"
        : revalidate  ? "no-cache"
                      : "public, max-age=60"
    );
    if (!stale.empty())
        response.headers.emplace_back("Moisson-Stale-Since", to_http_date(*state.last_contact));
    add_security_headers(response);
    response.etag = status == 200;
    return response;
}

net::ServerResponse error_page(const Site& site, int status, const net::ServerRequest& request) {
    const Failure* shown = &failures[4];
    for (const Failure& failure : failures)
        if (failure.status == status)
            shown = &failure;
    render::Data data;
    render::put(data, "heading", std::string(shown->heading));
    render::put(data, "message", std::string(shown->message));
    render::put(data, "reason", std::string());
    render::put(data, "request_id", status >= 500 ? request.request_id : std::string());
    Head head;
    head.title = std::string(shown->heading);
    head.robots = "noindex";
    net::ServerResponse response = page(site, "error", std::move(data), std::move(head), status);
    if (status == 503)
        response.headers.emplace_back("Retry-After", "60");
    return response;
}

net::ServerResponse taken_down_page(const Site& site, const Takedown& takedown) {
    const bool law = takedown.ground == TakedownGround::law;
    render::Data data;
    render::put(data, "heading", "Jeu de données retiré");
    render::put(
        data,
        "message",
        fmt::format(
            "Ce jeu de données a été retiré du catalogue le {}{}.",
            i18n::date(takedown.at),
            law ? ", pour une raison légale" : ""
        )
    );
    render::put(data, "reason", takedown.reason);
    render::put(data, "request_id", std::string());
    Head head;
    head.title = "Jeu de données retiré";
    head.robots = "noindex";
    return page(site, "error", std::move(data), std::move(head), law ? 451 : 410);
}

net::ServerResponse
error_page(const Site& site, const Error& error, const net::ServerRequest& request) {
    switch (error.code) {
    case Code::not_found:
        return error_page(site, 404, request);
    case Code::invalid_argument:
        return error_page(site, 400, request);
    case Code::store_unavailable:
        return error_page(site, 503, request);
    default:
        return error_page(site, 500, request);
    }
}

net::ServerResponse redirect(std::string location) {
    net::ServerResponse response;
    response.status = 301;
    response.headers.emplace_back("Location", std::move(location));
    response.etag = false;
    return response;
}

net::Handler make_pages_handler(
    views::CatalogViews& views,
    const i18n::CodeLabels& labels,
    const Clock& clock,
    telemetry::Logger& log,
    PagesOptions options
) {
    auto site = std::make_shared<const Site>(views, labels, clock, log, std::move(options));
    return [site](net::ServerRequest request) { return handle(site, std::move(request)); };
}

} // namespace moisson::pages
