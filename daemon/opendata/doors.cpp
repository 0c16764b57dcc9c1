// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which door answers, content negotiation, and what every answer shares.
#include "opendata/doors.hpp"

#include "api/problem.hpp"
#include "opendata/accept.hpp"
#include "opendata/site.hpp"

#include <fmt/format.h>

#include <exception>

namespace moisson::opendata {
namespace {

net::ServerResponse see_other(const Site& site, const std::string& path) {
    net::ServerResponse response;
    response.status = 303;
    response.content_type = "text/plain; charset=utf-8";
    response.headers.emplace_back("Location", site.options.public_url.absolute(path));
    response.headers.emplace_back("Vary", "Accept");
    response.headers.emplace_back("Cache-Control", "no-cache");
    response.etag = false;
    return response;
}

net::ServerResponse not_acceptable(const net::ServerRequest& request) {
    std::string types;
    for (const Format& format : formats())
        if (types.find(format.media_type) == std::string::npos)
            types += fmt::format("{}{}", types.empty() ? "" : ", ", format.media_type);
    net::ServerResponse response = api::problem(
        406,
        "not-acceptable",
        "Aucune forme ne convient",
        fmt::format("Cette adresse répond en text/html, {}.", types),
        request
    );
    response.headers.emplace_back("Vary", "Accept");
    return response;
}

struct Ways {
    // With the suffix added, the feed.
    std::string feed;
    std::string page;
    Preferred preferred = Preferred::page;
};

Ways ways_of(const Door& door) {
    switch (door.kind) {
    case DoorKind::catalog:
        return {
            std::string(routes::catalog_feed),
            std::string(routes::datasets_page),
            Preferred::data};
    case DoorKind::portal:
        return {
            routes::portal_feed_of(door.key),
            routes::portal_page_of(door.key),
            Preferred::page};
    case DoorKind::portal_catalog:
        return {
            routes::portal_feed_of(door.key),
            routes::portal_page_of(door.key),
            Preferred::data};
    case DoorKind::organization:
    case DoorKind::organization_catalog:
        return {
            routes::organization_feed_of(door.key),
            routes::with_query(routes::datasets_page, routes::Query{{"organization", door.key}}),
            door.kind == DoorKind::organization ? Preferred::page : Preferred::data};
    default:
        return {
            routes::dataset_iri_path(door.key),
            routes::dataset_page_of(door.key),
            Preferred::page};
    }
}

// 303 to what the reader likes best. The page knows no parameters of a feed.
net::ServerResponse
negotiate(const Site& site, const Door& door, const net::ServerRequest& request) {
    const Ways ways = ways_of(door);
    const Offer* const chosen =
        choose(net::header(request.headers, "accept"), offers(ways.preferred));
    if (chosen == nullptr)
        return not_acceptable(request);
    if (chosen->format == nullptr)
        return see_other(site, ways.page);
    const std::string feed = fmt::format("{}.{}", ways.feed, chosen->format->suffix);
    return see_other(site, routes::with_query(feed, routes::parse_query(request.query)));
}

asio::awaitable<net::ServerResponse> answer(SitePtr site, Door door, net::ServerRequest request) {
    switch (door.kind) {
    case DoorKind::sitemap_index:
        co_return co_await sitemap_index(site, std::move(request));
    case DoorKind::sitemap_pages:
        co_return co_await sitemap_pages(site, std::move(request));
    case DoorKind::sitemap_part:
        co_return co_await sitemap_part(site, std::move(door), std::move(request));
    case DoorKind::llms:
        co_return llms_text(*site);
    case DoorKind::void_description:
        co_return co_await void_document(site, std::move(request));
    default:
        break;
    }
    if (door.format == nullptr)
        co_return negotiate(*site, door, request);
    if (door.kind == DoorKind::dataset_quality)
        co_return co_await show_dataset_quality(site, std::move(door), std::move(request));
    if (door.kind == DoorKind::dataset || door.kind == DoorKind::record)
        co_return co_await show_dataset(site, std::move(door), std::move(request));
    co_return co_await show_page(site, std::move(door), std::move(request));
}

asio::awaitable<net::ServerResponse> handle(SitePtr site, Door door, net::ServerRequest request) {
    const std::string route(route_of(door));
    net::ServerResponse response;
    const net::ServerRequest asked = request;
    if (request.method != "GET") {
        response = api::problem(
            405,
            "method-not-allowed",
            "Méthode non permise",
            "Cette adresse ne peut être que lue.",
            request
        );
        response.headers.emplace_back("Allow", "GET, HEAD");
        response.route = route;
        co_return response;
    }
    try {
        response = co_await answer(site, std::move(door), std::move(request));
    } catch (const std::exception& failure) {
        site->log.error(
            "open data request failed",
            {{"route", route}, {"request_id", asked.request_id}, {"why", failure.what()}}
        );
        response = api::problem_of(Error(Code::internal_error), asked);
    }
    response.route = route;
    co_return response;
}

} // namespace

net::ServerResponse document(std::string_view media_type, std::string body) {
    net::ServerResponse response;
    response.content_type = std::string(media_type);
    response.headers.emplace_back("Cache-Control", "no-cache");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.body = std::move(body);
    return response;
}

net::Handler make_doors_handler(
    views::CatalogViews& views,
    views::OpenData& data,
    telemetry::Logger& log,
    DoorsOptions options,
    net::Handler next
) {
    FeedSite feed;
    feed.url = options.public_url;
    feed.name = options.site_name;
    auto site =
        std::make_shared<const Site>(Site{views, data, log, std::move(options), std::move(feed)});
    return [site, next = std::move(next)](net::ServerRequest request) {
        std::optional<Door> door = door_of(request.path);
        return door ? handle(site, std::move(*door), std::move(request)) : next(std::move(request));
    };
}

} // namespace moisson::opendata
