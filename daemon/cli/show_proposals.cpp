// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson corrections propositions.
#include "cli/author.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"
#include "i18n/format.hpp"
#include "store/proposals.hpp"

#include <fmt/format.h>

namespace moisson::cli {
namespace {

Json proposal_json(const store::FrequencyProposal& one) {
    Json out;
    out["dataset"] = one.slug;
    out["title"] = one.title;
    out["field"] = "frequency";
    out["current"] = one.current;
    out["proposed"] = one.proposed;
    out["at"] = to_iso8601(one.at);
    return out;
}

} // namespace

int show_proposals(Context& context, const Request& request) {
    auto listing = store::list_proposals(context.database);
    const auto rows = context.await(std::move(listing));
    if (rows.has_error())
        return report_error(context.output, rows.error());
    if (request.json) {
        Json out = Json::array();
        for (const store::FrequencyProposal& row : *rows)
            out.push_back(proposal_json(row));
        print_json(context.output, out);
        return exit_ok;
    }
    if (rows->empty())
        fmt::print(context.output.out, "Aucune proposition.\n");
    for (const store::FrequencyProposal& row : *rows)
        fmt::print(
            context.output.out,
            "{} : fréquence {} au lieu de {}, dit le producteur le {}\n"
            "    moisson corriger {} --champ frequency --valeur {} --motif \"dit le producteur\"\n"
            "    moisson corrections propositions refuser {} --motif \"…\"\n",
            terminal_text(row.title),
            terminal_text(row.proposed),
            row.current.empty() ? "rien" : terminal_text(row.current),
            i18n::date(row.at),
            terminal_text(row.slug),
            terminal_text(row.proposed),
            terminal_text(row.slug)
        );
    return exit_ok;
}

int refuse_proposal(Context& context, const Request& request) {
    const std::optional<Trace> trace = trace_of(request, context.output);
    if (!trace)
        return exit_usage;
    store::ProposalRefusal refusal;
    refusal.dataset = request.subject;
    refusal.by = trace->author;
    refusal.reason = trace->motive;
    auto refusing = store::refuse_proposal(context.database, std::move(refusal));
    const auto row = context.await(std::move(refusing));
    if (row.has_error())
        return report_error(context.output, row.error());
    if (request.json)
        print_json(context.output, proposal_json(*row));
    else
        fmt::print(
            context.output.out,
            "{} : fréquence {} refusée\n",
            terminal_text(row->title),
            terminal_text(row->proposed)
        );
    return exit_ok;
}

} // namespace moisson::cli
