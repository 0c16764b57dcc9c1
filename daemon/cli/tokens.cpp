// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson jetons.
#include "cli/author.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"
#include "core/clock.hpp"
#include "core/utf8.hpp"
#include "i18n/format.hpp"
#include "settings/correction_text.hpp"
#include "store/people.hpp"

#include <fmt/ranges.h>

namespace moisson::cli {
namespace {

Json token_json(const store::TokenRow& row) {
    Json out;
    out["id"] = row.id;
    out["person"] = row.person_name;
    out["label"] = row.label;
    out["prefix"] = row.prefix;
    out["scopes"] = row.scopes;
    out["rate_class"] = to_string(row.rate);
    out["created_at"] = to_iso8601(row.created_at);
    out["created_by"] = row.created_by;
    out["expires_at"] = to_iso8601(row.expires_at);
    out["last_used_at"] = time_json(row.last_used_at);
    out["revoked_at"] = time_json(row.revoked_at);
    out["revoked_by"] = row.revoked_by;
    out["in_force"] = row.in_force;
    return out;
}

void print_token(std::FILE* out, const store::TokenRow& row) {
    fmt::print(
        out,
        "{}  {}…  {}{}\n    droits : {} ; débit {} ; expire le {}\n",
        row.id,
        row.prefix,
        terminal_text(row.person_name),
        row.label.empty() ? std::string() : " : " + terminal_text(row.label),
        row.scopes.empty() ? "aucun" : fmt::format("{}", fmt::join(row.scopes, ", ")),
        row.rate == RateClass::high ? "haut" : "normal",
        i18n::date_time(row.expires_at)
    );
    if (row.last_used_at)
        fmt::print(
            out,
            "    servi pour la dernière fois le {}\n",
            i18n::date_time(*row.last_used_at)
        );
    if (row.revoked_at)
        fmt::print(
            out,
            "    révoqué le {} par {}\n",
            i18n::date_time(*row.revoked_at),
            terminal_text(row.revoked_by)
        );
}

// Nothing, and said, when the line makes no sense.
std::optional<store::NewToken> wish_of(const Request& request, const Output& output) {
    const std::optional<std::string> author = author_of(request, output);
    if (!author)
        return std::nullopt;
    store::NewToken wish;
    wish.person = repair_utf8(request.subject).text;
    wish.label = repair_utf8(request.label).text;
    wish.scopes = request.scopes;
    wish.by = *author;
    if (request.rate_class != "normale" && request.rate_class != "haute") {
        fmt::print(
            output.problems,
            "moisson : --debit : normale ou haute est attendu, pas « {} »\n",
            terminal_text(request.rate_class)
        );
        return std::nullopt;
    }
    wish.rate = request.rate_class == "haute" ? RateClass::high : RateClass::standard;
    if (request.expires.empty())
        return wish;
    wish.expires_at = settings::parse_day(request.expires);
    if (!wish.expires_at || *wish.expires_at <= SystemClock().now()) {
        fmt::print(
            output.problems,
            "moisson : --expire : une date à venir est attendue (AAAA-MM-JJ), pas « {} »\n",
            terminal_text(request.expires)
        );
        return std::nullopt;
    }
    return wish;
}

} // namespace

int show_tokens(Context& context, const Request& request) {
    const auto which = request.ended ? store::TokenList::all : store::TokenList::in_force;
    auto listing = store::list_tokens(context.database, which, std::nullopt);
    const auto rows = context.await(std::move(listing));
    if (rows.has_error())
        return report_error(context.output, rows.error());
    if (request.json) {
        Json out = Json::array();
        for (const store::TokenRow& row : *rows)
            out.push_back(token_json(row));
        print_json(context.output, out);
        return exit_ok;
    }
    if (rows->empty())
        fmt::print(context.output.out, "Aucun jeton.\n");
    for (const store::TokenRow& row : *rows)
        print_token(context.output.out, row);
    return exit_ok;
}

int create_token(Context& context, const Request& request) {
    std::optional<store::NewToken> wish = wish_of(request, context.output);
    if (!wish)
        return exit_usage;
    auto creation = store::create_token(context.database, std::move(*wish));
    const auto issued = context.await(std::move(creation));
    if (issued.has_error())
        return report_error(context.output, issued.error());
    if (request.json) {
        Json out = token_json(issued->row);
        out["token"] = issued->secret;
        print_json(context.output, out);
        return exit_ok;
    }
    print_token(context.output.out, issued->row);
    fmt::print(
        context.output.out,
        "\n{}\n\nCe jeton n'est montré qu'une fois : il n'est gardé nulle part. Il s'emploie ainsi "
        ":\n"
        "  curl -H 'Authorization: Bearer …' ADRESSE\n",
        issued->secret
    );
    return exit_ok;
}

int revoke_token(Context& context, const Request& request) {
    const std::optional<std::string> author = author_of(request, context.output);
    if (!author)
        return exit_usage;
    auto revocation = store::revoke_token(context.database, request.token, std::nullopt, *author);
    const auto row = context.await(std::move(revocation));
    if (row.has_error())
        return report_error(context.output, row.error());
    if (request.json)
        print_json(context.output, token_json(*row));
    else
        print_token(context.output.out, *row);
    return exit_ok;
}

} // namespace moisson::cli
