// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portal_health.hpp"

#include "core/code.hpp"
#include "i18n/format.hpp"
#include "i18n/language.hpp"
#include "i18n/messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace moisson::views {
namespace {

constexpr std::array<std::string_view, portal_health_count> labels{
    "en service",
    "dégradé",
    "indisponible",
    "instable",
    "en maintenance",
    "pas encore mesuré",
    "en sommeil"};

constexpr int shortest_window = 30;
// A notice before people's browsers give one.
constexpr std::int64_t certificate_notice_days = 21;

// "API HTTP_5XX" -> "API : Erreur du serveur"
std::string reason_text(const std::string& reason) {
    const std::size_t space = reason.find(' ');
    const std::string_view what = std::string_view(reason).substr(0, space);
    const std::string_view name = space == std::string::npos
                                      ? std::string_view()
                                      : std::string_view(reason).substr(space + 1);
    const std::string_view place = what == "HOME" ? "page d’accueil" : "API";
    if (name == "SLOW")
        return fmt::format("{} : réponse très lente", place);
    const auto code = code_from_string(name);
    return fmt::format("{} : {}", place, code ? i18n::title(*code) : name);
}

// "At most" must hold: durations of more than a second are told in whole ones, and cut down.
std::chrono::milliseconds rounded_up(std::chrono::milliseconds length) {
    if (length <= std::chrono::seconds(1))
        return length;
    return std::chrono::ceil<std::chrono::seconds>(length);
}

std::string reasons_text(const std::vector<std::string>& reasons) {
    std::string out;
    for (const std::string& reason : reasons)
        out += (out.empty() ? "" : ", ") + reason_text(reason);
    return out.empty() ? out : " (" + out + ")";
}

// No harvest reads what is behind an expired certificate, though the server answers.
bool is_unreadable(const std::vector<std::string>& reasons) {
    const auto fails = [&reasons](std::string_view what) {
        return std::any_of(reasons.begin(), reasons.end(), [what](std::string_view reason) {
            return reason.starts_with(what) && !reason.ends_with(" SLOW");
        });
    };
    return fails("HOME ") && fails("API ");
}

std::string of_state(const PortalStanding& standing) {
    const std::string why = reasons_text(standing.reasons);
    switch (standing.state) {
    case PortalHealth::up:
        return "Le portail et son API répondent.";
    case PortalHealth::degraded:
        if (is_unreadable(standing.reasons))
            return "Nous ne pouvons lire ni le site ni l’API de ce portail" + why + ".";
        return "Le portail répond, mais pas entièrement comme attendu" + why + ".";
    case PortalHealth::down:
        return "Ni le site ni l’API ne nous répondent" + why +
               ". Les fiches déjà moissonnées restent consultables.";
    case PortalHealth::flapping:
        return "Le portail répond par intermittence.";
    case PortalHealth::maintenance:
        return "Une maintenance annoncée est en cours.";
    case PortalHealth::dormant:
        return "Le portail ne répond plus depuis plus de trente jours. Les fiches déjà moissonnées "
               "restent consultables.";
    case PortalHealth::unknown:
        break;
    }
    return "La disponibilité de ce portail n’a pas encore été mesurée.";
}

// Of a window that was watched for less than half of it, since when and how long: a share of ten
// minutes is none of a year. Only the shortest says it, the others would repeat it.
std::string
percent_text(const PortalStanding& standing, CatalogueRead read, Instant now, int days) {
    const Instant from = now - std::chrono::days(days);
    const Uptime time = uptime(standing, read, from, now, now);
    const auto percent = time.percent();
    const bool mostly = time.unmeasured <= time.up + time.down;
    if (!percent || (!mostly && days != shortest_window))
        return {};
    // Never rounded up to "100 %".
    std::string text = fmt::format("{:.1f}", std::floor(*percent * 10) / 10);
    text.replace(text.find('.'), 1, ",");
    if (mostly)
        return fmt::format("{} % sur {} jours", text, days);
    const auto first = std::find_if(
        standing.intervals.begin(),
        standing.intervals.end(),
        [from](const HealthInterval& one) { return !one.until || *one.until > from; }
    );
    return fmt::format(
        "{} % depuis le {} ({} de mesure)",
        text,
        i18n::date(std::max(first->since, from)),
        i18n::duration(time.up + time.down)
    );
}

// Of 30, 90 and 365 days. Empty when nobody ever looked: the sentence says so.
std::string availability_text(const PortalStanding& standing, CatalogueRead read, Instant now) {
    std::string shares;
    for (const int days : {shortest_window, 90, 365})
        if (const std::string text = percent_text(standing, read, now, days); !text.empty())
            shares += (shares.empty() ? "" : " ; ") + text;
    if (!shares.empty() || standing.intervals.empty())
        return shares;
    return read == CatalogueRead::never ? "non mesurée : ce catalogue n’a jamais pu être lu"
                                        : "non mesurée";
}

} // namespace

CatalogueRead catalogue_read(const std::optional<Instant>& seen_until) {
    return seen_until ? CatalogueRead::once : CatalogueRead::never;
}

std::string_view health_label(PortalHealth state) {
    return labels[static_cast<std::size_t>(state)];
}

std::string health_sentence(const PortalStanding& standing, Instant now) {
    std::string text = of_state(standing);
    if (standing.since && standing.state != PortalHealth::unknown)
        text += fmt::format(
            " Dans cet état depuis le {} ({}).",
            i18n::date(*standing.since),
            i18n::age(*standing.since, now)
        );
    if (standing.probed_at && watched_until(standing, now) < now)
        text += fmt::format(" Non vérifié depuis le {}.", i18n::date(*standing.probed_at));
    return i18n::typography(text);
}

std::vector<std::pair<std::string, std::string>> health_facts(
    const PortalStanding& standing,
    std::int64_t datasets,
    std::optional<Instant> seen_until,
    Instant now
) {
    std::vector<std::pair<std::string, std::string>> out;
    const auto add = [&out](std::string name, const std::string& text) {
        if (!text.empty())
            out.emplace_back(std::move(name), i18n::typography(text));
    };
    add("Disponibilité", availability_text(standing, catalogue_read(seen_until), now));
    if (standing.answer_p95)
        add("Temps de réponse",
            fmt::format(
                "95 % des réponses en {} au plus",
                i18n::duration(rounded_up(*standing.answer_p95))
            ));
    if (const auto frozen = frozen_since(standing, seen_until))
        add("Gelé depuis",
            i18n::date(*frozen) + " : aucune date de mise à jour plus récente dans ce catalogue");
    else if (standing.newest_change)
        add("Dernière mise à jour connue", i18n::date(*standing.newest_change));
    if (const auto lost = shrunk_by(standing, datasets))
        add("Catalogue en baisse",
            fmt::format(
                "{} de moins qu’au plus haut des 90 derniers jours",
                i18n::count(*lost, "jeu de données", "jeux de données")
            ));
    if (const auto days = certificate_days(standing, now)) {
        if (*days < 0)
            add("Certificat TLS", "expiré le " + i18n::date(*standing.certificate_expires));
        else
            add("Certificat TLS",
                fmt::format(
                    "valable encore {}{}",
                    i18n::count(*days, "jour", "jours"),
                    *days <= certificate_notice_days ? " : à renouveler" : ""
                ));
    }
    if (standing.probed_at)
        add("Dernière sonde", i18n::age(*standing.probed_at, now));
    return out;
}

} // namespace moisson::views
