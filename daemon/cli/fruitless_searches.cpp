// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson recherches: what people looked for and nobody publishes.
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"
#include "core/clock.hpp"
#include "i18n/format.hpp"
#include "store/fruitless_store.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace moisson::cli {
namespace {

constexpr std::int64_t rows_max = 200;

} // namespace

int show_fruitless_searches(Context& context, const Request& request) {
    const auto store = store::make_fruitless_store(context.database);
    const auto since = std::chrono::floor<std::chrono::days>(SystemClock().now()) -
                       std::chrono::days(request.days - 1);
    const auto rows = context.await(store->read(since, request.askers, rows_max));
    if (rows.has_error())
        return report_error(context.output, rows.error());
    if (request.json) {
        nlohmann::ordered_json list = nlohmann::ordered_json::array();
        for (const store::FruitlessRow& row : *rows)
            list.push_back(
                {{"words", row.words},
                 {"searches", row.searches},
                 {"askers", row.askers},
                 {"last", to_iso8601(Instant(row.last)).substr(0, 10)}}
            );
        print_json(context.output, list);
        return exit_ok;
    }
    if (rows->empty()) {
        fmt::print(
            context.output.out,
            "Aucune recherche sans résultat de {} personnes ou plus en {}.\n",
            request.askers,
            i18n::count(request.days, "jour", "jours")
        );
        return exit_ok;
    }
    fmt::print(
        context.output.out,
        "{:>10} {:>10}  {:<12} {}\n",
        "personnes",
        "fois",
        "dernière",
        "recherche"
    );
    for (const store::FruitlessRow& row : *rows)
        fmt::print(
            context.output.out,
            "{:>10} {:>10}  {:<12} {}\n",
            row.askers,
            row.searches,
            to_iso8601(Instant(row.last)).substr(0, 10),
            terminal_text(row.words)
        );
    return exit_ok;
}

} // namespace moisson::cli
