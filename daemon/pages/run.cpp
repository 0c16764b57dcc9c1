// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /passages/{id}: the report of a run.
#include "i18n/details.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "i18n/messages.hpp"
#include "pages/pieces.hpp"
#include "routes/list_paths.hpp"
#include "views/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace moisson::pages {
namespace {

void add_run_fact(render::Data& list, std::string_view name, std::string value) {
    if (value.empty())
        return;
    render::Data one;
    render::put(one, "name", std::string(name));
    render::put(one, "value", std::move(value));
    list.push_back(one);
}

std::string decision_text(const HarvestRun& run) {
    const RunDecision& decision = *run.decision;
    std::string text = fmt::format(
        "Trop de jeux de données {} d’un coup. Décision du {} : {}.",
        run.stopped_at_arrivals() ? "étaient apparus" : "avaient disparu",
        i18n::date_time(decision.at),
        i18n::held_verdict_label(to_string(decision.verdict))
    );
    // What the program says of itself is for its log.
    if (decision.verdict != HeldVerdict::superseded && decision.by != "moissond")
        text += fmt::format(" Motif : {}", decision.reason);
    return i18n::typography(text);
}

std::string duration_text(const HarvestRun& run) {
    if (!run.started_at || !run.ended_at)
        return {};
    return i18n::duration(
        std::chrono::duration_cast<std::chrono::milliseconds>(*run.ended_at - *run.started_at)
    );
}

render::Data run_facts(const store::RunDetail& detail) {
    const HarvestRun& run = detail.run;
    render::Data list = render::list();
    add_run_fact(list, "Début", run.started_at ? i18n::date_time(*run.started_at) : std::string());
    add_run_fact(list, "Fin", run.ended_at ? i18n::date_time(*run.ended_at) : std::string());
    add_run_fact(list, "Durée", duration_text(run));
    add_run_fact(list, "Source", run.source_key);
    add_run_fact(list, "Mode", std::string(i18n::run_mode_label(to_string(run.mode))));
    if (!run.mode_reason.empty())
        add_run_fact(list, "Raison du mode", i18n::phrase_text(run.mode_reason));
    if (run.advertised_count)
        add_run_fact(list, "Fiches annoncées", i18n::number(*run.advertised_count));
    add_run_fact(list, "Fiches reçues", i18n::number(run.counts.received));
    add_run_fact(list, "Pages lues", i18n::number(run.counts.pages));
    add_run_fact(list, "Requêtes", i18n::number(detail.requests));
    if (detail.not_modified > 0)
        add_run_fact(list, "Réponses « inchangé » (304)", i18n::number(detail.not_modified));
    add_run_fact(list, "Nouveaux essais", i18n::number(detail.retries));
    add_run_fact(list, "Octets reçus", i18n::bytes(detail.wire_bytes));
    if (detail.certificate_expires)
        add_run_fact(list, "Certificat valable jusqu’au", i18n::date(*detail.certificate_expires));
    return list;
}

// "+3", "−2", "="; empty without a run before.
std::string difference_text(const std::optional<std::int64_t>& difference) {
    if (!difference)
        return {};
    if (*difference == 0)
        return "=";
    return (*difference > 0 ? "+" : "−") + i18n::number(std::abs(*difference));
}

void put_counts(render::Data& data, const store::RunReport& report) {
    render::Data list = render::list();
    for (const views::CountLine& line : views::count_lines(report.detail.run, report.before)) {
        if (line.value == 0 && line.difference.value_or(0) == 0)
            continue;
        render::Data one;
        render::put(one, "name", std::string(i18n::run_count_label(line.name)));
        render::put(one, "value", i18n::number(line.value));
        render::put(one, "difference", difference_text(line.difference));
        list.push_back(one);
    }
    render::put_flag(data, "has_counts", !list.is_empty_list());
    render::put_list(data, "counts", std::move(list));
    render::put(
        data,
        "before_url",
        report.before ? routes::run_page_of(report.before->id.value) : std::string()
    );
    render::put(
        data,
        "before",
        report.before ? fmt::format("passage {}", report.before->id.value) : std::string()
    );
}

// Counters that their rows contradict: a fault of ours, which a report must not hide.
void put_checks(render::Data& data, const std::vector<store::CountCheck>& checks) {
    std::string wrong;
    for (const store::CountCheck& check : checks) {
        if (check.agrees())
            continue;
        wrong += wrong.empty() ? "" : " ; ";
        wrong += fmt::format(
            "{} : {} au bilan, {} dans les lignes",
            i18n::run_count_label(check.name),
            i18n::number(check.stored),
            i18n::number(check.rows_min)
        );
    }
    render::put(data, "contradiction", i18n::typography(wrong));
    const auto count = static_cast<std::int64_t>(checks.size());
    render::put(
        data,
        "checked",
        wrong.empty() && count > 0
            ? i18n::count(count, "compteur recompté", "compteurs recomptés") +
                  " dans les lignes enregistrées : tout concorde."
            : std::string()
    );
}

// Whether what it changed can still be listed: retention takes that long before the run.
bool tells_changes(const store::RunReport& report) {
    const RunCounts& counts = report.detail.run.counts;
    const std::int64_t changed = counts.created + counts.updated + counts.remapped +
                                 counts.revived + counts.renamed + counts.missing + counts.archived;
    const bool are_kept =
        std::any_of(report.checks.begin(), report.checks.end(), [](const store::CountCheck& one) {
            return one.name == "created";
        });
    return changed > 0 && (are_kept || !report.detail.run.ended_at);
}

void put_unmapped(render::Data& data, const std::vector<store::UnmappedCount>& values) {
    render::Data list = render::list();
    for (const store::UnmappedCount& value : values) {
        render::Data one;
        render::put(one, "kind", std::string(i18n::unmapped_kind_label(to_string(value.code))));
        render::put(one, "value", value.value);
        render::put(one, "count", i18n::number(value.total));
        list.push_back(one);
    }
    render::put_flag(data, "has_unmapped", !values.empty());
    render::put_list(data, "unmapped", std::move(list));
}

} // namespace

asio::awaitable<net::ServerResponse> run_page(const Site& site, Call call) {
    const auto named = routes::positive_number(call.key);
    if (!named)
        co_return error_page(site, 404, call.request);
    const std::int64_t number = *named;
    const RunId id(number);
    const auto result = co_await site.views.run(id, views::Recount::yes);
    if (!result)
        co_return error_page(site, result.error(), call.request);
    const HarvestRun& run = result->report.detail.run;
    render::Data data;
    const std::string& portal =
        result->portal_title.empty() ? run.portal_key : result->portal_title;
    const std::string heading = fmt::format("Passage {} – {}", number, portal);
    render::put(data, "heading", heading);
    render::put(data, "portal", portal);
    render::put(data, "portal_url", routes::portal_page_of(run.portal_key));
    std::string state(i18n::run_state_label(to_string(run.state)));
    render::put(data, "state", "Passage " + state);
    const std::string_view kind = run.decision ? "" : state_class(run.state);
    render::put(data, "state_class", kind.empty() ? "good" : std::string(kind));
    // A held run that is settled waits for nobody any more.
    render::put(
        data,
        "sentence",
        run.decision || run.stopped_at_arrivals()
            ? std::string()
            : i18n::typography(i18n::run_state_sentence(to_string(run.state)))
    );
    std::string reason;
    if (run.decision)
        reason = decision_text(run);
    else if (const auto code = code_from_string(run.reason))
        reason = std::string(i18n::sentence(*code)) + " " + std::string(i18n::advice(*code));
    render::put(data, "reason", std::move(reason));
    put_issues(data, result->issues, result->names, &run);
    const views::Completeness complete = views::completeness(result->report);
    render::put(data, "completeness", std::string(i18n::completeness_label(complete.verdict)));
    render::put(
        data,
        "completeness_why",
        i18n::typography(i18n::completeness_sentence(complete.reason))
    );
    render::put_list(data, "facts", run_facts(result->report.detail));
    put_counts(data, result->report);
    put_checks(data, result->report.checks);
    put_unmapped(data, result->report.unmapped);
    render::put_flag(data, "has_changes", tells_changes(result->report));
    render::put(data, "changes_url", routes::api_run_change_table_of(number));
    render::put(data, "table_url", routes::api_run_table_of(number));
    render::put(data, "report_url", routes::api_run_report_of(number));
    Head head;
    head.title = heading;
    head.robots = "noindex";
    head.section = "portals";
    head.json_url = routes::api_run_of(number);
    co_return page(site, "run", std::move(data), std::move(head));
}

} // namespace moisson::pages
