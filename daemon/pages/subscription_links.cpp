// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What signed links lead to: leaving, pausing, answers, one's own data. GET shows, POST does.
#include "i18n/format.hpp"
#include "i18n/messages.hpp"
#include "notify/mail_options.hpp"
#include "pages/subscription_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::pages {
namespace {

struct ActionText {
    std::string_view heading;
    std::string_view lead;
    std::string_view button;
    std::string_view done;
};

ActionText text_of(notify::LinkAction action) {
    switch (action) {
    case notify::LinkAction::leave:
        return {
            "Se désabonner",
            "Plus aucun message ne sera envoyé à cette adresse.",
            "Se désabonner de tout",
            "Vous n’êtes plus abonné : plus aucun message ne vous sera envoyé."};
    case notify::LinkAction::pause:
        return {
            "Mettre en pause",
            "Pendant 30 jours, aucun message ne sera envoyé à cette adresse.",
            "Mettre en pause 30 jours",
            "C’est noté : aucun message avant 30 jours."};
    case notify::LinkAction::up_to_date:
        return {
            "À jour, rien à publier",
            "Vous confirmez que ces données sont à jour et qu’il n’y a rien à publier pour le "
            "moment.",
            "Oui, elles sont à jour",
            "Merci : votre réponse est transmise aux coordinateurs."};
    case notify::LinkAction::not_me:
        return {
            "Ce n’est pas moi",
            "Vous n’êtes pas la personne que nous croyons : tous les abonnements de cette adresse "
            "prendront fin, et nous ne lui écrirons plus jamais.",
            "Ne plus jamais m’écrire",
            "C’est noté : nous n’écrirons plus à cette adresse."};
    case notify::LinkAction::decline:
        return {
            "Ne plus m’écrire",
            "Nous n’écrirons plus jamais à cette adresse, et personne d’autre que vous ne peut le "
            "changer.",
            "Ne plus jamais m’écrire",
            "C’est noté : nous n’écrirons plus à cette adresse."};
    case notify::LinkAction::frequency:
        return {
            "Changer la fréquence annoncée",
            "À quel rythme ces données sont-elles vraiment mises à jour ? Les coordinateurs "
            "relisent "
            "votre réponse avant qu’elle compte. Corrigez aussi la fréquence dans votre portail : "
            "c’est de lui que nous la tenons.",
            "Transmettre ma réponse",
            "Merci : votre réponse est transmise aux coordinateurs."};
    case notify::LinkAction::manage:
        break;
    }
    return {"Mes abonnements", "", "", ""};
}

std::vector<Choice> frequency_codes(const Site& site) {
    std::vector<Choice> out;
    for (const std::string_view code : notify::declarable_frequencies())
        out.push_back({std::string(code), std::string(site.labels.find("frequency", code))});
    return out;
}

constexpr std::string_view confirmed_before =
    "Merci, mais rien n’a changé : vous aviez déjà répondu par ce lien, ou cette adresse n’est "
    "plus "
    "abonnée comme producteur de ces données. Le prochain message aura un nouveau lien.";

net::ServerResponse link_is_over(const Site& site) {
    SubscriptionText text;
    text.heading = "Ce lien ne vaut plus";
    text.lead =
        "Il est incomplet ou trop ancien. Celui d’un message plus récent fonctionne ; sinon, "
        "répondez à un de nos messages.";
    return subscription_page(site, std::move(text), 404);
}

std::string address_of(std::string_view path, std::string_view sealed) {
    return routes::with_query(path, {{"s", std::string(sealed)}});
}

asio::awaitable<net::ServerResponse>
show_subscriber(const Site& site, Call call, std::int64_t person, std::string done) {
    const std::string sealed(routes::first(call.query, "s"));
    const auto found = co_await store::subscriber(site.options.desk->database(), person);
    if (!found && found.error().code == Code::not_found)
        co_return link_is_over(site);
    if (!found)
        co_return error_page(site, found.error(), call.request);
    const std::string action = address_of(routes::manage_page, sealed);
    render::Data list = render::list();
    for (const Subscription& one : found->subscriptions) {
        render::Data item;
        render::put(item, "id", std::to_string(one.id));
        render::put(item, "action", action);
        render::put(item, "about", i18n::typography(notify::scope_text(one.scope, one.label)));
        render::put(
            item,
            "state",
            one.state == SubscriptionState::pending ? "En attente de confirmation"
                                                    : notify::frequency_text(one.frequency)
        );
        const bool urgent = one.audience == Audience::coordinator;
        render::put_list(
            item,
            "frequencies",
            choices(frequency_choices(urgent), to_string(one.frequency))
        );
        list.push_back(item);
    }
    render::Data data;
    render::put(data, "address", found->address);
    render::put(data, "done", std::move(done));
    const bool paused = found->paused_until && *found->paused_until > site.clock.now();
    render::put(
        data,
        "paused",
        paused ? "En pause jusqu’au " + i18n::date(*found->paused_until) + "." : std::string()
    );
    render::put(data, "disabled", found->disabled);
    render::put_flag(data, "has_subscriptions", !found->subscriptions.empty());
    render::put_list(data, "subscriptions", std::move(list));
    render::put(data, "action", action);
    render::put(data, "export_url", address_of(routes::my_data_page, sealed));
    Head head;
    head.title = "Mes abonnements";
    head.robots = "noindex";
    co_return private_page(page(site, "subscriptions_manage", std::move(data), std::move(head)));
}

// The sentence to show, or what went wrong.
asio::awaitable<Result<std::string>>
change(notify::Desk& desk, std::int64_t person, const routes::Query& form) {
    const std::string_view what = routes::first(form, "faire");
    const auto one = routes::positive_number(routes::first(form, "abonnement"));
    Result<void> done;
    std::string said;
    if (what == "frequence" && one) {
        const auto frequency = frequency_from_string(routes::first(form, "frequence"));
        if (!frequency)
            co_return Error(Code::invalid_argument, "no such frequency");
        done = co_await store::change_frequency(desk.database(), person, *one, *frequency);
        said = "La fréquence est changée.";
    } else if ((what == "quitter" && one) || what == "tout-quitter") {
        std::optional<std::int64_t> which;
        if (what == "quitter")
            which = one;
        std::string because = "form";
        const auto left =
            co_await store::leave_subscription(desk.database(), person, which, std::move(because));
        if (!left)
            done = left.error();
        said = "C’est fait : vous n’êtes plus abonné.";
    } else if (what == "pause" || what == "reprendre") {
        std::optional<std::chrono::hours> length;
        if (what == "pause")
            length = notify::limits::pause_length;
        done = co_await store::pause_subscriber(desk.database(), person, length);
        said = length ? "En pause pour 30 jours." : "Les messages reprennent.";
    } else {
        co_return Error(Code::invalid_argument, "nothing was asked for");
    }
    if (!done)
        co_return done.error();
    co_return said;
}

} // namespace

asio::awaitable<net::ServerResponse> manage_page(const Site& site, Call call) {
    if (site.options.desk == nullptr)
        co_return no_desk(site, call);
    std::string sealed(routes::first(call.query, "s"));
    const auto target = co_await site.options.desk->open(std::move(sealed));
    if (!target || target->action != notify::LinkAction::manage)
        co_return link_is_over(site);
    std::string done;
    co_return co_await show_subscriber(site, std::move(call), target->subscriber, std::move(done));
}

asio::awaitable<net::ServerResponse> manage(const Site& site, Call call) {
    if (site.options.desk == nullptr)
        co_return no_desk(site, call);
    std::string sealed(routes::first(call.query, "s"));
    const auto target = co_await site.options.desk->open(std::move(sealed));
    if (!target || target->action != notify::LinkAction::manage)
        co_return link_is_over(site);
    const auto form = form_of(call.request);
    if (!form)
        co_return error_page(site, 400, call.request);
    if (routes::first(*form, "faire") == "effacer" && routes::first(*form, "sur") == "oui") {
        const auto erased =
            co_await store::erase_subscriber(site.options.desk->database(), target->subscriber);
        if (!erased && erased.error().code != Code::not_found)
            co_return error_page(site, erased.error(), call.request);
        SubscriptionText text;
        text.heading = "Vos données sont effacées";
        text.lead = "Votre adresse et vos abonnements n’existent plus chez nous.";
        co_return subscription_page(site, std::move(text));
    }
    const auto said = co_await change(*site.options.desk, target->subscriber, *form);
    if (!said)
        co_return error_page(site, said.error(), call.request);
    std::string done = *said;
    co_return co_await show_subscriber(site, std::move(call), target->subscriber, std::move(done));
}

asio::awaitable<net::ServerResponse> signed_link_page(const Site& site, Call call) {
    if (site.options.desk == nullptr)
        co_return no_desk(site, call);
    const std::string sealed(routes::first(call.query, "s"));
    const auto target = co_await site.options.desk->open(sealed);
    if (!target || target->action == notify::LinkAction::manage)
        co_return link_is_over(site);
    const ActionText words = text_of(target->action);
    SubscriptionText text;
    text.heading = std::string(words.heading);
    text.lead = std::string(words.lead);
    text.button = std::string(words.button);
    text.action = address_of(routes::signed_link_page, sealed);
    if (target->action == notify::LinkAction::frequency)
        text.frequencies = frequency_codes(site);
    const auto links = co_await site.options.desk->links();
    if (links && target->action == notify::LinkAction::up_to_date) {
        notify::LinkTarget other = *target;
        other.action = notify::LinkAction::frequency;
        text.other = "La fréquence annoncée n’est pas la bonne ? Dites laquelle.";
        // As old as the link that led here: it is the same answer to the same message.
        text.other_url = (*links)->address(other, target->sealed_at);
    }
    co_return subscription_page(site, std::move(text));
}

asio::awaitable<net::ServerResponse> follow_signed_link(const Site& site, Call call) {
    if (site.options.desk == nullptr)
        co_return no_desk(site, call);
    std::string sealed(routes::first(call.query, "s"));
    const auto target = co_await site.options.desk->open(std::move(sealed));
    if (!target || target->action == notify::LinkAction::manage)
        co_return link_is_over(site);
    std::string said;
    if (target->action == notify::LinkAction::frequency)
        if (const auto form = form_of(call.request))
            said = routes::first(*form, "frequence");
    const auto done = co_await site.options.desk->act(*target, std::move(said));
    if (!done && done.error().code == Code::invalid_argument)
        co_return error_page(site, 400, call.request);
    // Who is erased has left.
    if (!done && done.error().code != Code::not_found)
        co_return error_page(site, done.error(), call.request);
    const auto links = co_await site.options.desk->links();
    const ActionText words = text_of(target->action);
    SubscriptionText text;
    text.heading = std::string(words.heading);
    const bool noted = done && *done;
    const bool answers = target->action == notify::LinkAction::up_to_date ||
                         target->action == notify::LinkAction::frequency;
    text.lead = std::string(answers && !noted ? confirmed_before : words.done);
    const bool known = target->action != notify::LinkAction::not_me &&
                       target->action != notify::LinkAction::decline;
    if (links && known) {
        notify::LinkTarget manage;
        manage.subscriber = target->subscriber;
        text.manage_url = (*links)->address(manage, site.clock.now());
    }
    co_return subscription_page(site, std::move(text));
}

asio::awaitable<net::ServerResponse> my_data(const Site& site, Call call) {
    if (site.options.desk == nullptr)
        co_return no_desk(site, call);
    std::string sealed(routes::first(call.query, "s"));
    const auto target = co_await site.options.desk->open(std::move(sealed));
    if (!target || target->action != notify::LinkAction::manage)
        co_return link_is_over(site);
    auto data =
        co_await store::export_subscriber(site.options.desk->database(), target->subscriber);
    if (!data && data.error().code == Code::not_found)
        co_return link_is_over(site);
    if (!data)
        co_return error_page(site, data.error(), call.request);
    net::ServerResponse response;
    response.content_type = "application/json";
    response.body = std::move(*data);
    response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("X-Robots-Tag", "noindex");
    response.etag = false;
    co_return response;
}

} // namespace moisson::pages
