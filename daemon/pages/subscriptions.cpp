// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /abonnements: the form, and the confirmation. GET changes nothing.
#include "core/uuid.hpp"
#include "i18n/country_hint.hpp"
#include "i18n/messages.hpp"
#include "notify/mail_options.hpp"
#include "notify/saved_search.hpp"
#include "pages/pieces.hpp"
#include "pages/subscription_parts.hpp"
#include "routes/search_parameters.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::pages {
namespace {

const std::vector<Choice>& scope_choices() {
    static const std::vector<Choice> all = {
        {"all", "Tout le catalogue"},
        {"country", "Un pays"},
        {"portal", "Un portail"},
        {"organization", "Une organisation"},
        {"dataset", "Un jeu de données"}};
    return all;
}

const std::vector<Choice>& role_choices() {
    static const std::vector<Choice> all = {
        {"subscriber", "Une personne intéressée"},
        {"producer", "De l’organisation qui publie ces données"}};
    return all;
}

std::vector<Choice> zone_choices() {
    std::vector<Choice> out;
    for (const notify::TimeZone& zone : notify::time_zones())
        out.push_back({std::string(zone.name), std::string(zone.label)});
    return out;
}

struct FormState {
    std::string problem;
    std::string address;
    std::string scope = "all";
    std::string value;
    std::string role = "subscriber";
    std::string frequency = "weekly";
    std::string zone = "UTC";
};

// Links of other pages fill the scope in: /abonnements?portal=bf.
FormState state_of(const routes::Query& query) {
    FormState out;
    for (const Choice& scope : scope_choices())
        if (const std::string_view value = routes::first(query, scope.value); !value.empty()) {
            out.scope = scope.value;
            out.value = std::string(value.substr(0, 100));
        }
    const std::string_view search = routes::first(query, "search");
    if (const auto saved = notify::saved_search(routes::parse_query(search))) {
        out.scope = "search";
        out.value = *saved;
    }
    return out;
}

std::string search_name(const Site& site, const std::string& saved) {
    return notify::search_label(saved, [&](std::string_view name, const std::string& value) {
        return routes::is_range(name) ? range_text(name, value) : value_label(site, name, value);
    });
}

std::string country_problem(const Site& site, const std::string& value) {
    std::string code;
    bool is_known = true;
    if (site.options.vocabularies) {
        const auto vocabularies = site.options.vocabularies();
        is_known = vocabularies->country_row(value) != nullptr;
        code = vocabularies->country(value).code;
    }
    if (is_known && i18n::is_country_code(value))
        return {};
    return i18n::typography(
        fmt::format("Ce pays n’est pas compris : {}.", i18n::country_hint(value, code))
    );
}

// Whoever subscribes without being asked to gets digests: what is immediate is for those whom the
// site invites.
bool is_offered(const std::vector<Choice>& choices, std::string_view value) {
    return std::any_of(choices.begin(), choices.end(), [&](const Choice& one) {
        return one.value == value;
    });
}

std::string search_problem(const std::string& value) {
    const bool known = notify::saved_search(routes::parse_query(value)) == value;
    return known ? std::string()
                 : "Cette recherche n’est pas comprise : suivez son lien de nouveau.";
}

// A calendar is of one portal, organization or dataset; of anything else there is none.
std::string calendar_url(const FormState& state) {
    const bool by_key = state.scope == "portal" && !state.value.empty();
    const bool by_id = (state.scope == "organization" || state.scope == "dataset") &&
                       uuid_from_string(state.value).has_value();
    if (!by_key && !by_id)
        return {};
    const routes::Query of = {{state.scope, state.value}};
    return routes::with_query(routes::api_calendar, of);
}

// No address is asked for that nothing could be sent to. The feeds are those of the same scope.
net::ServerResponse no_mail_page(const Site& site, const FormState& state, int status) {
    routes::Query of;
    if (state.scope == "portal" && !state.value.empty())
        of.emplace_back(state.scope, state.value);
    const routes::Query found = state.scope == "search" ? routes::parse_query(state.value) : of;
    render::Data data;
    render::put_flag(data, "mail", false);
    render::put(data, "alert_feed_url", routes::with_query(routes::api_alerts_atom, of));
    render::put(data, "feed_url", routes::with_query(routes::api_datasets_atom, found));
    render::put(data, "calendar_url", calendar_url(state));
    Head head;
    head.title = "S’abonner aux alertes";
    head.canonical = std::string(routes::subscriptions_page);
    return private_page(page(site, "subscribe", std::move(data), std::move(head), status));
}

asio::awaitable<net::ServerResponse> form_page(const Site& site, Call call, FormState state) {
    const auto links = co_await site.options.desk->links();
    if (!links)
        co_return error_page(site, links.error(), call.request);
    render::Data data;
    render::put_flag(data, "mail", true);
    render::put(data, "seal", (*links)->form_seal(site.clock.now()));
    render::put(data, "problem", state.problem);
    render::put(data, "address", state.address);
    render::put(data, "value", state.value);
    render::put(
        data,
        "search",
        state.scope == "search" ? search_name(site, state.value) : std::string()
    );
    render::put_list(data, "scopes", choices(scope_choices(), state.scope));
    render::put_list(data, "roles", choices(role_choices(), state.role));
    render::put_list(data, "frequencies", choices(frequency_choices(false), state.frequency));
    render::put_list(data, "zones", choices(zone_choices(), state.zone));
    Head head;
    head.title = "S’abonner aux alertes";
    head.canonical = std::string(routes::subscriptions_page);
    const int status = state.problem.empty() ? 200 : 400;
    net::ServerResponse response =
        page(site, "subscribe", std::move(data), std::move(head), status);
    // The seal of the form ends.
    co_return private_page(std::move(response));
}

net::ServerResponse token_is_over(const Site& site) {
    SubscriptionText text;
    text.heading = "Ce lien ne vaut plus";
    text.lead = "Un lien de confirmation sert une fois et vaut 48 heures. Vous pouvez refaire la "
                "demande.";
    return subscription_page(site, std::move(text), 404);
}

} // namespace

net::ServerResponse private_page(net::ServerResponse response) {
    for (auto& [name, value] : response.headers) {
        if (name == "Cache-Control")
            value = "no-store";
        if (name == "Referrer-Policy")
            value = "no-referrer";
    }
    response.headers.emplace_back("X-Robots-Tag", "noindex");
    response.etag = false;
    return response;
}

net::ServerResponse subscription_page(const Site& site, SubscriptionText text, int status) {
    render::Data data;
    render::put(data, "heading", text.heading);
    render::put(data, "lead", i18n::typography(text.lead));
    render::put(data, "note", i18n::typography(text.note));
    render::put(data, "action", text.action);
    render::put(data, "button", text.button);
    render::put(data, "manage_url", text.manage_url);
    render::put(data, "other", i18n::typography(text.other));
    render::put(data, "other_url", text.other_url);
    render::put_flag(data, "has_frequencies", !text.frequencies.empty());
    render::put_list(data, "frequencies", choices(text.frequencies, {}));
    render::Data fields = render::list();
    for (const auto& [name, value] : text.fields) {
        render::Data one;
        render::put(one, "name", name);
        render::put(one, "value", value);
        fields.push_back(one);
    }
    render::put_list(data, "fields", std::move(fields));
    Head head;
    head.title = text.heading;
    head.robots = "noindex";
    return private_page(page(site, "subscription", std::move(data), std::move(head), status));
}

net::ServerResponse no_desk(const Site& site, const Call& call) {
    return error_page(site, 503, call.request);
}

std::optional<routes::Query> form_of(const net::ServerRequest& request) {
    if (request.body.size() > notify::limits::form_bytes_max)
        return std::nullopt;
    return routes::parse_query(request.body);
}

render::Data choices(const std::vector<Choice>& all, std::string_view chosen) {
    render::Data list = render::list();
    for (const Choice& choice : all) {
        render::Data one;
        render::put(one, "value", choice.value);
        render::put(one, "label", choice.label);
        render::put_flag(one, "chosen", choice.value == chosen);
        list.push_back(one);
    }
    return list;
}

std::vector<Choice> frequency_choices(bool with_immediate) {
    std::vector<Choice> out = {{"weekly", "Une fois par semaine"}, {"daily", "Une fois par jour"}};
    if (with_immediate)
        out.push_back({"immediate", "Tout de suite si c’est grave, sinon chaque semaine"});
    return out;
}

asio::awaitable<net::ServerResponse> subscribe_page(const Site& site, Call call) {
    if (site.options.desk == nullptr)
        co_return no_desk(site, call);
    FormState state = state_of(call.query);
    if (!site.options.sends_mail)
        co_return no_mail_page(site, state, 200);
    co_return co_await form_page(site, std::move(call), std::move(state));
}

asio::awaitable<net::ServerResponse> subscribe(const Site& site, Call call) {
    if (site.options.desk == nullptr)
        co_return no_desk(site, call);
    if (!site.options.sends_mail) {
        // Nothing is read, so nothing is kept.
        const FormState nothing;
        co_return no_mail_page(site, nothing, 503);
    }
    const auto form = form_of(call.request);
    if (!form)
        co_return error_page(site, 400, call.request);
    const auto field = [&](std::string_view name) {
        return std::string(routes::first(*form, name).substr(0, 300));
    };
    FormState state;
    state.address = field("courriel");
    state.scope = field("portee");
    const std::string_view value = routes::first(*form, "valeur");
    state.value = std::string(value.substr(0, notify::limits::search_bytes_max + 1));
    state.role = field("role");
    state.frequency = field("frequence");
    state.zone = field("fuseau");
    const auto links = co_await site.options.desk->links();
    if (!links)
        co_return error_page(site, links.error(), call.request);
    notify::DeskRequest asked;
    asked.address = state.address;
    asked.value = state.value;
    asked.time_zone = state.zone;
    asked.client_address = call.request.client_address;
    const auto scope = scope_from_string(state.scope);
    const auto audience = audience_from_string(state.role);
    const auto frequency = frequency_from_string(state.frequency);
    const bool offered = is_offered(frequency_choices(false), state.frequency);
    if (!(*links)->form_holds(field("jeton"), site.clock.now()))
        state.problem = "Ce formulaire était ouvert depuis trop longtemps. Envoyez-le de nouveau.";
    else if (!scope || !audience || !frequency || !offered)
        state.problem = "Ce formulaire est incomplet.";
    else if (*scope == SubscriptionScope::country)
        state.problem = country_problem(site, state.value);
    else if (*scope == SubscriptionScope::search)
        state.problem = search_problem(state.value);
    if (!state.problem.empty())
        co_return co_await form_page(site, std::move(call), std::move(state));
    asked.scope = *scope;
    if (asked.scope == SubscriptionScope::all)
        asked.value.clear();
    if (asked.scope == SubscriptionScope::search)
        asked.label = search_name(site, asked.value);
    asked.audience = *audience;
    asked.frequency = *frequency;
    const auto outcome = co_await site.options.desk->request(std::move(asked));
    if (!outcome && outcome.error().code == Code::invalid_argument) {
        state.problem = "Cette adresse électronique est incomplète, ou nous ne connaissons pas ce "
                        "pays, ce portail, cette organisation ou ce jeu de données.";
        co_return co_await form_page(site, std::move(call), std::move(state));
    }
    if (!outcome)
        co_return error_page(site, outcome.error(), call.request);
    // The same for everybody: who asks learns nothing of whom the address belongs to.
    SubscriptionText text;
    text.heading = "Regardez votre courrier";
    text.lead = "Si cette adresse peut recevoir nos messages, une demande de confirmation y arrive "
                "dans quelques minutes. Rien d’autre ne sera envoyé avant que vous l’ayez suivie.";
    text.note = "Rien n’arrive ? Voyez les courriers indésirables. Une adresse reçoit une demande "
                "par jour au plus.";
    co_return subscription_page(site, std::move(text));
}

asio::awaitable<net::ServerResponse> confirm_page(const Site& site, Call call) {
    if (site.options.desk == nullptr)
        co_return no_desk(site, call);
    std::string token(routes::first(call.query, "t"));
    const auto pending = co_await site.options.desk->pending(token);
    if (!pending && pending.error().code == Code::not_found)
        co_return token_is_over(site);
    if (!pending)
        co_return error_page(site, pending.error(), call.request);
    SubscriptionText text;
    text.heading = "Confirmer l’abonnement";
    text.lead = fmt::format(
        "Vous recevrez {} {} {}.",
        notify::frequency_text(pending->frequency),
        pending->scope == SubscriptionScope::search ? "ce qui est nouveau ou modifié dans"
                                                    : "les alertes sur",
        notify::scope_text(pending->scope, pending->label)
    );
    text.action = std::string(routes::confirm_page);
    text.button = "Confirmer";
    text.fields = {{"t", token}};
    co_return subscription_page(site, std::move(text));
}

asio::awaitable<net::ServerResponse> confirm(const Site& site, Call call) {
    if (site.options.desk == nullptr)
        co_return no_desk(site, call);
    const auto form = form_of(call.request);
    if (!form)
        co_return error_page(site, 400, call.request);
    std::string token(routes::first(*form, "t"));
    std::string client = call.request.client_address;
    const auto done = co_await site.options.desk->confirm(std::move(token), std::move(client));
    if (!done && done.error().code == Code::not_found)
        co_return token_is_over(site);
    if (!done)
        co_return error_page(site, done.error(), call.request);
    const auto links = co_await site.options.desk->links();
    SubscriptionText text;
    text.heading = "C’est fait";
    text.lead = "Votre abonnement est confirmé. Quand il n’y a rien à dire, rien n’est envoyé.";
    if (links) {
        notify::LinkTarget target;
        target.subscriber = done->subscriber;
        text.manage_url = (*links)->address(target, site.clock.now());
    }
    co_return subscription_page(site, std::move(text));
}

} // namespace moisson::pages
