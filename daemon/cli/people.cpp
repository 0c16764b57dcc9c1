// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson personnes.
#include "store/people.hpp"

#include "cli/author.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"
#include "cli/unknown_name.hpp"
#include "core/utf8.hpp"
#include "i18n/format.hpp"
#include "i18n/people_labels.hpp"

#include <fmt/ranges.h>

namespace moisson::cli {
namespace {

Json person_json(const store::PersonRow& row) {
    Json out;
    out["id"] = row.id;
    out["name"] = row.name;
    out["email"] = row.email;
    out["role"] = to_string(row.role);
    out["countries"] = row.countries;
    out["portals"] = row.portals;
    out["created_at"] = to_iso8601(row.created_at);
    out["disabled_at"] = time_json(row.disabled_at);
    out["tokens"] = row.tokens;
    return out;
}

std::string place_text(const store::PersonRow& row) {
    if (row.countries.empty() && row.portals.empty())
        return "partout";
    return fmt::format(
        "{}{}{}",
        fmt::join(row.countries, ", "),
        row.countries.empty() || row.portals.empty() ? "" : ", ",
        fmt::join(row.portals, ", ")
    );
}

void print_person(std::FILE* out, const store::PersonRow& row) {
    fmt::print(
        out,
        "{}  {}, {}, {}{}\n",
        terminal_text(row.name),
        i18n::person_role_label(to_string(row.role)),
        place_text(row),
        i18n::count(row.tokens, "jeton", "jetons"),
        row.disabled_at ? " ; désactivé le " + i18n::date_time(*row.disabled_at) : std::string()
    );
}

int answer(Context& context, const Request& request, const Result<store::PersonRow>& row) {
    if (row.has_error())
        return report_error(context.output, row.error());
    if (request.json)
        print_json(context.output, person_json(*row));
    else
        print_person(context.output.out, *row);
    return exit_ok;
}

} // namespace

int show_people(Context& context, const Request& request) {
    auto listing = store::list_people(context.database);
    const auto rows = context.await(std::move(listing));
    if (rows.has_error())
        return report_error(context.output, rows.error());
    if (request.json) {
        Json out = Json::array();
        for (const store::PersonRow& row : *rows)
            out.push_back(person_json(row));
        print_json(context.output, out);
        return exit_ok;
    }
    if (rows->empty())
        fmt::print(
            context.output.out,
            "Aucune personne. Pour en ajouter : moisson personnes ajouter NOM --role ROLE\n"
        );
    for (const store::PersonRow& row : *rows)
        print_person(context.output.out, row);
    return exit_ok;
}

int add_person(Context& context, const Request& request) {
    const std::optional<std::string> author = author_of(request, context.output);
    if (!author)
        return exit_usage;
    const auto role = person_role_from_string(i18n::person_role_of_word(request.role));
    if (!role) {
        fmt::print(
            context.output.problems,
            "moisson : {}\n",
            terminal_text(unknown_word(
                "rôle inconnu",
                request.role,
                {"coordinateur", "producteur", "abonne", "exploitant"}
            ))
        );
        return exit_usage;
    }
    store::NewPerson asked;
    asked.name = repair_utf8(request.subject).text;
    asked.email = repair_utf8(request.email).text;
    asked.role = *role;
    asked.countries = request.countries;
    asked.portals = request.portals;
    asked.by = *author;
    auto adding = store::add_person(context.database, std::move(asked));
    return answer(context, request, context.await(std::move(adding)));
}

int disable_person(Context& context, const Request& request) {
    const std::optional<std::string> author = author_of(request, context.output);
    if (!author)
        return exit_usage;
    auto disabling =
        store::disable_person(context.database, repair_utf8(request.subject).text, *author);
    return answer(context, request, context.await(std::move(disabling)));
}

int enable_person(Context& context, const Request& request) {
    const std::optional<std::string> author = author_of(request, context.output);
    if (!author)
        return exit_usage;
    auto enabling =
        store::enable_person(context.database, repair_utf8(request.subject).text, *author);
    return answer(context, request, context.await(std::move(enabling)));
}

} // namespace moisson::cli
