// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "i18n/alert_text.hpp"
#include "i18n/label_rows.hpp"

namespace moisson::i18n {
namespace {

constexpr std::array<LabelRow, 16> kinds = {{
    {"portal_down", "Portail injoignable"},
    {"harvest_failed", "Moissonnage en échec"},
    {"count_drop", "Catalogue rétréci"},
    {"run_held", "Passage suspendu"},
    {"host_down", "Serveur en panne"},
    {"host_moved", "Site déménagé"},
    {"host_blocked", "Vérifications refusées"},
    {"links_broken", "Liens rompus"},
    {"dataset_overdue", "Mise à jour en retard"},
    {"dataset_very_overdue", "Mise à jour très en retard"},
    {"tls_expiring", "Certificat à renouveler"},
    {"contact_bouncing", "Adresse de contact en défaut"},
    {"storm", "Alertes retenues"},
    {"onboarding", "État des lieux"},
    {"checker_offline", "Surveillance coupée du réseau"},
    {"no_resources", "Plus de ressource"},
}};

constexpr std::array<LabelRow, 5> alert_states = {{
    {"pending", "En attente"},
    {"firing", "En cours"},
    {"resolving", "Se termine"},
    {"resolved", "Terminée"},
    {"closed", "Close"},
}};

constexpr std::array<LabelRow, 3> severities = {{
    {"info", "Information"},
    {"warning", "Avertissement"},
    {"critical", "Critique"},
}};

constexpr std::array<LabelRow, 6> mutes = {{
    {"", ""},
    {"inhibited", "Expliquée par une autre cause"},
    {"held", "Retenue, attend une approbation"},
    {"silenced", "Sous silence"},
    {"snoozed", "Reportée"},
    {"acked", "Prise en charge"},
}};

constexpr std::array<LabelRow, 11> events = {{
    {"fired", "Ouverte"},
    {"repeated", "Rappel"},
    {"resolved", "Terminée"},
    {"acked", "Prise en charge"},
    {"unacked", "Prise en charge retirée"},
    {"snoozed", "Reportée"},
    {"silenced", "Mise sous silence"},
    {"inhibited", "Suspendue"},
    {"released", "De nouveau active"},
    {"held", "Retenue"},
    {"approved", "Approuvée"},
}};

constexpr std::array<LabelRow, 36> reasons = {{
    {"pending", "le délai court"},
    {"lasted", "le délai est passé"},
    {"still_true", "c’est toujours vrai"},
    {"worse", "la situation s’est aggravée"},
    {"ending", "la fin reste à confirmer"},
    {"over", "ce n’est plus vrai"},
    {"superseded", "une autre alerte la remplace, ou son objet n’est plus suivi"},
    {"relapsed", "la fin ne s’est pas confirmée"},
    {"reopened", "de nouveau vrai en moins de 24 heures"},
    {"reopened_lasted", "de nouveau vrai, et cela dure"},
    {"handed_over", "dernier rappel, dit aussi aux coordinateurs"},
    {"renewed", "un autre épisode commence"},
    {"never_fired", "terminée avant la fin du délai"},
    {"closed", "terminée depuis 30 jours"},
    {"approved", "les alertes retenues ont été approuvées"},
    {"inhibited_ended", "la cause plus générale a pris fin"},
    {"held_ended", "la retenue a pris fin"},
    {"silenced_ended", "le silence a pris fin"},
    {"snoozed_ended", "le report est échu"},
    {"acked_ended", "la prise en charge a été retirée"},
    {"held", "trop d’alertes à la fois : une approbation est attendue"},
    {"silenced", "un silence la couvre"},
    {"snoozed", "elle est reportée"},
    {"acked", "quelqu’un s’en occupe"},
    {"checker_offline", "notre surveillance est coupée du réseau"},
    {"portal_down", "le portail est injoignable"},
    {"portal_dormant", "le portail est en sommeil"},
    {"portal_maintenance", "le portail est en maintenance"},
    {"after_recovery", "le portail est revenu depuis moins de 24 heures"},
    {"baseline", "l’état des lieux du portail n’est pas terminé"},
    {"run_held", "un passage attend une décision"},
    {"not_harvested", "la source n’a pas été lue depuis trop longtemps"},
    {"no_run_since_recovery", "la source n’a pas été relue depuis le retour du portail"},
    {"off_season", "hors de la saison des mises à jour"},
    {"host_faulty", "le serveur des fichiers est en cause"},
    {"very_overdue", "le retard est devenu grand"},
}};

} // namespace

std::string_view alert_kind_label(std::string_view kind) {
    return find_label(kinds, kind);
}
std::string_view alert_state_label(std::string_view state) {
    return find_label(alert_states, state);
}
std::string_view alert_severity_label(std::string_view severity) {
    return find_label(severities, severity);
}
std::string_view alert_mute_label(std::string_view mute) {
    return find_label(mutes, mute);
}
std::string_view alert_event_label(std::string_view event) {
    return find_label(events, event);
}
std::string_view alert_reason_label(std::string_view reason) {
    return find_label(reasons, reason);
}

} // namespace moisson::i18n
