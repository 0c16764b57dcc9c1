// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson abonnements.
#include "cli/author.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/scope_text.hpp"
#include "cli/terminal_text.hpp"
#include "cli/unknown_name.hpp"
#include "i18n/country_hint.hpp"
#include "i18n/format.hpp"
#include "i18n/people_labels.hpp"
#include "notify/desk.hpp"
#include "notify/saved_search.hpp"
#include "notify/smtp.hpp"
#include "settings/vocabularies.hpp"
#include "store/subscription_store.hpp"

#include <fmt/format.h>

namespace moisson::cli {
namespace {

Json subscription_json(const Subscription& one) {
    Json out;
    out["id"] = one.id;
    out["address"] = one.address;
    out["audience"] = to_string(one.audience);
    out["scope"] = to_string(one.scope);
    out["value"] = one.value;
    out["label"] = one.label;
    out["frequency"] = to_string(one.frequency);
    out["state"] = to_string(one.state);
    out["requested_at"] = to_iso8601(one.requested_at);
    out["confirmed_at"] = time_json(one.confirmed_at);
    out["granted_by"] = one.granted_by;
    out["left_at"] = time_json(one.left_at);
    out["left_because"] = one.left_because;
    return out;
}

std::string state_text(const Subscription& one) {
    if (one.state == SubscriptionState::left)
        return "terminé le " + i18n::date(one.left_at.value_or(one.requested_at));
    if (one.state == SubscriptionState::pending)
        return "en attente de confirmation depuis le " + i18n::date(one.requested_at);
    return "confirmé le " + i18n::date(one.confirmed_at.value_or(one.requested_at));
}

std::string_view audience_text(Audience audience) {
    switch (audience) {
    case Audience::coordinator:
        return "coordinateur";
    case Audience::producer:
        return "producteur";
    case Audience::subscriber:
        break;
    }
    return "abonné";
}

void print_subscription(std::FILE* out, const Subscription& one) {
    fmt::print(
        out,
        "{}  {} ({})\n    {}, {} ; {}\n",
        one.id,
        terminal_text(one.address),
        audience_text(one.audience),
        terminal_text(notify::scope_text(one.scope, one.label)),
        notify::frequency_text(one.frequency),
        state_text(one)
    );
}

std::optional<MailFrequency> frequency_of_word(std::string_view word) {
    if (word == "immediate")
        return MailFrequency::immediate;
    if (word == "quotidienne")
        return MailFrequency::daily;
    if (word == "hebdomadaire")
        return MailFrequency::weekly;
    return std::nullopt;
}

// Without vocabularies the code is only not named.
std::string country_hint(Context& context, const std::string& value) {
    const auto known = settings::load_vocabularies(context.settings.paths.vocabularies);
    return i18n::country_hint(value, known.ok() ? known.vocabularies->country(value).code : "");
}

bool read_words(Context& context, const Request& request, store::GrantRequest& asked) {
    const Output& output = context.output;
    const auto address = notify::normal_address(request.address);
    const auto audience = audience_from_string(i18n::person_role_of_word(request.audience));
    const auto frequency = frequency_of_word(request.frequency);
    const auto say = [&](std::string_view what, const std::string& word) {
        fmt::print(
            output.problems,
            "moisson : {} : « {} » ne convient pas\n",
            what,
            terminal_text(word)
        );
        return false;
    };
    if (!address)
        return say("adresse", request.address);
    const auto refuse =
        [&](std::string_view what, const std::string& word, const std::vector<std::string>& known) {
            fmt::print(
                output.problems,
                "moisson : {}\n",
                terminal_text(unknown_word(what, word, known))
            );
            return false;
        };
    if (!audience)
        return refuse("--role", request.audience, {"coordinateur", "producteur", "abonne"});
    if (!frequency)
        return refuse(
            "--frequence",
            request.frequency,
            {"immediate", "quotidienne", "hebdomadaire"}
        );
    if (!notify::is_time_zone(request.time_zone)) {
        std::vector<std::string> zones;
        for (const notify::TimeZone& zone : notify::time_zones())
            zones.emplace_back(zone.name);
        return refuse("--fuseau", request.time_zone, zones);
    }
    asked.address = *address;
    asked.audience = *audience;
    asked.frequency = *frequency;
    asked.time_zone = request.time_zone;
    const auto scope = scope_of(context, request);
    if (!scope)
        return false;
    asked.scope = scope->first;
    asked.value = scope->second;
    if (asked.scope != SubscriptionScope::search)
        return true;
    if (asked.audience != Audience::subscriber)
        return refuse("--role", request.audience, {"abonne"});
    asked.label =
        notify::search_label(asked.value, [](std::string_view /*name*/, const std::string& value) {
            return value;
        });
    return true;
}

} // namespace

std::optional<std::pair<SubscriptionScope, std::string>>
scope_of(Context& context, const Request& request) {
    const std::size_t sign = request.scope.find('=');
    const std::string word = request.scope.substr(0, sign);
    const std::string value =
        sign == std::string::npos ? std::string() : request.scope.substr(sign + 1);
    if (word == "tout")
        return std::pair(SubscriptionScope::all, value);
    if (word == "pays") {
        if (i18n::is_country_code(value))
            return std::pair(SubscriptionScope::country, value);
        fmt::print(
            context.output.problems,
            "moisson : --portee : {}\n",
            terminal_text(country_hint(context, value))
        );
        return std::nullopt;
    }
    if (word == "portail")
        return std::pair(SubscriptionScope::portal, value);
    if (word == "organisation")
        return std::pair(SubscriptionScope::organization, value);
    if (word == "jeu")
        return std::pair(SubscriptionScope::dataset, value);
    if (word == "recherche")
        if (auto saved = notify::saved_search(routes::parse_query(value)))
            return std::pair(SubscriptionScope::search, std::move(*saved));
    fmt::print(
        context.output.problems,
        "moisson : --portee : « {} » lu, attendu : tout, pays=, portail=, organisation=, jeu= ou "
        "recherche= (les paramètres de /jeux-de-donnees)\n",
        terminal_text(request.scope)
    );
    return std::nullopt;
}

int show_subscriptions(Context& context, const Request& request) {
    auto listing = store::list_subscriptions(context.database, request.ended);
    const auto rows = context.await(std::move(listing));
    if (rows.has_error())
        return report_error(context.output, rows.error());
    if (request.json) {
        Json out = Json::array();
        for (const Subscription& row : *rows)
            out.push_back(subscription_json(row));
        print_json(context.output, out);
        return exit_ok;
    }
    if (rows->empty())
        fmt::print(context.output.out, "Personne n'est abonné.\n");
    for (const Subscription& row : *rows)
        print_subscription(context.output.out, row);
    return exit_ok;
}

int grant_subscription(Context& context, const Request& request) {
    const std::optional<Trace> trace = trace_of(request, context.output);
    store::GrantRequest asked;
    if (!trace || !read_words(context, request, asked))
        return exit_usage;
    asked.by = trace->author;
    asked.reason = trace->motive;
    auto granting = store::grant_subscription(context.database, std::move(asked));
    const auto row = context.await(std::move(granting));
    if (row.has_error())
        return report_error(context.output, row.error());
    if (request.json)
        print_json(context.output, subscription_json(*row));
    else
        print_subscription(context.output.out, *row);
    return exit_ok;
}

int end_subscription(Context& context, const Request& request) {
    const std::optional<Trace> trace = trace_of(request, context.output);
    if (!trace)
        return exit_usage;
    auto ending =
        store::end_subscription(context.database, request.message, trace->author, trace->motive);
    const auto row = context.await(std::move(ending));
    if (row.has_error())
        return report_error(context.output, row.error());
    if (request.json)
        print_json(context.output, subscription_json(*row));
    else
        print_subscription(context.output.out, *row);
    return exit_ok;
}

} // namespace moisson::cli
