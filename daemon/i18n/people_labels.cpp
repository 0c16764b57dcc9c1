// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "i18n/people_labels.hpp"

#include "i18n/alert_text.hpp"
#include "i18n/label_rows.hpp"
#include "i18n/labels.hpp"

namespace moisson::i18n {
namespace {

constexpr std::array<LabelRow, 4> roles = {{
    {"coordinator", "coordinateur"},
    {"producer", "producteur"},
    {"subscriber", "abonné"},
    {"operator", "exploitant"},
}};

constexpr std::array<LabelRow, 5> role_words = {{
    {"coordinateur", "coordinator"},
    {"producteur", "producer"},
    {"abonne", "subscriber"},
    {"abonné", "subscriber"},
    {"exploitant", "operator"},
}};

constexpr std::array<LabelRow, 26> actions = {{
    {"person.added", "a ajouté une personne"},
    {"person.disabled", "a désactivé une personne"},
    {"person.enabled", "a réactivé une personne"},
    {"token.created", "a créé un jeton"},
    {"token.revoked", "a révoqué un jeton"},
    {"run.approved", "a approuvé un passage suspendu"},
    {"run.refused", "a refusé un passage suspendu"},
    {"run.requested", "a demandé un moissonnage"},
    {"run.cancelled", "a annulé un passage"},
    {"takedown.made", "a retiré"},
    {"takedown.lifted", "a montré de nouveau"},
    {"overlay.made", "a corrigé"},
    {"overlay.ended", "a mis fin à une correction"},
    {"proposal.refused", "a refusé une fréquence proposée"},
    {"source.replaced", "a remplacé une source"},
    {"alert.acked", "a pris en charge une alerte"},
    {"alert.unacked", "a rendu une alerte"},
    {"alert.snoozed", "a reporté une alerte"},
    {"alerts.approved", "a libéré les alertes retenues"},
    {"silence.created", "a posé un silence"},
    {"silence.ended", "a mis fin à un silence"},
    {"subscription.granted", "a abonné une personne"},
    {"subscription.ended", "a mis fin à un abonnement"},
    {"invitation.released", "a invité un contact"},
    {"webhook.added", "a ajouté un webhook"},
    {"webhook.removed", "a retiré un webhook"},
}};

constexpr std::array<LabelRow, 3> correction_words = {{
    {"replace", "remplacer"},
    {"fill", "compléter"},
    {"add", "ajouter"},
}};

constexpr std::array<LabelRow, 9> scope_words = {{
    {"runs:decide", "décider des passages suspendus"},
    {"runs:request", "demander un moissonnage"},
    {"takedowns:write", "retirer et montrer de nouveau"},
    {"corrections:write", "corriger"},
    {"alerts:write", "répondre aux alertes"},
    {"silences:write", "poser des silences"},
    {"invitations:write", "inviter des contacts"},
    {"records:read", "lire les fiches d’origine"},
    {"audit:read", "lire le journal"},
}};

constexpr std::array<LabelRow, 2> ground_words = {{
    {"request", "demande"},
    {"law", "raison légale"},
}};

constexpr std::array<LabelRow, 2> rate_words = {{
    {"standard", "normal"},
    {"high", "haut"},
}};

constexpr std::array<LabelRow, 34> details = {{
    {"action", "action"},
    {"archived", "archivés"},
    {"countries", "pays"},
    {"country", "pays"},
    {"dataset", "jeu"},
    {"ends_at", "jusqu’au"},
    {"expires_at", "jusqu’au"},
    {"field", "champ"},
    {"ground", "fondement"},
    {"host", "serveur"},
    {"kind", "sorte"},
    {"label", "quoi"},
    {"matched", "retrouvés"},
    {"matchers", "si"},
    {"missing", "manquants"},
    {"mode", "mode"},
    {"name", "nom"},
    {"new", "nouvelle"},
    {"organization", "organisation"},
    {"person", "personne"},
    {"portal", "portail"},
    {"portals", "portails"},
    {"prefix", "préfixe"},
    {"rate_class", "débit"},
    {"reason", "motif"},
    {"renamed", "renommés"},
    {"role", "rôle"},
    {"scopes", "droits"},
    {"severity", "gravité"},
    {"source", "source"},
    {"tokens", "jetons révoqués"},
    {"unmatched", "non retrouvés"},
    {"value", "valeur"},
    {"when", "si"},
}};

} // namespace

std::string_view person_role_label(std::string_view name) {
    return find_label(roles, name);
}

std::string_view person_role_of_word(std::string_view word) {
    return find_label(role_words, word);
}

std::string_view audit_action_label(std::string_view action) {
    return find_label(actions, action);
}

std::string_view audit_detail_label(std::string_view key) {
    return find_label(details, key);
}

std::string_view audit_value_label(std::string_view key, std::string_view value) {
    if (key == "action")
        return find_label(correction_words, value);
    if (key == "role")
        return person_role_label(value);
    if (key == "field")
        return field_label(value);
    if (key == "scopes")
        return find_label(scope_words, value);
    if (key == "ground")
        return find_label(ground_words, value);
    if (key == "rate_class")
        return find_label(rate_words, value);
    if (key == "mode")
        return run_mode_label(value);
    if (key == "severity")
        return alert_severity_label(value);
    // Of a takedown, of the alerts that a silence keeps back.
    return key == "kind" ? alert_kind_label(takedown_kind_label(value)) : value;
}

} // namespace moisson::i18n
