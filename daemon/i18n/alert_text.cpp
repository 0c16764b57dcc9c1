// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "i18n/alert_text.hpp"

#include "core/json_access.hpp"
#include "i18n/format.hpp"
#include "i18n/link_labels.hpp"

#include <fmt/format.h>

namespace moisson::i18n {
namespace {

std::int64_t number_of(const AlertFacts& facts, std::string_view key) {
    return json::integer(facts.evidence, key).value_or(0);
}

std::optional<std::string> date_of(const AlertFacts& facts, std::string_view key) {
    const auto at = from_iso8601(json::text(facts.evidence, key));
    return at ? std::optional(date(*at)) : std::nullopt;
}

// Since when the thing itself goes on, not the alert.
std::string since(const AlertFacts& facts) {
    const auto at = from_iso8601(json::text(facts.evidence, "since"));
    return date_time(at.value_or(facts.since));
}

// The name behind a URN: what comes after its last colon.
std::string name_of(const AlertFacts& facts) {
    const auto colon = facts.subject.rfind(':');
    return colon == std::string::npos ? facts.subject : facts.subject.substr(colon + 1);
}

std::string quoted(const std::string& text) {
    return "« " + text + " »";
}

std::string portal(const AlertFacts& facts) {
    return facts.portal_title && !facts.portal_title->empty() ? *facts.portal_title
                                                              : name_of(facts);
}
std::string dataset(const AlertFacts& facts) {
    return quoted(
        facts.dataset_title && !facts.dataset_title->empty() ? *facts.dataset_title : name_of(facts)
    );
}
std::string host(const AlertFacts& facts) {
    return facts.host.value_or(name_of(facts));
}

std::string datasets(std::int64_t value) {
    return count(value, "jeu de données", "jeux de données");
}

AlertText portal_down(const AlertFacts& facts) {
    const bool dormant = json::text(facts.evidence, "state") == "DORMANT";
    return {
        portal(facts) + " : portail injoignable",
        fmt::format(
            "Ni sa page d’accueil ni son interface ne répondent depuis le {}{}.",
            since(facts),
            dormant ? " ; il est considéré comme en sommeil" : ""
        ),
        "Prévenir l’équipe du portail ; les alertes sur ses jeux de données attendent son retour."};
}

AlertText harvest_failed(const AlertFacts& facts) {
    return {
        portal(facts) + " : moissonnage en échec",
        fmt::format(
            "{} de suite depuis le {} pour la source {}.",
            count(number_of(facts, "failures"), "passage a échoué", "passages ont échoué"),
            since(facts),
            json::text(facts.evidence, "source")
        ),
        "Lire le rapport du dernier passage, puis relancer la source."};
}

// Once it is over somebody has decided, or a later run has: nothing is asked any more.
AlertText run_held(const AlertFacts& facts) {
    const bool over = facts.resolved_at.has_value();
    return {
        portal(facts) + " : passage suspendu",
        fmt::format(
            "Le passage {} de la source {} a vu disparaître, ou apparaître, bien trop de fiches le "
            "{} : {}.",
            number_of(facts, "run"),
            json::text(facts.evidence, "source"),
            since(facts),
            over ? "il n’attend plus de décision" : "il attend une décision, rien n’a été retiré"
        ),
        over ? std::string()
             : fmt::format(
                   "Décider : moisson passages approuver {0}, ou refuser {0}.",
                   number_of(facts, "run")
               )};
}

AlertText count_drop(const AlertFacts& facts) {
    return {
        portal(facts) + " : catalogue rétréci",
        fmt::format(
            "{} de moins qu’au plus haut des 90 derniers jours ({} contre {}).",
            datasets(number_of(facts, "lost")),
            number(number_of(facts, "datasets")),
            number(number_of(facts, "peak"))
        ),
        "Demander au portail si ces retraits sont voulus."};
}

AlertText of_host(const AlertFacts& facts, std::string_view title, std::string_view what) {
    return {
        host(facts) + " : " + std::string(title),
        fmt::format(
            "{} depuis le {} ; {} en dépendent.",
            what,
            since(facts),
            datasets(number_of(facts, "datasets"))
        ),
        "Vérifier le serveur avec le producteur ; ses liens ne sont pas déclarés rompus un par "
        "un."};
}

AlertText links_broken(const AlertFacts& facts) {
    const std::string code(json::text(facts.evidence, "code"));
    const std::int64_t broken = number_of(facts, "broken");
    return {
        dataset(facts) + " : liens rompus",
        fmt::format(
            "{} sur {} {} depuis le {}.{}",
            count(broken, "lien", "liens"),
            number(number_of(facts, "links")),
            plural(broken, "ne répond plus", "ne répondent plus"),
            since(facts),
            code.empty() ? std::string() : " " + std::string(link_code_sentence(code))
        ),
        "Corriger l’adresse du fichier, ou le remettre en ligne."};
}

AlertText overdue(const AlertFacts& facts, std::string_view what) {
    const auto updated = date_of(facts, "updated");
    const auto late = date_of(facts, "late_at");
    return {
        dataset(facts) + " : " + std::string(what),
        fmt::format(
            "{}{}.",
            updated ? "La dernière mise à jour date du " + *updated
                    : "La date de la dernière mise à jour n’est pas connue",
            late ? " ; d’après la fréquence déclarée, le jeu est en retard depuis le " + *late : ""
        ),
        "Publier la mise à jour, ou corriger la fréquence déclarée."};
}

AlertText tls_expiring(const AlertFacts& facts) {
    const auto expires = date_of(facts, "expires");
    return {
        portal(facts) + " : certificat à renouveler",
        fmt::format(
            "Le certificat du site {} le {}.",
            number_of(facts, "days") > 0 ? "expire" : "a expiré",
            expires.value_or("(date inconnue)")
        ),
        "Renouveler le certificat du site."};
}

AlertText storm(const AlertFacts& facts) {
    return {
        portal(facts) + " : alertes retenues",
        fmt::format(
            "{} d’un coup : personne n’a été prévenu, une cause commune est probable.",
            count(number_of(facts, "held"), "alerte s’ouvrirait", "alertes s’ouvriraient")
        ),
        fmt::format(
            "Chercher la cause commune, puis : moisson alertes approuver {}.",
            name_of(facts)
        )};
}

AlertText onboarding(const AlertFacts& facts) {
    return {
        portal(facts) + " : état des lieux du portail",
        fmt::format(
            "Sur {}, {} sont en retard (dont {} très en retard) et {} ont des liens rompus ; ce "
            "point de "
            "départ ne donnera pas d’autre alerte.",
            datasets(number_of(facts, "datasets")),
            number(number_of(facts, "late")),
            number(number_of(facts, "very_late")),
            number(number_of(facts, "broken"))
        ),
        "Lire la page du portail et choisir par où commencer avec ses producteurs."};
}

AlertText other(const AlertFacts& facts) {
    if (facts.kind == "checker_offline")
        return {
            "Surveillance coupée du réseau",
            "Aucun portail n’a pu être joint : c’est notre réseau qui est en cause, et plus rien "
            "n’est "
            "conclu.",
            "Vérifier la connexion de la machine de surveillance."};
    if (facts.kind == "contact_bouncing")
        return {
            facts.organization_title.value_or(portal(facts)) + " : adresse de contact en défaut",
            fmt::format(
                "Les messages envoyés à cette adresse reviennent depuis le {}.",
                since(facts)
            ),
            "Corriger l’adresse de contact."};
    if (facts.kind == "no_resources")
        return {
            dataset(facts) + " : plus de ressource",
            fmt::format("Le jeu n’offre plus aucun fichier depuis le {}.", since(facts)),
            "Remettre les fichiers, ou retirer la fiche."};
    return {
        facts.kind + " : " + name_of(facts),
        fmt::format("Depuis le {}.", since(facts)),
        "Lire le détail de l’alerte."};
}

} // namespace

AlertText describe(const AlertFacts& facts) {
    if (facts.kind == "portal_down")
        return portal_down(facts);
    if (facts.kind == "harvest_failed")
        return harvest_failed(facts);
    if (facts.kind == "run_held")
        return run_held(facts);
    if (facts.kind == "count_drop")
        return count_drop(facts);
    if (facts.kind == "host_down")
        return of_host(facts, "serveur en panne", "Le serveur ne répond plus");
    if (facts.kind == "host_blocked")
        return of_host(facts, "vérifications refusées", "Le serveur refuse nos vérifications");
    if (facts.kind == "host_moved")
        return of_host(
            facts,
            "site déménagé",
            "Presque toutes les adresses connues mènent à une erreur ou à une même page"
        );
    if (facts.kind == "links_broken")
        return links_broken(facts);
    if (facts.kind == "dataset_overdue")
        return overdue(facts, "en retard");
    if (facts.kind == "dataset_very_overdue")
        return overdue(facts, "très en retard");
    if (facts.kind == "tls_expiring")
        return tls_expiring(facts);
    if (facts.kind == "storm")
        return storm(facts);
    if (facts.kind == "onboarding")
        return onboarding(facts);
    return other(facts);
}

} // namespace moisson::i18n
