// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The words of messages. French.
#include "notify/compose.hpp"

#include "i18n/alert_text.hpp"
#include "i18n/format.hpp"
#include "i18n/language.hpp"
#include "notify/compose_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace moisson::notify {
namespace {

using Notices = std::vector<store::Notice>;

struct KindWords {
    std::string_view kind;
    std::string_view one;
    std::string_view many;
};

// How subjects count them.
constexpr std::array<KindWords, 16> kind_words = {{
    {"portal_down", "portail injoignable", "portails injoignables"},
    {"harvest_failed", "moissonnage en échec", "moissonnages en échec"},
    {"count_drop", "chute du nombre de jeux", "chutes du nombre de jeux"},
    {"run_held", "passage suspendu", "passages suspendus"},
    {"host_down", "serveur injoignable", "serveurs injoignables"},
    {"host_moved", "site déplacé", "sites déplacés"},
    {"host_blocked", "serveur qui nous bloque", "serveurs qui nous bloquent"},
    {"links_broken", "jeu aux liens rompus", "jeux aux liens rompus"},
    {"dataset_overdue", "jeu en retard", "jeux en retard"},
    {"dataset_very_overdue", "jeu très en retard", "jeux très en retard"},
    {"tls_expiring", "certificat qui expire", "certificats qui expirent"},
    {"contact_bouncing", "contact injoignable", "contacts injoignables"},
    {"storm", "vague d’alertes retenue", "vagues d’alertes retenues"},
    {"onboarding", "nouveau portail", "nouveaux portails"},
    {"checker_offline", "surveillance interrompue", "surveillances interrompues"},
    {"no_resources", "jeu sans ressource", "jeux sans ressource"},
}};

std::string counted(std::string_view kind, std::int64_t count) {
    for (const KindWords& words : kind_words)
        if (words.kind == kind)
            return i18n::count(count, words.one, words.many);
    return i18n::count(count, "alerte", "alertes");
}

int rank(std::string_view severity) {
    return severity == "critical" ? 0 : severity == "warning" ? 1 : 2;
}

Notices sorted(Notices notices) {
    std::stable_sort(notices.begin(), notices.end(), [](const auto& a, const auto& b) {
        return std::make_tuple(rank(a.severity), a.portal_title, a.kind, a.since) <
               std::make_tuple(rank(b.severity), b.portal_title, b.kind, b.since);
    });
    return notices;
}

// The portal that everything is about, else nothing.
std::string common_portal(const Telling& telling) {
    std::set<std::string> portals;
    for (const Notices* list : {&telling.fresh, &telling.resolved})
        for (const store::Notice& notice : *list)
            portals.insert(notice.portal_title);
    return portals.size() == 1 ? *portals.begin() : std::string();
}

// Counts, and the portal when there is one.
std::string summary_of(const Telling& telling) {
    std::map<std::string, std::int64_t> counts;
    for (const store::Notice& notice : telling.fresh)
        ++counts[notice.kind];
    std::string text;
    for (const KindWords& words : kind_words)
        if (const auto found = counts.find(std::string(words.kind)); found != counts.end())
            text += (text.empty() ? "" : ", ") + counted(words.kind, found->second);
    if (text.empty() && !telling.fresh.empty())
        text = counted("", static_cast<std::int64_t>(telling.fresh.size()));
    if (!telling.resolved.empty()) {
        const auto solved = static_cast<std::int64_t>(telling.resolved.size());
        text +=
            (text.empty() ? "" : ", ") + i18n::count(solved, "alerte résolue", "alertes résolues");
    }
    // What is found by searches, or proposed, is of any portal.
    std::string others = searches_summary(telling.searches);
    if (const std::string proposed = proposals_summary(telling.proposals); !proposed.empty())
        others += (others.empty() ? "" : ", ") + proposed;
    if (!others.empty())
        return text.empty() ? others : text + ", " + others;
    const std::string portal = common_portal(telling);
    return portal.empty() ? text : text + " – " + portal;
}

i18n::AlertFacts facts_of(const store::Notice& notice) {
    const auto given = [](const std::string& text) {
        return text.empty() ? std::nullopt : std::optional(text);
    };
    i18n::AlertFacts facts;
    facts.kind = notice.kind;
    facts.severity = notice.severity;
    facts.subject = notice.subject;
    facts.portal_title = given(notice.portal_title);
    facts.dataset_title = given(notice.dataset_title);
    facts.host = given(notice.host);
    facts.organization_title = given(notice.organization_title);
    facts.evidence = notice.evidence.is_object() ? notice.evidence : nlohmann::json::object();
    facts.since = notice.since;
    if (notice.event == "resolved")
        facts.resolved_at = notice.resolved_at.value_or(notice.at);
    return facts;
}

bool is_overdue(const store::Notice& notice) {
    return notice.kind == "dataset_overdue" || notice.kind == "dataset_very_overdue";
}

// What coordinators must know before they write to a producer themselves; said only if true.
std::string told_producer(const store::Notice& notice) {
    if (!notice.of_producers || notice.audience != Audience::coordinator ||
        notice.event == "resolved")
        return {};
    if (notice.producers == 0)
        return " Aucun producteur n’y est abonné.";
    return notice.producers_told > 0 ? " Le producteur a été prévenu." : "";
}

void add_item(
    Document& out,
    const store::Notice& notice,
    const store::Waiting& person,
    const Links& links
) {
    const i18n::AlertText text = i18n::describe(facts_of(notice));
    const bool over = notice.event == "resolved";
    std::string action = "Voir les alertes";
    std::string url = links.site().absolute(routes::alerts_page);
    std::string advice = over || text.action.empty() ? "" : " " + text.action;
    if (!over && notice.dataset && is_overdue(notice) && notice.audience == Audience::producer) {
        action = "Vos données sont à jour et il n’y a rien à publier ? Dites-le.";
        LinkTarget target;
        target.action = LinkAction::up_to_date;
        target.subscriber = person.subscriber;
        target.dataset = notice.dataset;
        url = links.address(target, person.now);
    } else if (!notice.dataset_slug.empty()) {
        action = "Voir la fiche du jeu de données";
        url = links.site().absolute(routes::dataset_page_of(notice.dataset_slug));
    } else if (!notice.portal.empty()) {
        action = "Voir le portail";
        url = links.site().absolute(routes::portal_page_of(notice.portal));
    }
    // Most sentences say since when; what is over needs no more than its end.
    std::string detail = text.sentence;
    if (over)
        detail = fmt::format(
            "C’est fini depuis le {} ; cela avait commencé le {}.",
            i18n::date_time(notice.resolved_at.value_or(notice.at)),
            i18n::date_time(notice.since)
        );
    else if (detail.find("depuis le") == detail.npos)
        detail = "Depuis le " + i18n::date_time(notice.since) + ". " + detail;
    out.item(
        i18n::typography(text.title),
        i18n::typography(detail + told_producer(notice) + advice),
        i18n::typography(action),
        url
    );
}

void add_section(
    Document& out,
    std::string_view title,
    const Notices& notices,
    const store::Waiting& person,
    const Links& links
) {
    if (notices.empty())
        return;
    const auto all = static_cast<std::int64_t>(notices.size());
    out.heading(fmt::format("{} ({})", title, i18n::number(all)));
    const Notices list = sorted(notices);
    const std::size_t shown = std::min(list.size(), limits::items_per_section);
    for (std::size_t i = 0; i < shown; ++i)
        add_item(out, list[i], person, links);
    if (shown < list.size())
        out.link(
            i18n::typography(fmt::format(
                "+{} : {} de plus, à voir sur le site",
                list.size() - shown,
                i18n::count(static_cast<std::int64_t>(list.size() - shown), "alerte", "alertes")
            )),
            links.site().absolute(routes::alerts_page)
        );
}

std::string link_to(LinkAction action, const store::Waiting& person, const Links& links) {
    LinkTarget target;
    target.action = action;
    target.subscriber = person.subscriber;
    return links.address(target, person.now);
}

void add_foot(Document& out, const store::Waiting& person, const Links& links) {
    out.heading("Vos réglages");
    out.link("Changer la fréquence de ces messages", link_to(LinkAction::manage, person, links));
    out.link("Mettre en pause 30 jours", link_to(LinkAction::pause, person, links));
    out.link("Ce n’est pas moi", link_to(LinkAction::not_me, person, links));
    out.link("Se désabonner", link_to(LinkAction::leave, person, links));
    out.note("Message automatique. Répondez à cette adresse pour joindre l’équipe. Vous le recevez "
             "parce que cette adresse est abonnée ; aucune lecture n’est suivie.");
}

std::string hash_of(std::vector<std::string> parts) {
    std::sort(parts.begin(), parts.end());
    std::string text;
    for (const std::string& part : parts)
        text += part + "\n";
    return to_hex(sha256(text));
}

} // namespace

std::string message_id(const Digest& key, std::string_view domain) {
    return fmt::format("<{}@{}>", to_hex(key).substr(0, 40), domain);
}

void finish(store::NewMessage& mail, const Document& document) {
    mail.subject = document.subject;
    mail.plain = to_text(document);
    mail.html = to_html(document);
}

Composed compose(
    const Telling& telling,
    const store::Waiting& person,
    const Links& links,
    const std::string& site_name
) {
    Composed out;
    std::vector<std::string> firing;
    std::vector<std::string> resolved;
    for (const Notices* list : {&telling.fresh, &telling.resolved})
        for (const store::Notice& notice : *list) {
            out.alerts.push_back(notice.alert);
            out.events.push_back(notice.event_id);
            (list == &telling.fresh ? firing : resolved)
                .push_back(fmt::format("{}:{}", notice.alert, notice.event_id));
            out.mail.episodes.push_back(fmt::format("<alerte-{}@{}>", notice.alert, links.domain())
            );
        }
    for (const SearchNews& news : telling.searches)
        firing.push_back(
            fmt::format("search:{}:{}", news.wish.subscription, to_iso8601(news.wish.until))
        );
    for (const store::ProposalNotice& one : telling.proposals) {
        out.proposals.push_back(one.id);
        firing.push_back(fmt::format("proposal:{}", one.id));
    }
    out.mail.kind = telling.kind;
    out.mail.recipient = person.address;
    out.mail.dedup_key = sha256(fmt::format(
        "{}\n{}\n{}\n{}",
        person.subscriber,
        telling.kind,
        hash_of(firing),
        hash_of(resolved)
    ));
    out.mail.message_id = message_id(out.mail.dedup_key, links.domain());
    out.mail.unsubscribe_url = link_to(LinkAction::leave, person, links);
    Document document;
    const std::string summary = summary_of(telling);
    document.subject = fmt::format("[{}] {}", site_name, summary);
    document.title(summary);
    add_section(document, "Nouveau", telling.fresh, person, links);
    add_section(document, "Toujours en cours", telling.still, person, links);
    add_section(document, "Résolu", telling.resolved, person, links);
    add_searches(document, telling.searches, links);
    add_proposals(document, telling.proposals, links);
    add_foot(document, person, links);
    finish(out.mail, document);
    return out;
}

store::NewMessage compose_confirmation(
    const std::string& address,
    const std::string& about,
    const std::string& token,
    const Links& links,
    const std::string& site_name
) {
    store::NewMessage mail;
    mail.kind = "confirmation";
    mail.recipient = address;
    mail.dedup_key = sha256("confirmation\n" + to_hex(sha256(token)));
    mail.message_id = message_id(mail.dedup_key, links.domain());
    Document document;
    document.subject = fmt::format("[{}] Confirmez votre abonnement", site_name);
    document.title("Confirmez votre abonnement");
    document.paragraph(i18n::typography(fmt::format(
        "Quelqu’un, vous sans doute, a demandé à recevoir à cette adresse les messages de {} sur "
        "{}.",
        site_name,
        about
    )));
    document.link("Confirmer l’abonnement", links.confirmation(token));
    document.paragraph("Ce lien sert une fois et vaut 48 heures. Sans confirmation, rien ne sera "
                       "envoyé, et l’adresse sera oubliée après 7 jours.");
    document.note("Ce n’est pas vous ? Ne faites rien. Message automatique : répondez à cette "
                  "adresse pour joindre l’équipe.");
    finish(mail, document);
    return mail;
}

std::string scope_text(SubscriptionScope scope, const std::string& label) {
    switch (scope) {
    case SubscriptionScope::all:
        return "tout le catalogue";
    case SubscriptionScope::country:
        return "le pays " + label;
    case SubscriptionScope::portal:
        return "le portail « " + label + " »";
    case SubscriptionScope::organization:
        return "l’organisation « " + label + " »";
    case SubscriptionScope::search:
        return "la recherche « " + label + " »";
    case SubscriptionScope::dataset:
        break;
    }
    return "le jeu de données « " + label + " »";
}

std::string frequency_text(MailFrequency frequency) {
    switch (frequency) {
    case MailFrequency::immediate:
        return "tout de suite si c’est grave, sinon chaque semaine";
    case MailFrequency::daily:
        return "une fois par jour";
    case MailFrequency::weekly:
        break;
    }
    return "une fois par semaine";
}

} // namespace moisson::notify
