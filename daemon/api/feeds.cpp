// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/datasets.atom, .rss and .json-feed: what a search found last, from the index alone; and
// the same under the addresses that CKAN and udata gave to theirs.
#include "api/feed_documents.hpp"
#include "api/json.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "core/limits.hpp"
#include "text/email_mask.hpp"
#include "views/search_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace moisson::api {
namespace {

struct Syntax {
    std::string_view path;
    std::string_view media_type;
    std::string (*write)(const FeedDocument&);
};

constexpr Syntax atom = {
    routes::api_datasets_atom,
    "application/atom+xml; charset=utf-8",
    &atom_feed};
constexpr Syntax rss = {routes::api_datasets_rss, "application/rss+xml; charset=utf-8", &rss_feed};
constexpr Syntax json_syntax = {
    routes::api_datasets_json_feed,
    "application/feed+json; charset=utf-8",
    &json_feed};

// A date in the future is nobody's news.
Instant updated_of(const search::DisplayRecord& record, Instant published, Instant now) {
    if (!record.modified || record.modified->instant > now)
        return published;
    return std::max(published, record.modified->instant);
}

FeedEntry entry_of(const Site& site, const views::SearchHit& hit) {
    const search::DisplayRecord& record = hit.record;
    FeedEntry entry;
    entry.id = "urn:uuid:" + to_string(record.id);
    entry.url = site.options.public_url.absolute(routes::dataset_page_of(record.slug));
    const bool web =
        record.landing_page.starts_with("https://") || record.landing_page.starts_with("http://");
    entry.source_url = web ? record.landing_page : std::string();
    entry.title = text::mask_emails(joined(hit.title));
    // A title is not optional.
    if (entry.title.empty())
        entry.title = record.slug;
    entry.lang = hit.title_lang;
    entry.summary = text::mask_emails(joined(hit.excerpt));
    entry.summary_lang = hit.excerpt_lang;
    entry.author = text::mask_emails(hit.publisher);
    entry.categories = record.themes;
    for (const std::string& keyword : record.keywords)
        entry.categories.push_back(text::mask_emails(keyword));
    entry.published = record.first_seen.value_or(Instant{});
    entry.updated = updated_of(record, entry.published, site.clock.now());
    return entry;
}

// The parameters that make this feed what it is; those of other answers mean nothing here.
routes::Query feed_search(routes::Query query) {
    for (const std::string_view name : {"cursor", "facets", "explain", "fields", "lang_ui"})
        query = routes::without(std::move(query), name);
    query = routes::canonical_search(std::move(query));
    std::erase_if(query, [](const auto& one) { return one.second.empty(); });
    return query;
}

// News are sorted by when they came or, on demand, by when they last changed.
routes::Query sorted(routes::Query query) {
    const bool by_change = routes::first(query, "sort") == "-modified";
    query = routes::without(std::move(query), "sort");
    return by_change ? routes::with(std::move(query), "sort", "-modified") : query;
}

// The same whatever the page, the order of parameters and the address of the site.
std::string feed_id(const routes::Query& query) {
    routes::Query kept = routes::without(routes::without(query, "page"), "page_size");
    std::sort(kept.begin(), kept.end());
    const Uuid id = uuid5(Uuid{}, routes::with_query(routes::api_datasets_atom, kept));
    return "urn:uuid:" + to_string(id);
}

std::string title_of(const routes::SearchParameters& parameters) {
    if (!parameters.q.empty())
        return fmt::format("Jeux de données : {}", text::mask_emails(parameters.q));
    return parameters.narrows() ? "Jeux de données : une sélection du catalogue"
                                : "Jeux de données";
}

void add_addresses(
    FeedDocument& feed,
    const Site& site,
    const Syntax& syntax,
    const routes::Query& query,
    const search::SearchResult& result
) {
    const routes::PublicUrl& url = site.options.public_url;
    const routes::Query core = routes::without(query, "page");
    const auto page = [&](std::int64_t number) {
        routes::Query of = core;
        if (number > 1)
            of = routes::with(std::move(of), "page", std::to_string(number));
        return url.absolute(routes::with_query(syntax.path, of));
    };
    const std::int64_t size = std::max(1, result.page_size);
    const auto window = static_cast<std::int64_t>(limits::result_window);
    const std::int64_t last =
        std::max<std::int64_t>(1, std::min((result.total + size - 1) / size, window / size));
    feed.self = page(result.page);
    feed.first = page(1);
    feed.last = page(last);
    if (result.page > 1)
        feed.previous = page(std::min<std::int64_t>(result.page - 1, last));
    if (result.page < last)
        feed.next = page(result.page + 1);
    feed.html =
        url.absolute(routes::with_query(routes::datasets_page, routes::without(core, "page_size")));
}

// Whether the reader has it; an ETag, when it came, decides in the server instead.
bool is_unchanged(const net::ServerRequest& request, Instant since) {
    std::optional<Instant> known;
    for (const auto& [name, value] : request.headers) {
        if (name == "if-none-match")
            return false;
        if (name == "if-modified-since")
            known = from_http_date(value);
    }
    return known && since <= *known;
}

net::ServerResponse respond(
    const Site& site,
    const net::ServerRequest& request,
    const Syntax& syntax,
    const FeedDocument& feed
) {
    net::ServerResponse response;
    response.content_type = std::string(syntax.media_type);
    response.headers.emplace_back("Cache-Control", "public, max-age=300");
    response.body = syntax.write(feed);
    const Instant since = site.bodies->since(feed.self, response.body, site.clock.now());
    response.headers.emplace_back("Last-Modified", to_http_date(since));
    std::string links = fmt::format("<{}>; rel=\"first\"", feed.first);
    if (!feed.previous.empty())
        links += fmt::format(", <{}>; rel=\"prev\"", feed.previous);
    if (!feed.next.empty())
        links += fmt::format(", <{}>; rel=\"next\"", feed.next);
    links += fmt::format(", <{}>; rel=\"alternate\"; type=\"text/html\"", feed.html);
    response.headers.emplace_back("Link", std::move(links));
    mark_stale(site, response);
    if (is_unchanged(request, since)) {
        response.status = 304;
        response.etag = false;
        response.body.clear();
    }
    return response;
}

asio::awaitable<net::ServerResponse>
answer(const Site& site, net::ServerRequest request, routes::Query asked, const Syntax& syntax) {
    const routes::Query query = sorted(feed_search(std::move(asked)));
    const routes::ParsedSearch parsed = routes::parse_search(query);
    if (!parsed.problems.empty())
        co_return parameter_problem(parsed.problems, request, {});
    const routes::SearchParameters& parameters = parsed.parameters;
    search::SearchQuery wish = views::to_search_query(parameters, {});
    if (!wish.sort)
        wish.sort = search::Sort::first_seen;
    wish.page_size = std::max(1, wish.page_size);
    const Result<views::SearchPage> page =
        co_await site.views.search(std::move(wish), parameters.lang_ui);
    if (!page)
        co_return problem_of(page.error(), request);
    FeedDocument feed;
    feed.id = feed_id(query);
    feed.title = title_of(parameters);
    feed.description = parameters.sort == "-modified"
                           ? "Les jeux de données modifiés en dernier."
                           : "Les jeux de données arrivés en dernier dans le catalogue.";
    add_addresses(feed, site, syntax, query, page->result);
    for (const views::SearchHit& hit : page->hits) {
        feed.entries.push_back(entry_of(site, hit));
        feed.updated = std::max(feed.updated, feed.entries.back().updated);
    }
    co_return respond(site, request, syntax, feed);
}

// "instat" of "instat.atom"; other software has no other syntax.
std::optional<std::string> name_of(std::string_view file) {
    constexpr std::string_view suffix = ".atom";
    if (!file.ends_with(suffix) || file.size() == suffix.size())
        return std::nullopt;
    return std::string(file.substr(0, file.size() - suffix.size()));
}

// What CKAN's feeds are asked with: the page, and nothing else that has a meaning here.
routes::Query only_page(const routes::Query& query) {
    routes::Query kept;
    if (const auto page = routes::first(query, "page"); !page.empty())
        kept.emplace_back("page", page);
    return kept;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> custom_fields{{
    {"tags", "tag"},
    {"groups", "theme"},
    {"res_format", "format"},
    {"license_id", "licence"},
    {"organization", "organization"},
    {"q", "q"},
}};

asio::awaitable<net::ServerResponse>
filtered(const Site& site, Call call, std::string_view filter) {
    const std::optional<std::string> name = name_of(call.id);
    if (!name)
        co_return problem_of(Error(Code::not_found), call.request);
    routes::Query query = routes::with(only_page(call.query), filter, *name);
    net::ServerResponse response =
        co_await answer(site, std::move(call.request), std::move(query), atom);
    co_return response;
}

} // namespace

asio::awaitable<net::ServerResponse> feed_atom(const Site& site, Call call) {
    net::ServerResponse response =
        co_await answer(site, std::move(call.request), std::move(call.query), atom);
    co_return response;
}

asio::awaitable<net::ServerResponse> feed_rss(const Site& site, Call call) {
    net::ServerResponse response =
        co_await answer(site, std::move(call.request), std::move(call.query), rss);
    co_return response;
}

asio::awaitable<net::ServerResponse> feed_json(const Site& site, Call call) {
    net::ServerResponse response =
        co_await answer(site, std::move(call.request), std::move(call.query), json_syntax);
    co_return response;
}

asio::awaitable<net::ServerResponse> foreign_feed(const Site& site, Call call) {
    routes::Query query = only_page(call.query);
    net::ServerResponse response =
        co_await answer(site, std::move(call.request), std::move(query), atom);
    co_return response;
}

asio::awaitable<net::ServerResponse> organization_feed(const Site& site, Call call) {
    net::ServerResponse response = co_await filtered(site, std::move(call), "organization");
    co_return response;
}

// Groups are themes, whose codes have capital letters.
asio::awaitable<net::ServerResponse> group_feed(const Site& site, Call call) {
    std::optional<std::string> name = name_of(call.id);
    if (!name)
        co_return problem_of(Error(Code::not_found), call.request);
    std::transform(name->begin(), name->end(), name->begin(), [](unsigned char c) {
        return static_cast<char>(std::toupper(c));
    });
    routes::Query query = routes::with(only_page(call.query), "theme", *name);
    net::ServerResponse response =
        co_await answer(site, std::move(call.request), std::move(query), atom);
    co_return response;
}

// Fields of a CKAN under our names; `sort` has no meaning in a feed of news.
asio::awaitable<net::ServerResponse> custom_feed(const Site& site, Call call) {
    routes::Query query = only_page(call.query);
    for (const auto& [name, value] : call.query) {
        const auto* const field = std::find_if(
            custom_fields.begin(),
            custom_fields.end(),
            [&name = name](const auto& one) { return one.first == name; }
        );
        if (field != custom_fields.end())
            query = routes::with(std::move(query), field->second, value);
        else if (name != "page" && name != "sort")
            query = routes::with(std::move(query), name, value);
    }
    net::ServerResponse response =
        co_await answer(site, std::move(call.request), std::move(query), atom);
    co_return response;
}

asio::awaitable<net::ServerResponse> tag_feed(const Site& site, Call call) {
    net::ServerResponse response = co_await filtered(site, std::move(call), "tag");
    co_return response;
}

} // namespace moisson::api
