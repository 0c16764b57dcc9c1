// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson base compacter: what moissond does every hour for raw records, now.
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "i18n/format.hpp"
#include "store/compaction.hpp"

#include <boost/asio/thread_pool.hpp>

namespace moisson::cli {
namespace {

Json outcome_json(const store::CompactionOutcome& outcome) {
    Json out;
    out["trials"] = Json::array();
    for (const store::CompactionOutcome::Trial& trial : outcome.trials) {
        Json item;
        item["connector"] = trial.connector;
        item["records"] = trial.records;
        item["trained_on"] = trial.trained_on;
        item["measured"] = trial.measured;
        item["bytes_before"] = trial.bytes_before;
        item["bytes_after"] = trial.bytes_after;
        item["adopted"] = trial.adopted;
        out["trials"].push_back(std::move(item));
    }
    out["rewritten"] = outcome.rewritten;
    out["bytes_before"] = outcome.bytes_before;
    out["bytes_after"] = outcome.bytes_after;
    out["damaged"] = outcome.damaged;
    return out;
}

void print_trial(std::FILE* out, const store::CompactionOutcome::Trial& trial) {
    fmt::print(
        out,
        "{} : {}, dictionnaire appris sur {} et mesuré sur {} : {} → {} ({}), {}\n",
        trial.connector,
        i18n::count(trial.records, "fiche", "fiches"),
        i18n::number(trial.trained_on),
        i18n::number(trial.measured),
        i18n::bytes(trial.bytes_before),
        i18n::bytes(trial.bytes_after),
        i18n::percent(trial.bytes_after, trial.bytes_before),
        trial.adopted ? "adopté" : "sans intérêt"
    );
}

} // namespace

int compact_database(Context& context, const Request& request) {
    asio::thread_pool cpu(1);
    const store::CompactionOptions options;
    const auto outcome =
        context.await(store::compact_raw_records(context.database, cpu.get_executor(), options));
    if (outcome.has_error())
        return report_error(context.output, outcome.error());
    std::FILE* const out = context.output.out;
    if (request.json) {
        print_json(context.output, outcome_json(*outcome));
        return outcome->damaged == 0 ? exit_ok : exit_internal;
    }
    for (const store::CompactionOutcome::Trial& trial : outcome->trials)
        print_trial(out, trial);
    if (outcome->rewritten > 0)
        fmt::print(
            out,
            "{} : {} → {}\n",
            i18n::count(outcome->rewritten, "fiche réécrite", "fiches réécrites"),
            i18n::bytes(outcome->bytes_before),
            i18n::bytes(outcome->bytes_after)
        );
    if (outcome->trials.empty() && outcome->rewritten == 0)
        fmt::print(out, "Rien à faire.\n");
    if (outcome->damaged == 0)
        return exit_ok;
    fmt::print(
        context.output.problems,
        "{} (TABLE_DAMAGED)\n",
        i18n::count(outcome->damaged, "fiche illisible", "fiches illisibles")
    );
    return exit_internal;
}

} // namespace moisson::cli
