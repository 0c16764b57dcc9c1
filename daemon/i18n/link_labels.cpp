// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "i18n/link_labels.hpp"

#include "i18n/label_rows.hpp"

namespace moisson::i18n {
namespace {

constexpr std::array<LabelRow, 8> states = {{
    {"UNKNOWN", "Pas encore vérifié"},
    {"OK", "Accessible"},
    {"DEGRADED", "Accessible, à corriger"},
    {"SUSPECT", "Vérification en cours"},
    {"BROKEN", "Inaccessible"},
    {"RECOVERING", "De nouveau accessible"},
    {"RESTRICTED", "Accès réservé"},
    {"SKIPPED", "Non vérifié"},
}};

constexpr std::array<LabelRow, 8> sentences = {{
    {"UNKNOWN", "Nous n’avons pas encore pu vérifier cette adresse."},
    {"OK", "Le fichier répond à son adresse."},
    {"DEGRADED", "Le fichier répond, avec un défaut que le producteur peut corriger."},
    {"SUSPECT",
     "La dernière vérification n’a pas abouti ; d’autres suivront avant toute conclusion."},
    {"BROKEN", "Plusieurs vérifications espacées d’au moins un jour ont échoué."},
    {"RECOVERING", "Le fichier répond de nouveau ; une autre vérification le confirmera."},
    {"RESTRICTED", "Le serveur refuse nos vérifications : nous ne pouvons pas conclure."},
    {"SKIPPED", "Cette adresse n’est pas vérifiée."},
}};

constexpr std::array<LabelRow, 58> codes = {{
    {"ok", "Le fichier répond."},
    {"ok_304", "Le fichier répond et n’a pas changé."},
    {"ok_partial", "Le fichier répond ; son début a été lu."},
    {"ok_redirect_temp", "Le fichier répond à une autre adresse, provisoirement."},
    {"ok_redirect_perm", "Le fichier a changé d’adresse pour de bon et y répond."},
    {"ok_service", "Le service répond."},
    {"tls_expired", "Le certificat du serveur a expiré."},
    {"tls_not_yet_valid", "Le certificat du serveur n’est pas encore valable."},
    {"tls_name_mismatch", "Le certificat du serveur est celui d’un autre nom."},
    {"tls_self_signed", "Le serveur a signé lui-même son certificat."},
    {"tls_unknown_ca", "L’autorité qui a signé le certificat du serveur est inconnue."},
    {"tls_incomplete_chain", "Le serveur n’envoie pas toute la chaîne de son certificat."},
    {"tls_old_protocol", "Le serveur n’offre que des protocoles de chiffrement dépassés."},
    {"slow_ttfb", "Le serveur met plus de dix secondes à répondre."},
    {"format_mismatch", "Le contenu n’est pas au format annoncé."},
    {"https_downgrade", "L’adresse sécurisée renvoie vers une adresse qui ne l’est pas."},
    {"truncated", "Le serveur envoie moins de données qu’il n’en annonce."},
    {"landing_page", "Une page web répond là où un fichier est annoncé."},
    {"http_404", "Le serveur répond que le fichier n’existe pas (404)."},
    {"http_410", "Le serveur répond que le fichier a été retiré (410)."},
    {"dns_nxdomain", "Le nom du serveur n’existe pas."},
    {"url_invalid", "L’adresse est mal formée."},
    {"scheme_unsupported", "L’adresse n’est pas celle d’une page ou d’un fichier du web."},
    {"timeout_connect", "Le serveur n’accepte pas la connexion à temps."},
    {"timeout_ttfb", "Le serveur n’a pas répondu à temps."},
    {"conn_refused", "Le serveur refuse la connexion."},
    {"conn_reset", "Le serveur a coupé la connexion."},
    {"host_unreachable", "Le serveur est hors d’atteinte."},
    {"dns_servfail", "Le nom du serveur ne peut pas être résolu pour le moment."},
    {"tls_handshake", "La connexion sécurisée n’a pas pu s’établir."},
    {"http_5xx", "Le serveur signale une panne."},
    {"http_400", "Le serveur juge la demande incorrecte (400)."},
    {"http_408", "Le serveur a attendu notre demande trop longtemps (408)."},
    {"http_other_4xx", "Le serveur refuse la demande."},
    {"redirect_loop", "L’adresse renvoie vers elle-même."},
    {"redirect_too_many", "L’adresse renvoie trop souvent vers une autre."},
    {"empty_body", "Le fichier est vide."},
    {"api_exception", "Le service répond par un message d’erreur."},
    {"soft404_root", "L’adresse mène à la page d’accueil au lieu du fichier."},
    {"soft404_path", "L’adresse mène à une page d’erreur."},
    {"soft404_canary", "Le serveur donne la même page pour toute adresse inconnue."},
    {"soft404_shared_target", "Plusieurs fichiers de ce site mènent à une seule et même page."},
    {"auth_401", "Le serveur demande une authentification."},
    {"auth_407", "Un intermédiaire demande une authentification (407)."},
    {"forbidden_403", "Le serveur refuse l’accès à notre robot (403)."},
    {"blocked_challenge", "Un pare-feu écarte les robots."},
    {"rate_limited_429", "Le serveur demande de revenir plus tard (429)."},
    {"legal_451", "L’accès est fermé pour une raison légale (451)."},
    {"policy_denied", "Adresse non publique."},
    {"too_large", "La réponse est démesurée."},
    {"proto_error", "La réponse du serveur n’est pas conforme au protocole HTTP."},
    {"host_backoff", "Le serveur a demandé une pause : la vérification est remise."},
    {"checker_offline", "Notre propre réseau était en panne : rien n’est conclu."},
    {"internal_error", "La vérification a échoué de notre fait."},
    {"robots_denied", "Le site demande à notre robot de ne pas visiter cette adresse."},
    {"scheme_off", "Les adresses FTP ne sont pas vérifiées."},
    {"HOST_DOWN", "Le serveur ne répond plus."},
    {"HOST_MOVED", "Le site a changé ; ses anciennes adresses ne mènent plus aux fichiers."},
}};

constexpr std::array<LabelRow, 4> standings = {{
    {"ok", "Accessibles"},
    {"partial", "En partie accessibles"},
    {"broken", "Inaccessibles"},
    {"unverifiable", "Non vérifiables"},
}};

constexpr std::array<LabelRow, 4> hosts = {{
    {"", ""},
    {"HOST_DOWN", "Le serveur entier ne répond pas à nos vérifications."},
    {"HOST_BLOCKED", "Le serveur écarte nos vérifications."},
    {"HOST_MOVED",
     "Le site semble avoir changé d’organisation ; nous attendons avant de conclure."},
}};

} // namespace

std::string_view link_state_label(std::string_view state) {
    return find_label(states, state);
}

std::string_view link_state_sentence(std::string_view state) {
    return find_label(sentences, state);
}

std::string_view link_code_sentence(std::string_view code) {
    return find_label(codes, code);
}

std::string_view link_withdrawn_sentence() {
    return "Le serveur refuse depuis plus de quatorze jours ce fichier, qui répondait, et donne "
           "les autres : probablement retiré ou devenu privé.";
}

std::string_view link_checksum_sentence(bool as_declared) {
    return as_declared ? "Son contenu a la somme de contrôle que la fiche annonce."
                       : "Son contenu n’a pas la somme de contrôle que la fiche annonce : la fiche "
                         "ou le fichier a changé sans l’autre.";
}

std::string_view link_standing_label(std::string_view standing) {
    return find_label(standings, standing);
}

std::string_view link_host_sentence(std::string_view state) {
    return find_label(hosts, state);
}

} // namespace moisson::i18n
