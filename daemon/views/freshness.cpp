// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/freshness.hpp"

#include "i18n/format.hpp"
#include "i18n/language.hpp"

#include <fmt/format.h>

namespace moisson::views {
namespace {

std::string shown_date(const std::optional<Instant>& date) {
    return date ? i18n::date(*date) : std::string();
}

std::string unknown(const FreshnessDates& dates, const FreshnessView& verdict) {
    if (dates.basis != FreshnessBasis::none && !verdict.seen_until)
        return "Le portail n’a pas encore été lu en entier : nous ne savons pas si ces données "
               "sont "
               "à jour.";
    if (dates.evidence == UpdateEvidence::none)
        return "Aucune date de mise à jour n’est indiquée : nous ne savons pas si ces données sont "
               "à jour.";
    return "Aucune fréquence de mise à jour n’est indiquée : nous ne savons pas quand attendre la "
           "suite.";
}

std::string of_state(const FreshnessDates& dates, const FreshnessView& verdict) {
    const std::string expected = shown_date(dates.expected_at);
    const bool estimated = dates.basis == FreshnessBasis::estimated;
    switch (verdict.state) {
    case Freshness::a_jour:
        return fmt::format("La prochaine mise à jour est attendue à partir du {}.", expected);
    case Freshness::attendue:
        if (estimated)
            return fmt::format(
                "Une mise à jour est attendue depuis le {}, si le rythme observé se maintient.",
                expected
            );
        return fmt::format(
            "Une mise à jour est attendue depuis le {} ; elle peut encore venir jusqu’au {} sans "
            "être en retard.",
            expected,
            shown_date(
                dates.late_at ? std::optional<Instant>(*dates.late_at - std::chrono::days(1))
                              : std::nullopt
            )
        );
    case Freshness::en_retard:
    case Freshness::tres_en_retard:
        return fmt::format(
            "D’après la fréquence annoncée, une mise à jour était attendue le {} ; nous ne l’avons "
            "pas vue sur le portail.",
            expected
        );
    case Freshness::sans_objet:
        return "Le producteur n’annonce pas de mise à jour régulière : il n’y a pas de retard "
               "possible.";
    case Freshness::inconnue:
        return unknown(dates, verdict);
    }
    return {};
}

} // namespace

std::string
freshness_sentence(const FreshnessDates& dates, const FreshnessView& verdict, Instant now) {
    std::string text = of_state(dates, verdict);
    if (dates.basis == FreshnessBasis::estimated && verdict.state == Freshness::a_jour)
        text += " Ce rythme est une estimation d’après les mises à jour passées.";
    if (dates.evidence == UpdateEvidence::mass_touched && dates.expected_at)
        text += " La date indiquée est commune à une grande partie du portail : elle est peu sûre.";
    if (dates.evidence == UpdateEvidence::confirmed && dates.counted_from)
        text += fmt::format(
            " Le producteur a confirmé le {} qu’il n’y avait rien à publier.",
            i18n::date(*dates.counted_from)
        );
    if (dates.evidence == UpdateEvidence::content && dates.counted_from)
        text += fmt::format(
            " Un de ses fichiers a changé : nous l’avons constaté le {}.",
            i18n::date(*dates.counted_from)
        );
    // Decision 6: what is due later than what we have seen is not judged.
    if (verdict.seen_until && freshness_at(dates, now) != verdict.state)
        text += fmt::format(" Non vérifié depuis le {}.", i18n::date(*verdict.seen_until));
    return i18n::typography(text);
}

} // namespace moisson::views
