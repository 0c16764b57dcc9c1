// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson abonnements invitations.
#include "api/operators_json.hpp"
#include "cli/author.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"
#include "core/clock.hpp"
#include "i18n/format.hpp"
#include "notify/desk.hpp"

#include <fmt/format.h>

namespace moisson::cli {
namespace {

Json invitation_json(const store::Invitation& one) {
    Json out;
    out["id"] = one.id;
    out["address"] = one.to.address;
    out["organization"] = to_string(one.to.organization);
    out["organization_title"] = one.to.organization_title;
    out["portal"] = one.to.portal;
    out["released_by"] = one.released_by;
    out["released_at"] = to_iso8601(one.released_at);
    out["state"] = one.state;
    out["bounced_at"] = time_json(one.bounced_at);
    return out;
}

void print_candidate(std::FILE* out, const store::InvitationCandidate& one) {
    fmt::print(
        out,
        "{}  {}\n    {}, {} en retard, {} avec des liens rompus ; --organisation {}\n",
        terminal_text(one.address),
        terminal_text(one.organization_title),
        i18n::count(one.datasets, "jeu de données", "jeux de données"),
        i18n::number(one.late),
        i18n::number(one.broken),
        to_string(one.organization)
    );
}

void print_invitation(std::FILE* out, const store::Invitation& one) {
    fmt::print(
        out,
        "{}  {} ({}, {})\n    le {}, par {}{}\n",
        one.id,
        one.to.address.empty() ? "adresse oubliée" : terminal_text(one.to.address),
        terminal_text(one.to.organization_title),
        one.to.portal,
        i18n::date(one.released_at),
        terminal_text(one.released_by),
        one.bounced_at ? " ; revenue le " + i18n::date(*one.bounced_at) : std::string()
    );
}

int show_released(Context& context, const Request& request) {
    auto listing = store::list_invitations(context.database);
    const auto rows = context.await(std::move(listing));
    if (rows.has_error())
        return report_error(context.output, rows.error());
    Json list = Json::array();
    for (const store::Invitation& one : *rows)
        if (request.json)
            list.push_back(invitation_json(one));
        else
            print_invitation(context.output.out, one);
    if (request.json)
        print_json(context.output, list);
    else if (rows->empty())
        fmt::print(context.output.out, "Aucune invitation.\n");
    return exit_ok;
}

} // namespace

int show_invitations(Context& context, const Request& request) {
    if (request.ended)
        return show_released(context, request);
    if (request.subject.empty()) {
        fmt::print(context.output.problems, "moisson : --portail ou --tous est attendu\n");
        return exit_usage;
    }
    auto listing = store::invitation_candidates(context.database, request.subject);
    const auto rows = context.await(std::move(listing));
    if (rows.has_error())
        return report_error(context.output, rows.error());
    Json list = Json::array();
    for (const store::InvitationCandidate& one : *rows)
        if (request.json)
            list.push_back(api::candidate_json(one));
        else
            print_candidate(context.output.out, one);
    if (request.json)
        print_json(context.output, list);
    else if (rows->empty())
        fmt::print(context.output.out, "Personne à inviter.\n");
    return exit_ok;
}

int release_invitation(Context& context, const Request& request) {
    const std::optional<Trace> trace = trace_of(request, context.output);
    if (!trace)
        return exit_usage;
    const std::optional<Uuid> organization = uuid_from_string(request.organization);
    if (!organization) {
        fmt::print(
            context.output.problems,
            "moisson : --organisation : « {} » ne convient pas\n",
            terminal_text(request.organization)
        );
        return exit_usage;
    }
    store::InvitationWish wish;
    wish.address = request.address;
    wish.organization = *organization;
    wish.by = trace->author;
    wish.reason = trace->motive;
    notify::DeskOptions options;
    options.public_url = routes::PublicUrl(context.settings.public_url);
    options.site_name = context.settings.site_name;
    const SystemClock clock;
    notify::Desk desk(context.database, clock, std::move(options));
    auto releasing = desk.invite(std::move(wish));
    const auto row = context.await(std::move(releasing));
    if (row.has_error())
        return report_error(context.output, row.error());
    if (request.json)
        print_json(context.output, invitation_json(*row));
    else
        print_invitation(context.output.out, *row);
    return exit_ok;
}

} // namespace moisson::cli
