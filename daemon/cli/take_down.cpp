// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson retirer, retraits.
#include "cli/author.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "store/takedown.hpp"

#include <fmt/format.h>

namespace moisson::cli {
namespace {

Json takedown_json(const store::TakedownRow& row) {
    Json out;
    out["id"] = row.id;
    out["kind"] = to_string(row.kind);
    out["subject"] = to_string(row.subject);
    out["label"] = row.label;
    out["ground"] = to_string(row.takedown.ground);
    out["reason"] = row.takedown.reason;
    out["author"] = row.author;
    out["at"] = to_iso8601(row.takedown.at);
    out["lifted_at"] = time_json(row.lifted_at);
    out["lifted_by"] = row.lifted_by;
    out["lift_reason"] = row.lift_reason;
    return out;
}

void print_takedown(std::FILE* out, const store::TakedownRow& row) {
    fmt::print(
        out,
        "{}  {} {} ({})\n    retiré le {} par {} : {}\n",
        row.id,
        i18n::takedown_kind_label(to_string(row.kind)),
        terminal_text(row.label),
        row.takedown.ground == TakedownGround::law ? "451, raison légale" : "410",
        i18n::date_time(row.takedown.at),
        terminal_text(row.author),
        terminal_text(row.takedown.reason)
    );
    if (row.lifted_at)
        fmt::print(
            out,
            "    montré de nouveau le {} par {} : {}\n",
            i18n::date_time(*row.lifted_at),
            terminal_text(row.lifted_by),
            terminal_text(row.lift_reason)
        );
}

} // namespace

int take_down(Context& context, const Request& request) {
    const std::optional<Trace> trace = trace_of(request, context.output);
    if (!trace)
        return exit_usage;
    store::TakedownRequest asked;
    asked.name = request.subject;
    asked.ground = request.legal ? TakedownGround::law : TakedownGround::request;
    asked.by = trace->author;
    asked.reason = trace->motive;
    auto doing = request.lift ? store::lift_takedown(context.database, std::move(asked))
                              : store::take_down(context.database, std::move(asked));
    const auto row = context.await(std::move(doing));
    if (row.has_error())
        return report_error(context.output, row.error());
    if (request.json) {
        Json out = takedown_json(*row);
        out["datasets"] = row->datasets;
        out["unchanged"] = row->unchanged;
        print_json(context.output, out);
        return exit_ok;
    }
    print_takedown(context.output.out, *row);
    if (row->unchanged) {
        fmt::print(
            context.output.out,
            "{}\n",
            request.lift ? "Aucun retrait en vigueur (le dernier est levé) : rien n'a changé."
                         : "Déjà retiré : rien n'a changé. Pour un autre motif, « --annuler » "
                           "d'abord."
        );
        return exit_ok;
    }
    fmt::print(
        context.output.out,
        "{}\n",
        i18n::count(row->datasets, "jeu de données concerné", "jeux de données concernés")
    );
    return exit_ok;
}

int show_takedowns(Context& context, const Request& request) {
    const auto which = request.ended ? store::TakedownList::all : store::TakedownList::in_force;
    auto listing = store::list_takedowns(context.database, which, Remit());
    const auto rows = context.await(std::move(listing));
    if (rows.has_error())
        return report_error(context.output, rows.error());
    if (request.json) {
        Json out = Json::array();
        for (const store::TakedownRow& row : *rows)
            out.push_back(takedown_json(row));
        print_json(context.output, out);
        return exit_ok;
    }
    if (rows->empty())
        fmt::print(context.output.out, "Rien n'est retiré.\n");
    for (const store::TakedownRow& row : *rows)
        print_takedown(context.output.out, row);
    return exit_ok;
}

} // namespace moisson::cli
