// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/report_text.hpp"

#include "cli/decision_view.hpp"
#include "cli/terminal_text.hpp"
#include "harvest/progress.hpp"
#include "i18n/details.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "i18n/messages.hpp"
#include "views/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace moisson::cli {
namespace {

constexpr std::size_t values_shown = 20;
constexpr std::size_t samples_shown = 2;

template <class... T>
void add(std::string& out, fmt::format_string<T...> form, T&&... values) {
    fmt::format_to(std::back_inserter(out), form, std::forward<T>(values)...);
}

std::string difference_text(std::int64_t difference) {
    if (difference == 0)
        return "=";
    return (difference > 0 ? "+" : "-") + i18n::number(std::abs(difference));
}

void add_network(std::string& out, const store::RunDetail& detail) {
    add(out,
        "Réseau : {}, dont {} « inchangé » (304) ; {} ; {}",
        i18n::count(detail.requests, "requête", "requêtes"),
        i18n::number(detail.not_modified),
        i18n::count(detail.retries, "nouvel essai", "nouveaux essais"),
        i18n::bytes(detail.wire_bytes));
    if (detail.certificate_expires)
        add(out, " ; certificat valable jusqu'au {}", i18n::date(*detail.certificate_expires));
    out += '\n';
}

void add_counts(std::string& out, const store::RunReport& report) {
    out += report.before
               ? fmt::format("Compteurs (écart avec le passage {}) :\n", report.before->id.value)
               : std::string("Compteurs :\n");
    for (const views::CountLine& line : views::count_lines(report.detail.run, report.before)) {
        if (line.value == 0 && line.difference.value_or(0) == 0)
            continue;
        add(out, "  {:>10}  {}", i18n::number(line.value), i18n::run_count_label(line.name));
        if (line.difference)
            add(out, " ({})", difference_text(*line.difference));
        out += '\n';
    }
}

void add_checks(std::string& out, const std::vector<store::CountCheck>& checks) {
    bool wrong = false;
    for (const store::CountCheck& check : checks) {
        if (check.agrees())
            continue;
        wrong = true;
        add(out,
            "ERREUR : {} : {} au bilan, {} dans les lignes enregistrées\n",
            i18n::run_count_label(check.name),
            i18n::number(check.stored),
            i18n::number(check.rows_min));
    }
    if (!wrong && !checks.empty())
        add(out,
            "{} dans les lignes enregistrées : tout concorde.\n",
            i18n::count(
                static_cast<std::int64_t>(checks.size()),
                "compteur recompté",
                "compteurs recomptés"
            ));
}

void add_sample(
    std::string& out,
    const Issue& sample,
    const views::RecordNames& names,
    const routes::PublicUrl& url
) {
    const auto name = names.find(sample.remote_id);
    add(out, "      {}", sample.remote_id.empty() ? "-" : terminal_text(sample.remote_id));
    if (name != names.end())
        add(out, "  {}", url.absolute(routes::dataset_page_of(name->second.slug)));
    if (!sample.remote_url.empty())
        add(out, "  {}", terminal_text(sample.remote_url));
    if (!sample.detail.empty())
        add(out, "  {}", terminal_text(i18n::detail_text(sample.code, sample.detail)));
    out += '\n';
}

void add_issues(
    std::string& out,
    const std::vector<views::IssueCount>& issues,
    const HarvestRun* run,
    const views::RecordNames& names,
    const routes::PublicUrl& url
) {
    if (!issues.empty())
        out += "Problèmes :\n";
    for (const views::IssueCount& issue : issues) {
        add(out,
            "  {} {} ({}) : {}{}\n",
            i18n::number(issue.count),
            to_string(issue.code),
            i18n::severity_label(to_string(issue.severity)),
            i18n::sentence(issue.code),
            advice_text(run, issue.code));
        for (std::size_t i = 0; i < std::min(issue.samples.size(), samples_shown); ++i)
            add_sample(out, issue.samples[i], names, url);
    }
}

std::string value_text(const store::UnmappedCount& value) {
    return fmt::format(
        "  {:>10}  {} « {} »",
        i18n::number(value.total),
        i18n::unmapped_kind_label(to_string(value.code)),
        terminal_text(value.value)
    );
}

std::string run_text(const std::optional<HarvestRun>& run) {
    if (!run || !run->ended_at)
        return "jamais";
    return fmt::format("{} (passage {})", i18n::date_time(*run->ended_at), run->id.value);
}

void add_trend(std::string& out, const std::vector<store::TrendPoint>& trend) {
    if (trend.empty())
        return;
    add(out, "  Tendance ({}) :\n", i18n::count(std::ssize(trend), "passage", "passages"));
    for (const store::TrendPoint& point : trend) {
        const HarvestRun& run = point.detail.run;
        add(out,
            "  {:>8}  {}  {} ; {}",
            run.id.value,
            run.started_at ? i18n::date(*run.started_at) : "-",
            terminal_text(harvest::progress_line(run)),
            i18n::count(views::issues_of(run.issues, Severity::error), "erreur", "erreurs"));
        if (point.unmapped)
            add(out,
                " ; {}",
                i18n::count(*point.unmapped, "valeur non reconnue", "valeurs non reconnues"));
        out += '\n';
    }
}

void add_source(
    std::string& out,
    const store::SourceSummary& source,
    const store::SourceReport& report,
    Instant now
) {
    add(out, "\nSource {} ({}, {})\n", source.key, source.connector, terminal_text(source.url));
    add(out, "  Dernier succès : {}\n", run_text(report.last_success));
    add(out, "  Dernière lecture complète : {}\n", run_text(source.last_complete_run));
    const std::optional<Instant> next = views::next_at(source);
    add(out,
        "  Prochain passage : {}. {}\n",
        next && source.enabled ? i18n::date_time(*next) : "aucune date",
        i18n::next_run_sentence(views::why_next(source, report, now)));
    if (source.failures > 0)
        add(out, "  {}\n", i18n::count(source.failures, "échec de suite", "échecs de suite"));
    if (source.awaiting_decision)
        add(out, "  Le passage {} attend une décision.\n", source.awaiting_decision->value);
    add(out,
        "  Problèmes à traiter : {}, {}\n",
        i18n::count(views::issues_of(report.backlog, Severity::error), "erreur", "erreurs"),
        i18n::count(
            views::issues_of(report.backlog, Severity::warning),
            "avertissement",
            "avertissements"
        ));
    add_trend(out, report.trend);
    if (report.unmapped.empty())
        return;
    add(out,
        "  {} :\n",
        i18n::count(report.unmapped_open, "valeur non reconnue", "valeurs non reconnues"));
    for (std::size_t i = 0; i < std::min(report.unmapped.size(), values_shown); ++i) {
        const store::UnmappedValue& value = report.unmapped[i];
        add(out, "{}, depuis le {}", value_text(value.count), i18n::date(value.since));
        if (value.until)
            add(out, ", disparue le {}", i18n::date(*value.until));
        out += '\n';
    }
}

} // namespace

std::string run_report_text(const views::RunView& view, const routes::PublicUrl& url) {
    const store::RunReport& report = view.report;
    const HarvestRun& run = report.detail.run;
    const views::Completeness complete = views::completeness(report);
    std::string out;
    add(out, "Passage {} : {}\n", run.id.value, terminal_text(harvest::progress_line(run)));
    add(out,
        "Catalogue {}. {}\n",
        i18n::completeness_label(complete.verdict),
        i18n::completeness_sentence(complete.reason));
    if (run.decision)
        add(out, "{}\n", decision_text(*run.decision));
    add(out, "Mode : {}", i18n::run_mode_label(to_string(run.mode)));
    if (!run.mode_reason.empty())
        add(out, " ({})", terminal_text(i18n::phrase_text(run.mode_reason)));
    if (run.advertised_count)
        add(out,
            " ; {} annoncées, {} reçues",
            i18n::number(*run.advertised_count),
            i18n::number(run.counts.received));
    out += '\n';
    if (run.started_at && run.ended_at)
        add(out,
            "Durée : {}\n",
            i18n::duration(std::chrono::duration_cast<std::chrono::milliseconds>(
                *run.ended_at - *run.started_at
            )));
    add_network(out, report.detail);
    add_counts(out, report);
    add_checks(out, report.checks);
    add_issues(out, view.issues, &run, view.names, url);
    if (run.counts.unchanged > 0)
        add(out,
            "Ce passage n'a pas relu {} ; les problèmes de toutes : moisson rapport {}\n",
            i18n::count(run.counts.unchanged, "fiche inchangée", "fiches inchangées"),
            run.source_key);
    if (!report.unmapped.empty())
        out += "Valeurs non reconnues :\n";
    for (std::size_t i = 0; i < std::min(report.unmapped.size(), values_shown); ++i)
        out += value_text(report.unmapped[i]) + "\n";
    return out;
}

std::string portal_report_text(
    const views::PortalView& view,
    const routes::PublicUrl& url,
    Instant now,
    std::string_view source_key
) {
    const store::PortalSummary& portal = view.summary.portal;
    std::string out;
    add(out, "{} ({})\n", terminal_text(portal.title), portal.key);
    add(out,
        "{}, {}, {}\n",
        i18n::count(portal.active, "jeu actif", "jeux actifs"),
        i18n::count(portal.missing, "manquant", "manquants"),
        i18n::count(portal.archived, "archivé", "archivés"));
    add_issues(out, view.issues, nullptr, view.names, url);
    for (const store::SourceSummary& source : portal.sources)
        for (const store::SourceReport& report : view.reports)
            if (report.source_key == source.key && (source_key.empty() || source.key == source_key))
                add_source(out, source, report, now);
    return out;
}

} // namespace moisson::cli
