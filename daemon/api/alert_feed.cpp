// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/alerts.atom: alerts of everything, a country, a portal, an organization, a theme, a
// dataset or a kind. Nobody has to subscribe (research S8.3). An entry changes when it begins and
// when it ends, and only then.
#include "api/alert_parameters.hpp"
#include "api/feed_documents.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "i18n/alert_text.hpp"
#include "text/email_mask.hpp"
#include "views/alert_facts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::api {
namespace {

FeedEntry entry_of(const Site& site, const store::AlertRow& row) {
    const AlertEpisode& of = row.episode;
    const i18n::AlertText text = i18n::describe(views::alert_facts(row));
    const routes::PublicUrl& url = site.options.public_url;
    FeedEntry entry;
    entry.id = "urn:uuid:" +
               to_string(uuid5(Uuid{}, fmt::format("alert:{}:{}", of.condition.subject, of.id)));
    std::string path(routes::alerts_page);
    if (!row.dataset_slug.empty())
        path = routes::dataset_page_of(row.dataset_slug);
    else if (of.condition.labels.portal)
        path = routes::portal_page_of(*of.condition.labels.portal);
    entry.url = url.absolute(path);
    const bool over = of.resolved_at.has_value();
    entry.title = text::mask_emails(over ? "Résolu : " + text.title : text.title);
    entry.lang = "fr";
    entry.summary = text::mask_emails(text.sentence);
    entry.summary_lang = "fr";
    entry.author = text::mask_emails(row.portal_title);
    entry.categories = {
        std::string(to_string(of.condition.kind)),
        std::string(to_string(of.condition.severity)),
        over ? "resolved" : "firing"};
    entry.published = of.firing_since.value_or(of.pending_since);
    entry.updated = std::max(entry.published, of.resolved_at.value_or(entry.published));
    return entry;
}

// The parameters that make it what it is.
routes::Query kept(const routes::Query& query) {
    routes::Query out;
    for (const auto& one : query)
        if (one.first != "cursor" && one.first != "page_size" && !one.second.empty())
            out.push_back(one);
    std::sort(out.begin(), out.end());
    return out;
}

void add_addresses(
    FeedDocument& feed,
    const Site& site,
    const Call& call,
    const std::vector<store::AlertRow>& rows,
    int limit
) {
    const routes::PublicUrl& url = site.options.public_url;
    const routes::Query core = kept(call.query);
    const auto at = [&](routes::Query query) {
        return url.absolute(routes::with_query(routes::api_alerts_atom, query));
    };
    feed.id =
        "urn:uuid:" + to_string(uuid5(Uuid{}, routes::with_query(routes::api_alerts_atom, core)));
    feed.self = at(call.query);
    feed.first = at(core);
    if (static_cast<int>(rows.size()) == limit)
        feed.next = at(routes::with(core, "cursor", std::to_string(rows.back().episode.id)));
    const auto portal = routes::first(core, "portal");
    routes::Query page;
    if (!portal.empty())
        page.emplace_back("portal", portal);
    feed.html = url.absolute(routes::with_query(routes::alerts_page, page));
}

} // namespace

asio::awaitable<net::ServerResponse> alert_feed(const Site& site, Call call) {
    if (site.options.alerts == nullptr)
        co_return problem(
            404,
            "not-found",
            "Introuvable",
            "Les alertes sont désactivées.",
            call.request
        );
    ParsedAlerts parsed = parse_alerts(call.query, site.labels);
    if (!parsed.problems.empty())
        co_return parameter_problem(parsed.problems, call.request, {});
    if (parsed.filter.states.empty())
        parsed.filter.states = {"firing", "resolving", "resolved"};
    // What something more general explains, or what a storm holds back, is nobody's news yet.
    parsed.filter.told_only = true;
    const int limit = parsed.filter.limit;
    const auto rows = co_await site.options.alerts->list(std::move(parsed.filter));
    if (rows.has_error())
        co_return problem_of(rows.error(), call.request);
    FeedDocument feed;
    feed.title = "Alertes du catalogue";
    feed.description = "Ce qui est en panne, rompu ou en retard, et ce qui ne l’est plus.";
    add_addresses(feed, site, call, *rows, limit);
    for (const store::AlertRow& row : *rows) {
        feed.entries.push_back(entry_of(site, row));
        feed.updated = std::max(feed.updated, feed.entries.back().updated);
    }
    net::ServerResponse response;
    response.content_type = "application/atom+xml; charset=utf-8";
    response.headers.emplace_back("Cache-Control", "public, max-age=300");
    if (!feed.entries.empty())
        response.headers.emplace_back("Last-Modified", to_http_date(feed.updated));
    response.body = atom_feed(feed);
    co_return response;
}

} // namespace moisson::api
