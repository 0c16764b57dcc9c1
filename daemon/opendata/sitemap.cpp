// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Sitemaps (sitemaps.org): the ids are hashes, so equal parts of their range are equal parts of
// the catalogue; a part is made while it is sent.
#include "api/problem.hpp"
#include "core/limits.hpp"
#include "net/server/gzip_stream.hpp"
#include "opendata/site.hpp"
#include "text/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace moisson::opendata {
namespace {

constexpr std::string_view media_type = "application/xml";
constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr std::string_view set_begin =
    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
constexpr std::string_view set_end = "</urlset>\n";
constexpr std::string_view cached = "public, max-age=3600";
// So full on average that chance does not fill one beyond the bound.
constexpr std::int64_t addresses_per_part = limits::sitemap_addresses * 4 / 5;

// How many parts: a power of two, so that an index that is a little old names parts that exist.
std::uint32_t parts_of(std::int64_t datasets) {
    const auto wanted =
        static_cast<std::uint64_t>((datasets + addresses_per_part - 1) / addresses_per_part);
    return static_cast<std::uint32_t>(
        std::bit_ceil(std::clamp<std::uint64_t>(wanted, 1, limits::sitemap_parts))
    );
}

// The greatest id whose first four bytes are below `prefix`; the nil id for 0.
Uuid below(std::uint64_t prefix) {
    Uuid id;
    if (prefix == 0)
        return id;
    id.bytes.fill(0xFF);
    const std::uint64_t head = prefix - 1;
    for (int i = 0; i < 4; ++i)
        id.bytes[static_cast<std::size_t>(i)] =
            static_cast<std::uint8_t>((head >> (8 * (3 - i))) & 0xFF);
    return id;
}

std::string entry(const std::string& address, const std::optional<Instant>& changed) {
    std::string out = "<url><loc>" + text::escape_html(address) + "</loc>";
    if (changed)
        out += "<lastmod>" + to_iso8601(std::chrono::floor<std::chrono::seconds>(*changed)) +
               "</lastmod>";
    return out + "</url>\n";
}

// A part on its way.
struct Part {
    SitePtr site;
    Uuid after;
    Uuid last;
    std::size_t sent = 0;
    // Sent before the next is read.
    std::string ready;
    bool ended = false;
};

asio::awaitable<Result<std::string>> read_entries(std::shared_ptr<Part> part) {
    const Result<std::vector<store::SitemapEntry>> found =
        co_await part->site->data.sitemap(part->after, part->last);
    if (!found)
        co_return found.error();
    std::string out;
    for (const store::SitemapEntry& one : *found) {
        if (part->sent == limits::sitemap_addresses)
            break;
        out += entry(
            part->site->options.public_url.absolute(routes::dataset_page_of(one.slug)),
            one.changed_at
        );
        ++part->sent;
        part->after = one.id;
    }
    if (found->size() < static_cast<std::size_t>(limits::sitemap_step) ||
        part->sent == limits::sitemap_addresses) {
        part->ended = true;
        out += set_end;
    }
    co_return out;
}

asio::awaitable<Result<std::string>> next_part(std::shared_ptr<Part> part) {
    if (!part->ready.empty()) {
        std::string ready = std::move(part->ready);
        part->ready.clear();
        co_return ready;
    }
    if (part->ended)
        co_return std::string();
    Result<std::string> more = co_await read_entries(part);
    co_return more;
}

net::ServerResponse sitemap_document(std::string body) {
    net::ServerResponse response = document(media_type, std::move(body));
    for (auto& [name, value] : response.headers)
        if (name == "Cache-Control")
            value = std::string(cached);
    return response;
}

} // namespace

asio::awaitable<net::ServerResponse> sitemap_index(SitePtr site, net::ServerRequest request) {
    const Result<views::FeedPortals> portals = co_await site->data.portals();
    if (!portals)
        co_return api::problem_of(portals.error(), request);
    std::int64_t datasets = 0;
    for (const views::FeedPortal& portal : **portals)
        datasets += portal.datasets;
    std::string body(declaration);
    body += "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    const auto add = [&](std::string_view path) {
        body += "<sitemap><loc>" + text::escape_html(site->options.public_url.absolute(path)) +
                "</loc></sitemap>\n";
    };
    add(routes::sitemap_pages);
    const std::uint32_t parts = parts_of(datasets);
    for (std::uint32_t part = 1; part <= parts; ++part)
        add(fmt::format("{}{}-{}.xml.gz", routes::sitemap_parts, parts, part));
    body += "</sitemapindex>\n";
    co_return sitemap_document(std::move(body));
}

asio::awaitable<net::ServerResponse> sitemap_pages(SitePtr site, net::ServerRequest request) {
    const Result<views::FeedPortals> portals = co_await site->data.portals();
    if (!portals)
        co_return api::problem_of(portals.error(), request);
    const routes::PublicUrl& url = site->options.public_url;
    std::string body = std::string(declaration) + std::string(set_begin);
    for (const std::string_view path :
         {routes::home, routes::datasets_page, routes::portals_page, routes::robot_page})
        body += entry(url.absolute(path), std::nullopt);
    for (const views::FeedPortal& portal : **portals)
        body += entry(url.absolute(routes::portal_page_of(portal.key)), portal.harvested);
    body += set_end;
    co_return sitemap_document(std::move(body));
}

asio::awaitable<net::ServerResponse>
sitemap_part(SitePtr site, Door door, net::ServerRequest request) {
    constexpr std::uint64_t prefixes = std::uint64_t(1) << 32;
    const std::uint64_t width = prefixes / door.parts;
    auto part = std::make_shared<Part>();
    part->site = site;
    part->after = below(width * (door.part - 1));
    part->last = below(width * door.part);
    // The first step is read before the answer begins: what fails then is still a problem.
    Result<std::string> first = co_await read_entries(part);
    if (!first)
        co_return api::problem_of(first.error(), request);
    part->ready = std::string(declaration) + std::string(set_begin) + *first;
    net::ServerResponse response = sitemap_document({});
    response.etag = false;
    response.stream = [part] { return next_part(part); };
    if (door.gzip) {
        response.content_type = "application/gzip";
        response.stream = net::gzipped(std::move(response.stream));
    }
    co_return response;
}

} // namespace moisson::opendata
