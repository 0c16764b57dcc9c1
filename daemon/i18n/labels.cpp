// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "i18n/labels.hpp"

#include "i18n/label_rows.hpp"

namespace moisson::i18n {

std::string_view run_state_label(std::string_view name) {
    static constexpr std::array<LabelRow, 8> rows = {{
        {"pending", "en attente"},
        {"running", "en cours"},
        {"interrupted", "interrompu"},
        {"complete", "complet"},
        {"incomplete", "incomplet"},
        {"failed", "en échec"},
        {"held", "suspendu"},
        {"cancelled", "annulé"},
    }};
    return find_label(rows, name);
}

std::string_view run_state_sentence(std::string_view name) {
    static constexpr std::array<LabelRow, 8> rows = {{
        {"pending", "Ce passage attend son tour."},
        {"running", "Ce passage est en cours."},
        {"interrupted",
         "Ce passage a été interrompu ; il reprendra à la dernière page enregistrée."},
        {"complete", "Le catalogue du portail a été lu en entier."},
        {"incomplete",
         "Le catalogue n’a pas été lu en entier : aucun jeu de données n’a été retiré."},
        {"failed",
         "Le portail n’a pas pu être moissonné : les fiches déjà connues sont conservées."},
        {"held",
         "Trop de jeux de données ont disparu d’un coup : rien n’est retiré avant la "
         "décision d’un opérateur."},
        {"cancelled", "Ce passage a été annulé."},
    }};
    return find_label(rows, name);
}

std::string_view held_verdict_label(std::string_view name) {
    static constexpr std::array<LabelRow, 3> rows = {{
        {"approved", "approuvé"},
        {"refused", "refusé"},
        {"superseded", "dépassé par un passage plus récent"},
    }};
    return find_label(rows, name);
}

std::string_view run_mode_label(std::string_view name) {
    static constexpr std::array<LabelRow, 5> rows = {{
        {"auto", "automatique"},
        {"probe", "sonde"},
        {"inventory", "inventaire"},
        {"delta", "incrémental"},
        {"full", "intégral"},
    }};
    return find_label(rows, name);
}

std::string_view record_state_label(std::string_view name) {
    static constexpr std::array<LabelRow, 4> rows = {{
        {"active", "actif"},
        {"missing", "manquant au dernier passage"},
        {"archived", "archivé"},
        {"purged", "supprimé"},
    }};
    return find_label(rows, name);
}

std::string_view severity_label(std::string_view name) {
    static constexpr std::array<LabelRow, 3> rows = {{
        {"info", "information"},
        {"warning", "avertissement"},
        {"error", "erreur"},
    }};
    return find_label(rows, name);
}

std::string_view stage_label(std::string_view name) {
    static constexpr std::array<LabelRow, 7> rows = {{
        {"probe", "sonde"},
        {"fetch", "téléchargement"},
        {"parse", "lecture"},
        {"map", "correspondance"},
        {"normalise", "normalisation"},
        {"store", "enregistrement"},
        {"reconcile", "rapprochement"},
    }};
    return find_label(rows, name);
}

std::string_view url_state_label(std::string_view name) {
    static constexpr std::array<LabelRow, 4> rows = {{
        {"ok", ""},
        {"empty", "aucune adresse"},
        {"invalid", "adresse invalide"},
        {"private", "adresse d’un réseau privé, inaccessible au public"},
    }};
    return find_label(rows, name);
}

std::string_view country_source_label(std::string_view name) {
    static constexpr std::array<LabelRow, 4> rows = {{
        {"none", ""},
        {"spatial", "d’après la couverture spatiale"},
        {"hint", "d’après le classement du portail"},
        {"portal", "d’après le pays du portail"},
    }};
    return find_label(rows, name);
}

std::string_view evidence_label(std::string_view name) {
    static constexpr std::array<LabelRow, 5> rows = {{
        {"same_uri", "même identifiant"},
        {"same_doi", "même DOI"},
        {"republication", "republication de la même fiche d’origine"},
        {"same_files", "mêmes fichiers"},
        {"same_title", "même titre, même producteur, même pays"},
    }};
    return find_label(rows, name);
}

std::string_view canonical_reason_label(std::string_view name) {
    static constexpr std::array<LabelRow, 6> rows = {{
        {"named_origin", "d’autres fiches la désignent comme leur origine"},
        {"own_files", "ses fichiers sont sur le site de son portail"},
        {"no_origin", "elle ne renvoie à aucune autre origine"},
        {"earliest_issued", "sa date de publication est la plus ancienne"},
        {"first_seen", "elle est au catalogue depuis le plus longtemps"},
        {"lowest_id", "rien d’autre ne départage les fiches"},
    }};
    return find_label(rows, name);
}

std::string_view sort_label(std::string_view sort) {
    static constexpr std::array<LabelRow, 7> rows = {{
        {"pertinence", "Pertinence"},
        {"-modified", "Données modifiées récemment"},
        {"-created", "Publiés récemment"},
        {"title", "Titre, de A à Z"},
        {"quality", "Qualité"},
        {"-first_seen", "Ajoutés récemment au catalogue"},
        {"first_seen", "Ordre d’arrivée dans le catalogue"},
    }};
    return find_label(rows, sort);
}

std::string_view filter_label(std::string_view parameter) {
    static constexpr std::array<LabelRow, 23> rows = {{
        {"portal", "Portail"},
        {"country", "Pays"},
        {"organization", "Producteur"},
        {"theme", "Thème"},
        {"format", "Format"},
        {"format_family", "Type de données"},
        {"licence", "Licence"},
        {"lang", "Langue"},
        {"tag", "Mot-clé"},
        {"access", "Accès"},
        {"freshness", "Fraîcheur"},
        {"links", "Fichiers"},
        {"frequency", "Fréquence de mise à jour"},
        {"type", "Nature"},
        {"quality", "Qualité"},
        {"temporal", "Période couverte"},
        {"bbox", "Territoire couvert"},
        {"modified_from", "Modifié depuis"},
        {"modified_to", "Modifié avant"},
        {"created_from", "Publié depuis"},
        {"created_to", "Publié avant"},
        {"first_seen_from", "Ajouté depuis"},
        {"q", "Recherche"},
    }};
    return find_label(rows, parameter);
}

std::string_view field_label(std::string_view field) {
    static constexpr std::array<LabelRow, 13> rows = {{
        {"title", "Titre"},
        {"description", "Description"},
        {"keyword", "Mots-clés"},
        {"theme", "Thèmes"},
        {"publisher", "Producteur"},
        {"licence", "Licence"},
        {"access_rights", "Conditions d’accès"},
        {"language", "Langues"},
        {"frequency", "Fréquence de mise à jour"},
        {"issued", "Date de publication"},
        {"modified", "Date de mise à jour"},
        {"country", "Pays"},
        {"landing_page", "Page d’accueil"},
    }};
    return find_label(rows, field);
}

std::string_view takedown_kind_label(std::string_view name) {
    static constexpr std::array<LabelRow, 3> rows = {{
        {"dataset", "jeu de données"},
        {"organization", "organisation"},
        {"distribution", "ressource"},
    }};
    return find_label(rows, name);
}

std::string_view format_family_label(char family) {
    static constexpr std::array<std::pair<char, std::string_view>, 9> rows = {{
        {'T', "Données tabulaires"},
        {'M', "Données structurées"},
        {'G', "Données géographiques"},
        {'S', "Services web et API"},
        {'D', "Documents et pages"},
        {'I', "Images"},
        {'V', "Son et vidéo"},
        {'A', "Archives et fichiers compressés"},
        {'O', "Autres fichiers"},
    }};
    for (const auto& [letter, text] : rows)
        if (letter == family)
            return text;
    return "Non précisé";
}

std::string_view openness_label(char openness) {
    if (openness == 'O')
        return "licence ouverte : réutilisation libre";
    if (openness == 'C')
        return "réutilisation soumise à des restrictions";
    return "conditions de réutilisation à vérifier auprès du producteur";
}

} // namespace moisson::i18n
