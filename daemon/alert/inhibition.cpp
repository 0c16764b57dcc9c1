// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "alert/inhibition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace moisson::alert {
namespace {

struct Row {
    std::string_view reason;
    std::string_view when;
    std::string_view what;
};

constexpr std::array<Row, 13> rows{
    Row{by_checker, "aucun portail n'a été joint : c'est nous qui sommes coupés", "tout"},
    Row{by_portal_down,
        "le portail est DOWN",
        "tout ce qui dépend du portail, et les serveurs où il est ou dont il a la plupart des "
        "liens"},
    Row{by_portal_dormant, "le portail est DORMANT", "la même chose"},
    Row{by_maintenance,
        "une fenêtre de maintenance est ouverte",
        "la même chose, et `portal_down`"},
    Row{by_recovery,
        "le portail est revenu depuis moins de 24 h",
        "liens, fraîcheur, serveurs, et les échecs de moissonnage commencés pendant son absence"},
    Row{by_baseline,
        "moins de 14 jours depuis le premier passage complet",
        "liens, fraîcheur, serveurs"},
    Row{by_held_run, "un passage de la source attend une décision", "fraîcheur, `no_resources`"},
    Row{by_unharvested,
        "pas de passage complet depuis plus de deux intervalles",
        "fraîcheur, `no_resources`"},
    Row{by_no_run,
        "pas de passage complet depuis le retour du portail",
        "fraîcheur, `no_resources`"},
    Row{by_season,
        "hors de la saison du jeu de données",
        "`dataset_overdue`, `dataset_very_overdue`"},
    Row{by_host,
        "tous ses liens rompus sont sur un serveur en panne, bloqué ou déménagé, ou n'étaient "
        "rompus que par sa panne et ne sont pas encore revus, ou il est revenu depuis moins de "
        "24 h",
        "`links_broken`"},
    Row{by_no_resources, "le jeu n'a plus de ressource", "`links_broken`"},
    Row{by_very_overdue,
        "le retard est devenu grand",
        "`dataset_overdue` (se termine sans message)"}};

bool is_back_lately(const store::AlertPortalFacts& portal, Instant now) {
    return portal.recovered_at && now - *portal.recovered_at < recovery_grace;
}

} // namespace

bool checker_is_offline(const store::AlertOverview& facts) {
    bool watched = false;
    for (const store::AlertPortalFacts& portal : facts.portals) {
        if (!portal.standing.watched_until)
            continue;
        watched = true;
        if (*portal.standing.watched_until > facts.now)
            return false;
    }
    return watched;
}

std::string_view portal_inhibition(const store::AlertPortalFacts& portal, Instant) {
    if (portal.maintenance || portal.standing.state == PortalHealth::maintenance)
        return by_maintenance;
    if (portal.standing.state == PortalHealth::down)
        return by_portal_down;
    if (portal.standing.state == PortalHealth::dormant)
        return by_portal_dormant;
    return {};
}

std::string_view failure_inhibition(
    const store::AlertPortalFacts& portal,
    const store::AlertSourceFacts& source,
    Instant now
) {
    const bool began_away = source.failing_since && portal.away_since && portal.recovered_at &&
                            *source.failing_since > *portal.away_since - away_unseen &&
                            *source.failing_since < *portal.recovered_at;
    return began_away && is_back_lately(portal, now) ? by_recovery : std::string_view();
}

std::string_view link_inhibition(const store::AlertPortalFacts& portal, Instant now) {
    const std::string_view above = portal_inhibition(portal, now);
    if (!above.empty())
        return above;
    if (is_back_lately(portal, now))
        return by_recovery;
    if (!portal.baseline_until || now < *portal.baseline_until)
        return by_baseline;
    return {};
}

std::string_view freshness_inhibition(
    const store::AlertPortalFacts& portal,
    const store::AlertSourceFacts& source,
    Instant now
) {
    const std::string_view above = link_inhibition(portal, now);
    if (!above.empty())
        return above;
    if (source.held_run)
        return by_held_run;
    if (!source.seen || source.unharvested)
        return by_unharvested;
    if (portal.recovered_at && *source.seen < *portal.recovered_at)
        return by_no_run;
    return {};
}

std::string inhibition_table_text() {
    std::string out = "| raison | quand | ce qui se tait |\n|---|---|---|\n";
    for (const Row& row : rows)
        out += fmt::format("| `{}` | {} | {} |\n", row.reason, row.when, row.what);
    return out;
}

} // namespace moisson::alert
