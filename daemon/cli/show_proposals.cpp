// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson corrections propositions.
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
            "    moisson corriger {} --champ frequency --valeur {} --motif \"dit le producteur\"\n",
            terminal_text(row.title),
            terminal_text(row.proposed),
            row.current.empty() ? "rien" : terminal_text(row.current),
            i18n::date(row.at),
            terminal_text(row.slug),
            terminal_text(row.proposed)
        );
    return exit_ok;
}

} // namespace moisson::cli
