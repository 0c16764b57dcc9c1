// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "i18n/quality.hpp"

#include "i18n/label_rows.hpp"

namespace moisson::i18n {

std::string_view quality_dimension_label(std::string_view dimension) {
    static constexpr std::array<LabelRow, 5> rows = {{
        {"findable", "Trouvable"},
        {"accessible", "Accessible"},
        {"interoperable", "Interopérable"},
        {"reusable", "Réutilisable"},
        {"current", "À jour"},
    }};
    return find_label(rows, dimension);
}

std::string_view quality_band_label(std::string_view band) {
    static constexpr std::array<LabelRow, 4> rows = {{
        {"excellent", "excellente"},
        {"good", "bonne"},
        {"sufficient", "suffisante"},
        {"poor", "insuffisante"},
    }};
    return find_label(rows, band);
}

std::string_view quality_criterion_label(std::string_view code) {
    static constexpr std::array<LabelRow, 20> rows = {{
        {"title", "Titre parlant"},
        {"description", "Description d’au moins 100 caractères"},
        {"description_differs", "Description qui dit plus que le titre"},
        {"keywords", "Au moins trois mots-clés"},
        {"theme", "Thème reconnu"},
        {"spatial", "Couverture spatiale"},
        {"temporal", "Période couverte"},
        {"resource", "Au moins une ressource"},
        {"links", "Liens qui fonctionnent"},
        {"direct", "Téléchargement direct ou API"},
        {"format", "Format indiqué"},
        {"machine_readable", "Format lisible par une machine"},
        {"open_format", "Format ouvert"},
        {"format_matches", "Format conforme au fichier"},
        {"licence", "Licence indiquée"},
        {"open_licence", "Licence ouverte reconnue"},
        {"contact", "Contact que l’on peut joindre"},
        {"publisher", "Producteur nommé"},
        {"frequency", "Fréquence de mise à jour"},
        {"freshness", "Mises à jour à temps"},
    }};
    return find_label(rows, code);
}

std::string_view quality_advice(std::string_view code) {
    static constexpr std::array<LabelRow, 20> rows = {{
        {"title",
         "Donnez un titre de 10 à 150 caractères, écrit pour être lu et non un nom de fichier."},
        {"description", "Décrivez les données en 100 caractères au moins."},
        {"description_differs",
         "Écrivez une description qui explique les données au lieu de répéter le titre."},
        {"keywords", "Ajoutez des mots-clés pour en avoir au moins trois."},
        {"theme", "Choisissez un thème du vocabulaire européen (santé, transports...)."},
        {"spatial", "Indiquez le territoire que couvrent les données."},
        {"temporal", "Indiquez la période que couvrent les données."},
        {"resource",
         "Ajoutez au moins un fichier, dans un format structuré et ouvert (CSV, JSON...)."},
        {"links", "Réparez ou retirez les liens qui ne répondent plus."},
        {"direct", "Donnez une adresse publique de téléchargement ou d’API."},
        {"format", "Indiquez le format de chaque ressource."},
        {"machine_readable",
         "Publiez aussi les données dans un format structuré (CSV, JSON, GeoJSON...)."},
        {"open_format", "Publiez aussi les données dans un format ouvert (CSV, ODS, JSON...)."},
        {"format_matches", "Corrigez le format indiqué : le fichier en a un autre."},
        {"licence", "Indiquez la licence des données."},
        {"open_licence",
         "Choisissez une licence ouverte reconnue, comme la Licence Ouverte ou la CC BY."},
        {"contact",
         "Donnez une adresse électronique ou un formulaire de contact, et corrigez l’adresse si "
         "nos "
         "messages en reviennent."},
        {"publisher", "Nommez l’organisme qui publie les données."},
        {"frequency", "Indiquez la fréquence de mise à jour."},
        {"freshness",
         "Publiez la mise à jour attendue, ou corrigez la fréquence annoncée si elle a changé."},
    }};
    for (const auto& [key, text] : rows)
        if (key == code)
            return text;
    return {};
}

} // namespace moisson::i18n
