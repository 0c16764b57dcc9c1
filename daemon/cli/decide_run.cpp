// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson passages approuver, refuser: the decision over a held run.
#include "cli/author.hpp"
#include "cli/commands.hpp"
#include "cli/decision_view.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "store/run_decision.hpp"
#include "views/report.hpp"

namespace moisson::cli {
namespace {

std::string fate_text(const HarvestRun& run) {
    if (run.decision && run.decision->verdict == HeldVerdict::refused)
        return "tous les jeux de données restent actifs";
    if (run.stopped_at_arrivals())
        return "les nouvelles fiches entreront au passage suivant";
    std::string text = fmt::format(
        "{}, {}",
        i18n::count(run.counts.missing, "jeu noté manquant", "jeux notés manquants"),
        i18n::count(run.counts.archived, "archivé", "archivés")
    );
    if (run.counts.renamed > 0)
        text += ", " + i18n::count(run.counts.renamed, "renommé", "renommés");
    return text;
}

} // namespace

std::string decision_text(const RunDecision& decision) {
    return fmt::format(
        "Décision : {} par {} le {} : {}",
        i18n::held_verdict_label(to_string(decision.verdict)),
        terminal_text(decision.by),
        i18n::date_time(decision.at),
        terminal_text(decision.reason)
    );
}

std::string advice_text(const HarvestRun* run, Code code) {
    const std::string_view advice = views::advice_of(code, run);
    return advice.empty() ? std::string() : " " + std::string(advice);
}

int decide_held_run(Context& context, const Request& request) {
    store::DecisionRequest asked;
    asked.run = RunId(request.run);
    asked.verdict =
        request.command == Command::run_approve ? HeldVerdict::approved : HeldVerdict::refused;
    asked.policy = context.settings.harvest.archive;
    const std::optional<Trace> trace = trace_of(request, context.output);
    if (!trace)
        return exit_usage;
    asked.by = trace->author;
    asked.reason = trace->motive;
    auto decision = store::decide_run(context.database, std::move(asked));
    const auto run = context.await(std::move(decision));
    if (run.has_error())
        return report_error(context.output, run.error());
    if (request.json) {
        print_json(context.output, run_json(*run));
        return exit_ok;
    }
    fmt::print(
        context.output.out,
        "{} : passage {} {} ; {}\n",
        terminal_text(run->source_key),
        run->id.value,
        i18n::held_verdict_label(to_string(run->decision->verdict)),
        fate_text(*run)
    );
    return exit_ok;
}

} // namespace moisson::cli
