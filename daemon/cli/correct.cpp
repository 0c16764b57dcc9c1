// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson corriger, corrections. A correction is written, then the stored records that it concerns
// are mapped again at once, without the network.
#include "api/operators_json.hpp"
#include "cli/author.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/remapper.hpp"
#include "cli/terminal_text.hpp"
#include "cli/unknown_name.hpp"
#include "core/utf8.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "settings/correction_text.hpp"
#include "store/overlay.hpp"

namespace moisson::cli {
namespace {

std::optional<CorrectionAction> action_from_word(const std::string& word) {
    if (word == "remplacer")
        return CorrectionAction::replace;
    if (word == "completer" || word == "compléter")
        return CorrectionAction::fill;
    if (word == "ajouter")
        return CorrectionAction::add;
    return correction_action_from_string(word);
}

int refuse(const Output& output, const std::string& why) {
    fmt::print(output.problems, "moisson : {}\n", terminal_text(why));
    return exit_usage;
}

// The correction as the line says it; returns what is wrong with the line, or nothing.
std::string read_correction(const Request& request, const Trace& trace, Correction& out) {
    out.field = request.field;
    out.value = repair_utf8(request.value).text;
    out.author = trace.author;
    out.reason = trace.motive;
    const auto action = action_from_word(request.action);
    if (!action)
        return unknown_word(
            "action inconnue",
            request.action,
            {"remplacer", "completer", "ajouter"}
        );
    out.action = *action;
    if (!request.condition.empty()) {
        const std::size_t equals = request.condition.find('=');
        if (equals == 0 || equals == request.condition.npos ||
            equals + 1 == request.condition.size())
            return "--si : CHAMP=VALEUR est attendu, pas « " + request.condition + " »";
        out.when.field = request.condition.substr(0, equals);
        out.when.value = repair_utf8(request.condition.substr(equals + 1)).text;
    }
    if (!request.expires.empty()) {
        out.expires_at = settings::parse_day(request.expires);
        if (!out.expires_at || *out.expires_at <= SystemClock().now())
            return "--expire : une date à venir est attendue (AAAA-MM-JJ), pas « " +
                   request.expires + " »";
    }
    return {};
}

std::string target_text(const store::Overlay& overlay) {
    if (!overlay.dataset)
        return "tous les jeux de " + overlay.source_key;
    return overlay.slug.empty() ? to_string(*overlay.dataset) : overlay.slug;
}

std::string action_text(const Correction& correction) {
    switch (correction.action) {
    case CorrectionAction::replace:
        return "=";
    case CorrectionAction::fill:
        return "à défaut";
    case CorrectionAction::add:
        break;
    }
    return "et aussi";
}

void print_overlay(std::FILE* out, const store::Overlay& overlay) {
    const Correction& correction = overlay.correction;
    fmt::print(
        out,
        "{}  {} : {} {} « {} »\n",
        overlay.id,
        terminal_text(target_text(overlay)),
        i18n::field_label(correction.field),
        action_text(correction),
        terminal_text(correction.value)
    );
    if (!correction.when.empty())
        fmt::print(
            out,
            "    si {} = « {} »\n",
            i18n::field_label(correction.when.field),
            terminal_text(correction.when.value)
        );
    fmt::print(
        out,
        "    par {}{} : {}\n",
        terminal_text(correction.author),
        correction.made_at ? " le " + i18n::date_time(*correction.made_at) : std::string(),
        terminal_text(correction.reason)
    );
    if (correction.expires_at && !overlay.ended_at)
        fmt::print(out, "    jusqu'au {}\n", i18n::date_time(*correction.expires_at));
    if (overlay.ended_at)
        fmt::print(
            out,
            "    fin le {} par {} : {}\n",
            i18n::date_time(*overlay.ended_at),
            terminal_text(overlay.ended_by),
            overlay.end_reason == "expired" ? "échue" : terminal_text(overlay.end_reason)
        );
}

// What changed is written; now the records.
int apply_now(
    Context& context,
    const Request& request,
    const settings::Catalogue& catalogue,
    const store::Overlay& overlay
) {
    Remapper remapper(context, catalogue);
    const auto report = remapper.remap(overlay.source, overlay.source_key);
    // A source that left the configuration keeps what it had.
    const bool waits = report.has_error() && report.error().code == Code::not_found;
    if (report.has_error() && !waits)
        return report_error(context.output, report.error());
    if (request.json) {
        Json out = api::correction_json(overlay);
        out["remapped"] = waits ? Json(nullptr) : Json(report->remapped);
        out["changed"] = waits ? Json(nullptr) : Json(report->changed);
        print_json(context.output, out);
        return exit_ok;
    }
    print_overlay(context.output.out, overlay);
    if (waits)
        fmt::print(
            context.output.out,
            "Cette source n'est plus configurée : ses fiches restent.\n"
        );
    else
        fmt::print(
            context.output.out,
            "{}\n",
            i18n::count(report->changed, "fiche changée", "fiches changées")
        );
    return exit_ok;
}

// The correction that says already what was refused: it is made once, however often it is asked.
std::optional<store::Overlay>
in_force(Context& context, const store::OverlayRequest& wanted, const Error& refusal) {
    if (refusal.code != Code::invalid_argument)
        return std::nullopt;
    auto search = store::find_overlay(context.database, wanted);
    const auto known = context.await(std::move(search));
    return known.has_value() ? *known : std::nullopt;
}

std::optional<settings::Catalogue> read_catalogue(Context& context) {
    settings::Catalogue catalogue =
        settings::load_catalogue(context.settings, settings::process_environment());
    if (catalogue.ok())
        return catalogue;
    fmt::print(context.output.problems, "{}", settings::to_string(catalogue.problems));
    return std::nullopt;
}

} // namespace

int correct_records(Context& context, const Request& request) {
    if (request.subject.empty() == request.sources.empty())
        return refuse(context.output, "un jeu de données ou --source est attendu");
    const std::optional<Trace> trace = trace_of(request, context.output);
    if (!trace)
        return exit_usage;
    const std::optional<settings::Catalogue> catalogue = read_catalogue(context);
    if (!catalogue)
        return exit_configuration;
    Correction correction;
    std::string fault = read_correction(request, *trace, correction);
    if (fault.empty())
        fault = settings::correction_fault(correction, *catalogue->vocabularies);
    if (!fault.empty())
        return refuse(context.output, fault);
    store::OverlayRequest asked;
    asked.dataset = request.subject;
    asked.source_key = request.sources.empty() ? std::string() : request.sources.front();
    asked.correction = std::move(correction);
    const store::OverlayRequest wanted = asked;
    auto adding = store::add_overlay(context.database, std::move(asked));
    const auto overlay = context.await(std::move(adding));
    if (overlay.has_value())
        return apply_now(context, request, *catalogue, *overlay);
    const std::optional<store::Overlay> known = in_force(context, wanted, overlay.error());
    if (!known)
        return report_error(context.output, overlay.error());
    if (!request.json)
        fmt::print(context.output.out, "Cette correction est déjà en vigueur.\n");
    return apply_now(context, request, *catalogue, *known);
}

int withdraw_correction(Context& context, const Request& request) {
    const std::optional<Trace> trace = trace_of(request, context.output);
    if (!trace)
        return exit_usage;
    const std::optional<settings::Catalogue> catalogue = read_catalogue(context);
    if (!catalogue)
        return exit_configuration;
    store::OverlayEnd end;
    end.id = request.correction;
    end.by = trace->author;
    end.reason = trace->motive;
    auto ending = store::end_overlay(context.database, std::move(end));
    const auto overlay = context.await(std::move(ending));
    if (overlay.has_error())
        return report_error(context.output, overlay.error());
    return apply_now(context, request, *catalogue, *overlay);
}

int show_corrections(Context& context, const Request& request) {
    store::OverlayQuery query;
    query.source_key = request.sources.empty() ? std::string() : request.sources.front();
    query.dataset = request.subject;
    query.with_ended = request.ended;
    auto listing = store::list_overlays(context.database, std::move(query));
    const auto overlays = context.await(std::move(listing));
    if (overlays.has_error())
        return report_error(context.output, overlays.error());
    if (request.json) {
        Json out = Json::array();
        for (const store::Overlay& overlay : *overlays)
            out.push_back(api::correction_json(overlay));
        print_json(context.output, out);
        return exit_ok;
    }
    if (overlays->empty())
        fmt::print(context.output.out, "Aucune correction.\n");
    for (const store::Overlay& overlay : *overlays)
        print_overlay(context.output.out, overlay);
    return exit_ok;
}

} // namespace moisson::cli
