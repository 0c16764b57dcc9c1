// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// French words of the reports of runs and sources.
#include "core/code.hpp"
#include "i18n/format.hpp"
#include "i18n/label_rows.hpp"
#include "i18n/labels.hpp"

namespace moisson::i18n {

std::string_view completeness_label(std::string_view name) {
    static constexpr std::array<LabelRow, 5> rows = {{
        {"whole", "lu en entier"},
        {"partial", "lu en partie"},
        {"unread", "non lu"},
        {"undecided", "lu, en attente d’une décision"},
        {"open", "en cours de lecture"},
    }};
    return find_label(rows, name);
}

std::string_view completeness_sentence(std::string_view reason) {
    static constexpr std::array<LabelRow, 18> rows = {{
        {"count_reached", "Toutes les pages ont été lues et le nombre annoncé a été atteint."},
        {"count_near",
         "Toutes les pages ont été lues ; le nombre annoncé est atteint à quelques fiches près, "
         "comme quand un catalogue change pendant sa lecture."},
        {"pages_read",
         "Toutes les pages ont été lues et vérifiées ; le détail de la vérification n’est plus "
         "conservé."},
        {"last_page", "Toutes les pages ont été lues ; le portail n’annonce pas de nombre."},
        {"same_ids",
         "Le nombre annoncé n’a pas été atteint, mais la liste des identifiants, demandée une "
         "seconde fois, désigne les mêmes fiches : c’est le nombre qui est faux."},
        {"delta",
         "Seules les fiches modifiées depuis le passage précédent ont été demandées : rien ne peut "
         "être déclaré manquant."},
        {"unchanged", "Le portail dit que rien n’a changé : le catalogue n’a pas été relu."},
        {"settings_changed",
         "Les réglages de la source ont changé : rien n’est déclaré manquant cette fois."},
        {"approved", "La disparition de nombreux jeux de données a été confirmée."},
        {"held",
         "Trop de jeux de données ont disparu d’un coup : rien n’est déclaré manquant avant une "
         "décision."},
        {"settled",
         "Trop de jeux de données avaient disparu d’un coup : rien n’a été déclaré manquant par ce "
         "passage."},
        {"arrivals",
         "Le portail donne d’un coup bien plus de nouvelles fiches qu’il n’en avait : la lecture "
         "s’est arrêtée là jusqu’à une décision, et rien n’est déclaré manquant."},
        {"arrivals_settled",
         "Le portail donnait d’un coup bien plus de nouvelles fiches qu’il n’en avait : la lecture "
         "s’était arrêtée là, et rien n’a été déclaré manquant par ce passage."},
        {"cut", "La lecture s’est arrêtée avant la dernière page : rien n’est déclaré manquant."},
        {"failed", "Le portail n’a donné aucune page."},
        {"not_asked", "Le portail n’a pas été interrogé."},
        {"cancelled", "Le passage a été annulé."},
        {"running", "Le passage n’est pas terminé."},
    }};
    return find_label(rows, reason);
}

std::string_view next_run_sentence(std::string_view reason) {
    static constexpr std::array<LabelRow, 10> rows = {{
        {"disabled", "La source est désactivée : aucun passage n’est prévu."},
        {"first", "La source n’a jamais été moissonnée : son premier passage est dû."},
        {"suspended",
         "Le portail ne répond plus depuis longtemps : il est seulement sondé de loin en loin."},
        {"maintenance", "Une fenêtre de maintenance est ouverte : le passage attend sa fin."},
        {"paused", "Le portail a demandé une pause : le passage commencé reprend après elle."},
        {"rested",
         "Le passage commencé a duré autant que la source le permet : il reprend à cette date, où "
         "il en était."},
        {"backed_off", "Après plusieurs échecs de suite, les passages sont espacés."},
        {"probe", "Une sonde dira si quelque chose a changé."},
        {"unplanned", "Elle sera fixée dans la minute, ou dès que « moissond » tournera."},
        {"planned", "C’est la prochaine date du calendrier de la source."},
    }};
    return find_label(rows, reason);
}

std::string waiting_text(Instant until, std::string_view reason) {
    if (reason == to_string(Code::run_rested))
        return "au repos jusqu’au " + date_time(until) +
               ", le passage ayant duré autant que la source le permet";
    return "en pause jusqu’au " + date_time(until) + ", comme le portail l’a demandé";
}

std::string_view run_count_label(std::string_view name) {
    static constexpr std::array<LabelRow, 16> rows = {{
        {"received", "Fiches reçues"},
        {"created", "Nouvelles"},
        {"updated", "Modifiées"},
        {"unchanged", "Inchangées"},
        {"remapped", "Relues sans changement à la source"},
        {"revived", "Revenues"},
        {"renamed", "Renommées"},
        {"left_out", "Écartées"},
        {"refused", "Refusées"},
        {"missing", "Manquantes"},
        {"archived", "Archivées"},
        {"errors", "Erreurs"},
        {"warnings", "Avertissements"},
        {"infos", "Informations"},
        {"pages", "Pages lues"},
        {"issues", "Problèmes enregistrés"},
    }};
    return find_label(rows, name);
}

std::string_view unmapped_kind_label(std::string_view code) {
    static constexpr std::array<LabelRow, 6> rows = {{
        {"UNMAPPED_LICENSE", "licence"},
        {"UNMAPPED_FREQUENCY", "fréquence"},
        {"UNMAPPED_THEME", "thème"},
        {"UNMAPPED_FORMAT", "format"},
        {"UNMAPPED_LANGUAGE", "langue"},
        {"UNMAPPED_ACCESS_RIGHT", "droit d’accès"},
    }};
    return find_label(rows, code);
}

} // namespace moisson::i18n
