// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What robots and browsers read: /robot for their people, robots.txt, OpenSearch (its suggestions:
// suggestions.cpp), assets.
#include "pages/site.hpp"
#include "text/html.hpp"

#include <fmt/format.h>

namespace moisson::pages {

net::ServerResponse robot_page(const Site& site) {
    render::Data data;
    render::put(data, "user_agent", site.options.user_agent);
    render::put(data, "contact", site.options.contact);
    render::put(data, "contact_url", site.options.contact_url);
    Head head;
    head.title = "Le robot moissonneur";
    head.canonical = std::string(routes::robot_page);
    head.section = "robot";
    return page(site, "robot", std::move(data), std::move(head));
}

net::ServerResponse robots_txt(const Site& site) {
    net::ServerResponse response;
    response.content_type = "text/plain; charset=utf-8";
    response.headers.emplace_back("Cache-Control", "public, max-age=3600");
    // Searches are endless; datasets and portals are what is worth reading.
    response.body = site.options.demo
                        ? std::string("User-agent: *\nDisallow: /\n")
                        : fmt::format(
                              "User-agent: *\nDisallow: /jeux-de-donnees?\nDisallow: /suggestions\n"
                              "Disallow: /api/\n"
                              "Allow: /api/3\nAllow: /api/action/\n\n"
                              "Sitemap: {}\n",
                              site.options.public_url.absolute(routes::sitemap)
                          );
    return response;
}

net::ServerResponse opensearch(const Site& site) {
    net::ServerResponse response;
    response.content_type = "application/opensearchdescription+xml";
    response.headers.emplace_back("Cache-Control", "public, max-age=86400");
    const std::string name = text::escape_html(site.options.site_name.substr(0, 16));
    const auto address = [&](std::string_view path) {
        return text::escape_html(site.options.public_url.absolute(path));
    };
    response.body = fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{}</ShortName>
<Description>Recherche dans les données ouvertes des pays francophones</Description>
<InputEncoding>UTF-8</InputEncoding>
<Language>fr</Language>
<Url type="text/html" template="{}?q={{searchTerms}}&amp;page={{startPage?}}"/>
<Url type="application/atom+xml" template="{}?q={{searchTerms}}&amp;page={{startPage?}}"/>
<Url type="application/rss+xml" template="{}?q={{searchTerms}}&amp;page={{startPage?}}"/>
<Url type="application/x-suggestions+json" rel="suggestions" template="{}?q={{searchTerms}}"/>
</OpenSearchDescription>
)",
        name,
        address(routes::datasets_page),
        address(routes::api_datasets_atom),
        address(routes::api_datasets_rss),
        address(routes::suggestions)
    );
    return response;
}

net::ServerResponse asset(const Site& site, const Call& call) {
    auto found = site.assets.find(call.key);
    if (!found)
        return error_page(site, 404, call.request);
    net::ServerResponse response;
    response.content_type = std::move(found->content_type);
    response.body = std::move(found->body);
    if (const auto packed = site.packed_assets.find(call.key); packed != site.packed_assets.end())
        response.brotli = packed->second;
    response.headers.emplace_back(
        "Cache-Control",
        site.options.web_directory.empty() ? "public, max-age=31536000, immutable" : "no-store"
    );
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return response;
}

} // namespace moisson::pages
