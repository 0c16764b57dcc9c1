// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the pages share, and one function per page. Inside the room only.
#pragma once

#include "pages/pages.hpp"
#include "render/assets.hpp"
#include "render/templates.hpp"
#include "routes/router.hpp"
#include "routes/url.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace moisson::pages {

struct Site {
    Site(
        views::CatalogViews& read_side,
        const i18n::CodeLabels& code_labels,
        const Clock& time,
        telemetry::Logger& logger,
        PagesOptions settings
    );

    views::CatalogViews& views;
    const i18n::CodeLabels& labels;
    const Clock& clock;
    telemetry::Logger& log;
    PagesOptions options;
    render::Templates templates;
    render::Assets assets;
    // Assets as brotli, by hashed name; none while they are read from a directory.
    std::map<std::string, std::shared_ptr<const std::string>, std::less<>> packed_assets;
    routes::RouteTable table;
};

struct Call {
    Call() = default;
    Call(net::ServerRequest message, std::string value, routes::Query parameters)
        : request(std::move(message)), key(std::move(value)), query(std::move(parameters)) {}

    net::ServerRequest request;
    // Value of the placeholder, when the pattern has one.
    std::string key;
    routes::Query query;
};

// What stands in <head>.
struct Head {
    std::string title;
    std::string description;
    // Path of the page without its parameters' noise; empty = no canonical link.
    std::string canonical;
    std::string robots;
    std::string json_url;
    // Twins of a search.
    std::string csv_url;
    std::string atom_url;
    // The same as RDF, without the suffix of a syntax.
    std::string rdf_url;
    std::string json_ld;
    // "datasets", "portals", "robot" or empty.
    std::string section;
};

asio::awaitable<net::ServerResponse> home_page(const Site& site, Call call);
asio::awaitable<net::ServerResponse> search_page(const Site& site, Call call);
asio::awaitable<net::ServerResponse> dataset_page(const Site& site, Call call);
asio::awaitable<net::ServerResponse> portals_page(const Site& site, Call call);
asio::awaitable<net::ServerResponse> portal_page(const Site& site, Call call);
asio::awaitable<net::ServerResponse> run_page(const Site& site, Call call);
asio::awaitable<net::ServerResponse> alerts_page(const Site& site, Call call);
// /abonnements: the form, and what is asked for by it.
asio::awaitable<net::ServerResponse> subscribe_page(const Site& site, Call call);
asio::awaitable<net::ServerResponse> subscribe(const Site& site, Call call);
// /abonnements/confirmer
asio::awaitable<net::ServerResponse> confirm_page(const Site& site, Call call);
asio::awaitable<net::ServerResponse> confirm(const Site& site, Call call);
// /abonnements/gerer, by signed link.
asio::awaitable<net::ServerResponse> manage_page(const Site& site, Call call);
asio::awaitable<net::ServerResponse> manage(const Site& site, Call call);
// /abonnements/lien: what a link of a message offers (GET) and does (POST, also RFC 8058).
asio::awaitable<net::ServerResponse> signed_link_page(const Site& site, Call call);
asio::awaitable<net::ServerResponse> follow_signed_link(const Site& site, Call call);
// /abonnements/donnees: everything kept about a person.
asio::awaitable<net::ServerResponse> my_data(const Site& site, Call call);
net::ServerResponse dumps_page(const Site& site);
net::ServerResponse robot_page(const Site& site);
net::ServerResponse api_page(const Site& site);
net::ServerResponse robots_txt(const Site& site);
net::ServerResponse opensearch(const Site& site);
asio::awaitable<net::ServerResponse> suggestions(const Site& site, Call call);
net::ServerResponse asset(const Site& site, const Call& call);

// A whole page: `data` completed with the layout's values.
net::ServerResponse
page(const Site& site, std::string_view name, render::Data data, Head head, int status = 200);
// 400, 404, 405, 410, 500 and 503 in French.
net::ServerResponse error_page(const Site& site, int status, const net::ServerRequest& request);
net::ServerResponse
error_page(const Site& site, const Error& error, const net::ServerRequest& request);
// 451 or 410: hidden at somebody's request, and why.
net::ServerResponse taken_down_page(const Site& site, const Takedown& takedown);
net::ServerResponse redirect(std::string location);

} // namespace moisson::pages
