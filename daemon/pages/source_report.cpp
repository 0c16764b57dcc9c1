// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "pages/source_report.hpp"

#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "views/report.hpp"

#include <algorithm>

namespace moisson::pages {
namespace {

// The rest is in the JSON.
constexpr std::size_t values_shown = 20;

std::string ended_text(const std::optional<HarvestRun>& run, Instant now) {
    return run && run->ended_at ? i18n::age(*run->ended_at, now) : std::string("jamais");
}

std::string backlog_text(const std::map<std::string, std::int64_t>& backlog) {
    return i18n::count(views::issues_of(backlog, Severity::error), "erreur", "erreurs") + ", " +
           i18n::count(
               views::issues_of(backlog, Severity::warning),
               "avertissement",
               "avertissements"
           );
}

render::Data trend_row(const store::TrendPoint& point) {
    const HarvestRun& run = point.detail.run;
    render::Data one;
    render::put(one, "url", routes::run_page_of(run.id.value));
    render::put(one, "date", run.started_at ? i18n::date(*run.started_at) : std::string("—"));
    render::put(one, "mode", std::string(i18n::run_mode_label(to_string(run.mode))));
    render::put(one, "state", std::string(i18n::run_state_label(to_string(run.state))));
    render::put(one, "received", i18n::number(run.counts.received));
    render::put(one, "created", i18n::number(run.counts.created));
    render::put(one, "missing", i18n::number(run.counts.missing));
    render::put(one, "errors", i18n::number(views::issues_of(run.issues, Severity::error)));
    render::put(one, "unmapped", point.unmapped ? i18n::number(*point.unmapped) : "—");
    return one;
}

render::Data value_row(const store::UnmappedValue& value) {
    render::Data one;
    render::put(one, "kind", std::string(i18n::unmapped_kind_label(to_string(value.count.code))));
    render::put(one, "value", value.count.value);
    render::put(one, "count", i18n::number(value.count.total));
    render::put(one, "since", i18n::date(value.since));
    render::put(one, "until", value.until ? i18n::date(*value.until) : std::string());
    return one;
}

render::Data
source_row(const store::SourceSummary& source, const store::SourceReport& report, Instant now) {
    render::Data one;
    render::put(one, "key", source.key);
    render::put(one, "last_success", ended_text(report.last_success, now));
    render::put(one, "last_complete", ended_text(source.last_complete_run, now));
    std::string next = "pas encore fixé";
    const std::optional<Instant> at = views::next_at(source);
    if (!source.enabled)
        next = "aucun";
    else if (source.waiting_run() != nullptr)
        next = i18n::date_time(*at);
    else if (at)
        next = *at <= now ? "imminent" : i18n::age(*at, now);
    render::put(one, "next", std::move(next));
    render::put(
        one,
        "next_why",
        i18n::typography(i18n::next_run_sentence(views::why_next(source, report, now)))
    );
    render::put(one, "backlog", backlog_text(report.backlog));
    render::Data trend = render::list();
    for (const store::TrendPoint& point : report.trend)
        trend.push_back(trend_row(point));
    render::put_flag(one, "has_trend", !report.trend.empty());
    render::put_list(one, "trend", std::move(trend));
    render::Data values = render::list();
    for (std::size_t i = 0; i < std::min(report.unmapped.size(), values_shown); ++i)
        values.push_back(value_row(report.unmapped[i]));
    render::put_flag(one, "has_values", !report.unmapped.empty());
    render::put_list(one, "values", std::move(values));
    render::put(
        one,
        "values_count",
        i18n::count(report.unmapped_open, "valeur non reconnue", "valeurs non reconnues")
    );
    return one;
}

} // namespace

void put_source_reports(const Site& site, render::Data& data, const views::PortalView& view) {
    const Instant now = site.clock.now();
    render::Data list = render::list();
    for (const store::SourceSummary& source : view.summary.portal.sources)
        for (const store::SourceReport& report : view.reports)
            if (report.source_key == source.key)
                list.push_back(source_row(source, report, now));
    render::put_list(data, "reports", std::move(list));
}

} // namespace moisson::pages
