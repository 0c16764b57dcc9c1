// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson passages annuler: ends a run that waits or is at work.
#include "cli/author.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"
#include "store/run_cancel.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace moisson::cli {

int cancel_open_run(Context& context, const Request& request) {
    const std::optional<Trace> trace = trace_of(request, context.output);
    if (!trace)
        return exit_usage;
    store::CancelRequest asked;
    asked.run = RunId(request.run);
    asked.by = trace->author;
    asked.reason = trace->motive;
    auto cancelling = store::cancel_run(context.database, std::move(asked));
    const auto run = context.await(std::move(cancelling));
    if (run.has_error())
        return report_error(context.output, run.error());
    if (request.json) {
        print_json(context.output, run_json(*run));
        return exit_ok;
    }
    fmt::print(
        context.output.out,
        "{} : passage {} annulé ; ce qu'il a enregistré reste, rien n'est noté manquant\n",
        terminal_text(run->source_key),
        run->id.value
    );
    return exit_ok;
}

} // namespace moisson::cli
