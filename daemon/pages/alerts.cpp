// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /alertes, and the list of alerts that pages share.
#include "i18n/format.hpp"
#include "i18n/messages.hpp"
#include "pages/pieces.hpp"
#include "views/alert_facts.hpp"

#include <fmt/format.h>

namespace moisson::pages {
namespace {

constexpr int page_size = 50;

std::string_view badge_of(AlertSeverity severity) {
    switch (severity) {
    case AlertSeverity::critical:
        return "bad";
    case AlertSeverity::warning:
        return "warn";
    case AlertSeverity::info:
        break;
    }
    return "";
}

std::string page_url(std::string_view portal, std::int64_t before) {
    routes::Query query;
    if (!portal.empty())
        query.emplace_back("portal", std::string(portal));
    if (before > 0)
        query.emplace_back("cursor", std::to_string(before));
    return routes::with_query(routes::alerts_page, query);
}

render::Data row_of(const store::AlertRow& row, Instant now) {
    const AlertEpisode& of = row.episode;
    const i18n::AlertText text = views::alert_text(row);
    const Instant since = of.firing_since.value_or(of.pending_since);
    render::Data one;
    render::put(one, "alert_name", i18n::typography(text.title));
    render::put(one, "alert_sentence", i18n::typography(text.sentence));
    render::put(one, "alert_todo", i18n::typography(text.action));
    std::string url;
    if (!row.dataset_slug.empty())
        url = routes::dataset_page_of(row.dataset_slug);
    else if (of.condition.labels.portal)
        url = routes::portal_page_of(*of.condition.labels.portal);
    render::put(one, "alert_url", std::move(url));
    render::put(
        one,
        "alert_severity",
        std::string(i18n::alert_severity_label(to_string(of.condition.severity)))
    );
    render::put(one, "alert_badge", std::string(badge_of(of.condition.severity)));
    std::string state(i18n::alert_state_label(to_string(of.state)));
    if (of.muted != AlertMute::none)
        state = i18n::alert_mute_label(to_string(of.muted));
    render::put(one, "alert_state", std::move(state));
    render::put(one, "alert_since", i18n::age(since, now));
    render::put(one, "alert_since_iso", to_iso8601(since));
    // Who took care of it is not for everybody, that somebody did is in the state.
    render::put(
        one,
        "alert_reason",
        of.muted == AlertMute::inhibited
            ? i18n::typography(std::string(i18n::alert_reason_label(of.reason)))
            : std::string()
    );
    return one;
}

} // namespace

void put_alerts(render::Data& data, const std::vector<store::AlertRow>& rows, Instant now) {
    render::Data list = render::list();
    for (const store::AlertRow& row : rows)
        list.push_back(row_of(row, now));
    render::put_flag(data, "has_alerts", !rows.empty());
    render::put_list(data, "alerts", std::move(list));
}

asio::awaitable<net::ServerResponse> alerts_page(const Site& site, Call call) {
    if (site.options.alerts == nullptr)
        co_return error_page(site, 404, call.request);
    store::AlertFilter filter;
    filter.states = {"firing", "resolving"};
    filter.portal = std::string(routes::first(call.query, "portal"));
    filter.before = routes::positive_number(routes::first(call.query, "cursor"));
    filter.limit = page_size;
    const std::string portal = filter.portal;
    const auto rows = co_await site.options.alerts->list(std::move(filter));
    if (rows.has_error())
        co_return error_page(site, rows.error(), call.request);
    const auto portals = co_await site.options.alerts->portal_counts();
    if (portals.has_error())
        co_return error_page(site, portals.error(), call.request);
    // Those of no portal too: a host, our own network.
    const auto counts = co_await site.options.alerts->counts();
    if (counts.has_error())
        co_return error_page(site, counts.error(), call.request);
    render::Data data;
    render::Data list = render::list();
    std::int64_t total = 0;
    for (const store::AlertCount& one : *counts)
        if (one.state == "firing" || one.state == "resolving")
            total += one.count;
    for (const store::AlertPortalCount& one : *portals) {
        render::Data line;
        render::put(line, "url", page_url(one.portal, 0));
        render::put(line, "title", one.title);
        render::put(line, "count", i18n::number(one.count));
        list.push_back(line);
    }
    render::put_flag(data, "has_portals", !portals->empty());
    render::put_list(data, "portals", std::move(list));
    render::put(
        data,
        "summary",
        fmt::format("{}.", i18n::count(total, "alerte en cours", "alertes en cours"))
    );
    put_alerts(data, *rows, site.clock.now());
    routes::Query of;
    if (!portal.empty())
        of.emplace_back("portal", portal);
    render::put(data, "feed_url", routes::with_query(routes::api_alerts_atom, of));
    const bool more = static_cast<int>(rows->size()) == page_size;
    render::put(data, "next_url", more ? page_url(portal, rows->back().episode.id) : std::string());
    Head head;
    head.title = "Alertes";
    head.canonical = std::string(routes::alerts_page);
    head.robots = "noindex";
    head.json_url = std::string(routes::api_alerts);
    co_return page(site, "alerts", std::move(data), std::move(head));
}

} // namespace moisson::pages
