// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson audit.
#include "store/audit.hpp"

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"
#include "i18n/format.hpp"
#include "i18n/people_labels.hpp"

namespace moisson::cli {

int show_audit(Context& context, const Request& request) {
    store::AuditQuery query;
    query.limit = request.limit;
    query.actor = request.subject;
    if (request.before > 0)
        query.before = request.before;
    auto listing = store::list_audit(context.database, std::move(query));
    const auto rows = context.await(std::move(listing));
    if (rows.has_error())
        return report_error(context.output, rows.error());
    if (request.json) {
        Json out = Json::array();
        for (const store::AuditRow& row : *rows)
            out.push_back(
                {{"id", row.id},
                 {"at", to_iso8601(row.at)},
                 {"actor", row.actor},
                 {"action", row.action},
                 {"subject", row.subject},
                 {"detail", Json::parse(row.detail, nullptr, false)}}
            );
        print_json(context.output, out);
        return exit_ok;
    }
    if (rows->empty())
        fmt::print(context.output.out, "Rien n'est noté.\n");
    for (const store::AuditRow& row : *rows)
        fmt::print(
            context.output.out,
            "{}  {}  {} : {} ({})\n{}",
            row.id,
            i18n::date_time(row.at),
            terminal_text(row.actor),
            i18n::audit_action_label(row.action),
            terminal_text(row.subject),
            row.detail == "{}" ? std::string() : "    " + terminal_text(row.detail) + "\n"
        );
    return exit_ok;
}

} // namespace moisson::cli
