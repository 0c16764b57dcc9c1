// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson alertes, silences.
#include "cli/author.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"
#include "i18n/format.hpp"
#include "settings/duration.hpp"
#include "store/alert_store.hpp"
#include "views/alert_facts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::cli {
namespace {

Json alert_json(const store::AlertRow& row) {
    const AlertEpisode& of = row.episode;
    const i18n::AlertText text = views::alert_text(row);
    Json out;
    out["id"] = of.id;
    out["kind"] = to_string(of.condition.kind);
    out["severity"] = to_string(of.condition.severity);
    out["audience"] = to_string(of.condition.audience);
    out["subject"] = of.condition.subject;
    out["portal"] = of.condition.labels.portal ? Json(*of.condition.labels.portal) : Json(nullptr);
    out["state"] = to_string(of.state);
    out["muted"] = to_string(of.muted);
    out["reason"] = of.reason;
    out["since"] = to_iso8601(of.firing_since.value_or(of.pending_since));
    out["resolved_at"] = time_json(of.resolved_at);
    out["acked_by"] = of.acked_by ? Json(*of.acked_by) : Json(nullptr);
    out["snoozed_until"] = time_json(of.snoozed_until);
    out["held"] = of.held;
    out["title"] = text.title;
    out["sentence"] = text.sentence;
    out["action"] = text.action;
    return out;
}

Json silence_json(const AlertSilence& silence) {
    Json out;
    out["id"] = silence.id;
    Json matchers = Json::object();
    for (const AlertMatcher& one : silence.matchers)
        matchers[one.label] = one.equals;
    out["matchers"] = std::move(matchers);
    out["starts_at"] = to_iso8601(silence.starts_at);
    out["ends_at"] = to_iso8601(silence.ends_at);
    out["author"] = silence.author;
    out["reason"] = silence.reason;
    out["ended_at"] = time_json(silence.ended_at);
    return out;
}

std::string time_text(const AlertEpisode& of) {
    const std::string since = i18n::date_time(of.firing_since.value_or(of.pending_since));
    if (!of.resolved_at)
        return ", depuis le " + since;
    return fmt::format(" le {}, ouverte le {}", i18n::date_time(*of.resolved_at), since);
}

void print_alert(std::FILE* out, const store::AlertRow& row) {
    const AlertEpisode& of = row.episode;
    const i18n::AlertText text = views::alert_text(row);
    std::string state(i18n::alert_state_label(to_string(of.state)));
    if (of.muted != AlertMute::none)
        state += fmt::format(" ({})", i18n::alert_mute_label(to_string(of.muted)));
    fmt::print(
        out,
        "{}  {} [{}]\n    {}{} : {}\n    {}\n",
        of.id,
        terminal_text(text.title),
        i18n::alert_severity_label(to_string(of.condition.severity)),
        state,
        time_text(of),
        terminal_text(i18n::alert_reason_label(of.reason)),
        terminal_text(text.sentence)
    );
    // What is over asks for nothing.
    if (!of.resolved_at && !text.action.empty())
        fmt::print(out, "    {}\n", terminal_text(text.action));
    // The mute follows at the next look: what was just asked is told from the episode itself.
    if (of.acked_by)
        fmt::print(out, "    prise en charge par {}\n", terminal_text(*of.acked_by));
    if (of.snoozed_until)
        fmt::print(out, "    reportée jusqu'au {}\n", i18n::date_time(*of.snoozed_until));
}

void print_silence(std::FILE* out, const AlertSilence& silence) {
    std::string matchers;
    for (const AlertMatcher& one : silence.matchers)
        matchers += fmt::format("{}{}={}", matchers.empty() ? "" : " ", one.label, one.equals);
    fmt::print(
        out,
        "{}  {}\n    du {} au {}, par {} : {}\n",
        silence.id,
        terminal_text(matchers),
        i18n::date_time(silence.starts_at),
        i18n::date_time(silence.ended_at.value_or(silence.ends_at)),
        terminal_text(silence.author),
        terminal_text(silence.reason)
    );
}

int tell(Context& context, const Request& request, const Result<store::AlertRow>& row) {
    if (row.has_error())
        return report_error(context.output, row.error());
    if (request.json)
        print_json(context.output, alert_json(*row));
    else
        print_alert(context.output.out, *row);
    return exit_ok;
}

int tell(Context& context, const Request& request, const Result<AlertSilence>& silence) {
    if (silence.has_error())
        return report_error(context.output, silence.error());
    if (request.json)
        print_json(context.output, silence_json(*silence));
    else
        print_silence(context.output.out, *silence);
    return exit_ok;
}

std::optional<std::chrono::hours> hours_of(const Request& request, const Output& output) {
    const auto time = settings::parse_duration(request.duration);
    if (time && *time >= std::chrono::hours(1))
        return std::chrono::duration_cast<std::chrono::hours>(*time);
    fmt::print(
        output.problems,
        "moisson : --duree : une durée d'une heure au moins est attendue (12h, 7j), pas « {} »\n",
        terminal_text(request.duration)
    );
    return std::nullopt;
}

} // namespace

int show_alerts(Context& context, const Request& request) {
    for (const std::string& state : request.states)
        if (!alert_state_from_string(state)) {
            fmt::print(
                context.output.problems,
                "moisson : état inconnu : « {} » (pending, firing, resolving, resolved, closed)\n",
                terminal_text(state)
            );
            return exit_usage;
        }
    store::AlertFilter filter;
    filter.states = request.states;
    filter.portal = request.subject;
    filter.limit = request.limit;
    const auto store = store::make_alert_store(context.database);
    const auto rows = context.await(store->list(std::move(filter)));
    if (rows.has_error())
        return report_error(context.output, rows.error());
    if (request.json) {
        Json out = Json::array();
        for (const store::AlertRow& row : *rows)
            out.push_back(alert_json(row));
        print_json(context.output, out);
        return exit_ok;
    }
    if (rows->empty())
        fmt::print(context.output.out, "Aucune alerte.\n");
    for (const store::AlertRow& row : *rows)
        print_alert(context.output.out, row);
    return exit_ok;
}

int acknowledge_alert(Context& context, const Request& request) {
    const auto author = author_of(request, context.output);
    if (!author)
        return exit_usage;
    const auto store = store::make_alert_store(context.database);
    return tell(
        context,
        request,
        context.await(store->acknowledge(request.alert, *author, request.lift))
    );
}

int snooze_alert(Context& context, const Request& request) {
    const auto author = author_of(request, context.output);
    const auto time = hours_of(request, context.output);
    if (!author || !time)
        return exit_usage;
    const auto store = store::make_alert_store(context.database);
    return tell(context, request, context.await(store->snooze(request.alert, *author, *time)));
}

int approve_alerts(Context& context, const Request& request) {
    const auto author = author_of(request, context.output);
    if (!author)
        return exit_usage;
    const auto store = store::make_alert_store(context.database);
    const auto freed = context.await(store->approve(request.replaced, *author));
    if (freed.has_error())
        return report_error(context.output, freed.error());
    if (request.json)
        print_json(context.output, {{"portal", request.replaced}, {"approved", *freed}});
    else
        fmt::print(
            context.output.out,
            "{} : {}\n",
            terminal_text(request.replaced),
            i18n::count(*freed, "alerte approuvée", "alertes approuvées")
        );
    return exit_ok;
}

int show_silences(Context& context, const Request& request) {
    const auto store = store::make_silence_store(context.database);
    const auto rows = context.await(store->list(request.ended, Remit()));
    if (rows.has_error())
        return report_error(context.output, rows.error());
    if (request.json) {
        Json out = Json::array();
        for (const AlertSilence& silence : *rows)
            out.push_back(silence_json(silence));
        print_json(context.output, out);
        return exit_ok;
    }
    if (rows->empty())
        fmt::print(context.output.out, "Aucun silence.\n");
    for (const AlertSilence& silence : *rows)
        print_silence(context.output.out, silence);
    return exit_ok;
}

int add_silence(Context& context, const Request& request) {
    const std::optional<Trace> trace = trace_of(request, context.output);
    const auto time = hours_of(request, context.output);
    if (!trace || !time)
        return exit_usage;
    std::vector<AlertMatcher> matchers;
    for (const std::string& text : request.matchers) {
        const auto equals = text.find('=');
        const std::string label = text.substr(0, equals);
        if (equals == std::string::npos || !is_alert_label(label)) {
            fmt::print(
                context.output.problems,
                "moisson : --si : ETIQUETTE=VALEUR est attendu, pas « {} » (étiquettes : kind, "
                "severity, portal, organization, dataset, host, country)\n",
                terminal_text(text)
            );
            return exit_usage;
        }
        matchers.push_back({label, text.substr(equals + 1)});
    }
    const auto store = store::make_silence_store(context.database);
    auto doing = store->create(std::move(matchers), *time, trace->author, trace->motive);
    return tell(context, request, context.await(std::move(doing)));
}

int end_silence(Context& context, const Request& request) {
    const auto author = author_of(request, context.output);
    if (!author)
        return exit_usage;
    const auto store = store::make_silence_store(context.database);
    return tell(context, request, context.await(store->end(request.alert, *author)));
}

} // namespace moisson::cli
