// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson portails.
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"

namespace moisson::cli {
namespace {

std::string last_run_text(const store::SourceSummary& source) {
    if (!source.last_run)
        return "jamais moissonnée";
    const HarvestRun& run = *source.last_run;
    const std::string when = run.started_at ? i18n::date_time(*run.started_at) : "";
    return fmt::format("{} ({})", i18n::run_state_label(to_string(run.state)), when);
}

// What comes next, and what stands in its way.
std::string next_text(const store::SourceSummary& source) {
    if (!source.enabled)
        return {};
    std::string out = "        ";
    if (source.suspended_at)
        out += fmt::format(
            "en sommeil depuis le {} ({}) ; prochaine sonde : ",
            i18n::date_time(*source.suspended_at),
            i18n::count(source.failures, "échec de suite", "échecs de suite")
        );
    else if (source.failures > 1)
        out += fmt::format(
            "{} ; prochain passage : ",
            i18n::count(source.failures, "échec de suite", "échecs de suite")
        );
    else
        out += "prochain passage : ";
    out += source.next_due ? i18n::date_time(*source.next_due) : "pas encore fixé";
    if (source.paused_until)
        out += fmt::format(" ; maintenance jusqu'au {}", i18n::date_time(*source.paused_until));
    if (const HarvestRun* const waiting = source.waiting_run())
        out += " ; " + i18n::waiting_text(*waiting->resumes_at, waiting->resume_reason);
    if (source.awaiting_decision)
        out += fmt::format(" ; le passage {} attend une décision", source.awaiting_decision->value);
    return out + "\n";
}

} // namespace

int show_portals(Context& context, const Request& request) {
    const auto portals = context.await(context.catalog->portals());
    if (portals.has_error())
        return report_error(context.output, portals.error());
    if (request.json) {
        Json out = Json::array();
        for (const store::PortalSummary& portal : *portals)
            out.push_back(portal_json(portal));
        print_json(context.output, out);
        return exit_ok;
    }
    if (portals->empty())
        fmt::print(context.output.out, "Aucun portail : moissond n'a pas encore lu les siens.\n");
    for (const store::PortalSummary& portal : *portals) {
        fmt::print(
            context.output.out,
            "{}  {}  {}{}\n",
            portal.key,
            portal.title,
            i18n::count(portal.active, "jeu de données", "jeux de données"),
            portal.enabled ? "" : "  (retiré de la configuration)"
        );
        for (const store::SourceSummary& source : portal.sources)
            fmt::print(
                context.output.out,
                "    {}  {}  {}  {}{}\n{}",
                source.key,
                source.connector,
                source.url,
                last_run_text(source),
                source.enabled ? "" : "  (désactivée)",
                next_text(source)
            );
    }
    return exit_ok;
}

} // namespace moisson::cli
