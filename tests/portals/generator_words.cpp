// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Word lists written for Moisson. Towns are real, institutions and figures are not.
#include "portals/generator_words.hpp"

namespace moisson::portals {

std::span<const CountryWords> country_words() {
    // clang-format off
    static constexpr std::array<CountryWords, 12> list = {{
        {"BF", "Burkina Faso", "du Burkina Faso", "donnees.exemple-bf.example", {-5.52, 9.40, 2.41, 15.08},
         {"Ouagadougou", "Bobo-Dioulasso", "Koudougou", "Ouahigouya", "Banfora", "Kaya", "Fada N'Gourma", "Dédougou"}},
        {"BJ", "Bénin", "du Bénin", "donnees.exemple-bj.example", {0.77, 6.23, 3.85, 12.42},
         {"Cotonou", "Porto-Novo", "Parakou", "Abomey", "Natitingou", "Ouidah", "Djougou", "Lokossa"}},
        {"CI", "Côte d'Ivoire", "de Côte d'Ivoire", "donnees.exemple-ci.example", {-8.60, 4.34, -2.49, 10.74},
         {"Abidjan", "Bouaké", "Yamoussoukro", "San-Pédro", "Korhogo", "Daloa", "Man", "Odienné"}},
        {"SN", "Sénégal", "du Sénégal", "donnees.exemple-sn.example", {-17.54, 12.31, -11.36, 16.69},
         {"Dakar", "Saint-Louis", "Thiès", "Ziguinchor", "Kaolack", "Tambacounda", "Louga", "Matam"}},
        {"TG", "Togo", "du Togo", "donnees.exemple-tg.example", {-0.15, 6.10, 1.81, 11.14},
         {"Lomé", "Sokodé", "Kara", "Atakpamé", "Kpalimé", "Dapaong", "Tsévié", "Aného"}},
        {"ML", "Mali", "du Mali", "donnees.exemple-ml.example", {-12.24, 10.16, 4.27, 25.00},
         {"Bamako", "Sikasso", "Ségou", "Mopti", "Kayes", "Gao", "Koulikoro", "Tombouctou"}},
        {"NE", "Niger", "du Niger", "donnees.exemple-ne.example", {0.17, 11.70, 16.00, 23.52},
         {"Niamey", "Zinder", "Maradi", "Agadez", "Tahoua", "Dosso", "Diffa", "Tillabéri"}},
        {"CM", "Cameroun", "du Cameroun", "donnees.exemple-cm.example", {8.49, 1.65, 16.19, 13.08},
         {"Yaoundé", "Douala", "Garoua", "Bafoussam", "Maroua", "Bertoua", "Ebolowa", "Ngaoundéré"}},
        {"MG", "Madagascar", "de Madagascar", "donnees.exemple-mg.example", {43.22, -25.61, 50.48, -11.95},
         {"Antananarivo", "Toamasina", "Antsirabe", "Fianarantsoa", "Mahajanga", "Toliara", "Antsiranana", "Morondava"}},
        {"GN", "Guinée", "de Guinée", "donnees.exemple-gn.example", {-15.08, 7.19, -7.64, 12.67},
         {"Conakry", "Kankan", "Labé", "Nzérékoré", "Kindia", "Boké", "Faranah", "Mamou"}},
        {"TD", "Tchad", "du Tchad", "donnees.exemple-td.example", {13.47, 7.44, 24.00, 23.45},
         {"N'Djamena", "Moundou", "Sarh", "Abéché", "Kélo", "Bongor", "Doba", "Mongo"}},
        {"GA", "Gabon", "du Gabon", "donnees.exemple-ga.example", {8.70, -3.98, 14.50, 2.32},
         {"Libreville", "Port-Gentil", "Franceville", "Oyem", "Moanda", "Mouila", "Lambaréné", "Tchibanga"}},
    }};
    // clang-format on
    return list;
}

std::span<const SubjectWords> subject_words() {
    // clang-format off
    static constexpr std::array<SubjectWords, 36> list = {{
        {"Effectifs des élèves du primaire", "education", "Éducation", "Ministère de l'Éducation nationale", {"école", "élèves", "primaire", "scolarisation"}},
        {"Résultats au baccalauréat", "education", "Éducation", "Ministère de l'Éducation nationale", {"examen", "baccalauréat", "lycée", "réussite"}},
        {"Enseignants du secondaire", "education", "Éducation", "Ministère de l'Éducation nationale", {"enseignants", "collège", "lycée", "personnel"}},
        {"Centres de formation professionnelle", "education", "Éducation", "Agence de la formation professionnelle", {"formation", "métiers", "apprentissage", "jeunesse"}},
        {"Formations sanitaires publiques", "sante", "Santé", "Ministère de la Santé", {"hôpital", "dispensaire", "carte sanitaire", "soins"}},
        {"Couverture vaccinale des enfants", "sante", "Santé", "Ministère de la Santé", {"vaccination", "enfants", "rougeole", "prévention"}},
        {"Cas de paludisme déclarés", "sante", "Santé", "Programme de lutte contre le paludisme", {"paludisme", "épidémiologie", "moustiquaire", "décès"}},
        {"Pharmacies et dépôts de médicaments", "sante", "Santé", "Ministère de la Santé", {"pharmacie", "médicaments", "officine", "garde"}},
        {"Production de céréales", "agriculture", "Agriculture", "Ministère de l'Agriculture", {"mil", "sorgho", "maïs", "récolte"}},
        {"Production de coton graine", "agriculture", "Agriculture", "Ministère de l'Agriculture", {"coton", "campagne agricole", "rendement", "filière"}},
        {"Cheptel bovin, ovin et caprin", "agriculture", "Agriculture", "Ministère de l'Élevage", {"élevage", "bétail", "transhumance", "abattoir"}},
        {"Prix des denrées sur les marchés", "economie", "Économie", "Observatoire des prix", {"prix", "marché", "riz", "inflation"}},
        {"Débarquements de la pêche artisanale", "agriculture", "Agriculture", "Direction des Pêches", {"pêche", "poisson", "pirogue", "littoral"}},
        {"Budget de l'État voté", "finances-publiques", "Finances publiques", "Ministère de l'Économie et des Finances", {"budget", "loi de finances", "dépenses", "recettes"}},
        {"Exécution des dépenses d'investissement", "finances-publiques", "Finances publiques", "Ministère de l'Économie et des Finances", {"investissement", "dépenses", "exécution budgétaire", "programme"}},
        {"Marchés publics attribués", "finances-publiques", "Finances publiques", "Autorité de régulation des marchés publics", {"marchés publics", "appel d'offres", "attribution", "transparence"}},
        {"Recettes douanières", "finances-publiques", "Finances publiques", "Direction générale des Douanes", {"douane", "importations", "taxes", "port"}},
        {"Commerce extérieur", "economie", "Économie", "Institut de la statistique", {"exportations", "importations", "balance commerciale", "produits"}},
        {"Indice harmonisé des prix à la consommation", "economie", "Économie", "Institut de la statistique", {"inflation", "indice", "ménages", "consommation"}},
        {"Entreprises immatriculées", "economie", "Économie", "Registre du commerce", {"entreprises", "commerce", "création", "statut juridique"}},
        {"Recensement général de la population", "population", "Population", "Institut de la statistique", {"recensement", "population", "ménages", "densité"}},
        {"Naissances et décès enregistrés", "population", "Population", "Direction de l'État civil", {"état civil", "naissance", "décès", "démographie"}},
        {"Taux de chômage des jeunes", "emploi", "Emploi", "Observatoire de l'emploi", {"chômage", "jeunes", "emploi", "enquête"}},
        {"Réseau routier classé", "transport", "Transport", "Ministère des Transports", {"routes", "bitume", "infrastructure", "pistes"}},
        {"Accidents de la circulation", "transport", "Transport", "Office national de la sécurité routière", {"accidents", "sécurité routière", "victimes", "motos"}},
        {"Trafic de l'aéroport international", "transport", "Transport", "Agence de l'aviation civile", {"aéroport", "passagers", "fret", "vols"}},
        {"Points d'eau et forages", "eau", "Eau et assainissement", "Direction de l'Hydraulique", {"eau potable", "forage", "pompe", "accès"}},
        {"Relevés pluviométriques", "environnement", "Environnement", "Agence de la météorologie", {"pluie", "climat", "station", "saison"}},
        {"Aires protégées et forêts classées", "environnement", "Environnement", "Ministère de l'Environnement", {"forêt", "biodiversité", "parc", "conservation"}},
        {"Qualité de l'air", "environnement", "Environnement", "Ministère de l'Environnement", {"air", "poussière", "pollution", "mesures"}},
        {"Clients raccordés à l'électricité", "energie", "Énergie", "Agence de l'énergie", {"électricité", "raccordement", "compteur", "réseau"}},
        {"Centrales solaires en service", "energie", "Énergie", "Agence de l'énergie", {"solaire", "énergie renouvelable", "puissance", "mini-réseau"}},
        {"Abonnés à la téléphonie mobile", "numerique", "Numérique", "Autorité des télécommunications", {"téléphonie", "mobile", "internet", "abonnés"}},
        {"Résultats des élections communales", "gouvernement", "Gouvernement", "Commission électorale", {"élections", "conseillers", "suffrages", "bureau de vote"}},
        {"Découpage administratif", "territoire", "Territoire", "Institut géographique", {"limites", "commune", "cartographie", "géolocalisation"}},
        {"Fréquentation des sites touristiques", "culture", "Culture et tourisme", "Office du tourisme", {"tourisme", "patrimoine", "visiteurs", "musée"}},
    }};
    // clang-format on
    return list;
}

std::span<const LicenceWords> licence_words() {
    // clang-format off
    static constexpr std::array<LicenceWords, 10> list = {{
        {"cc-by", "Creative Commons Attribution", "http://www.opendefinition.org/licenses/cc-by"},
        {"CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/deed.fr"},
        {"odc-odbl", "Open Data Commons Open Database License (ODbL)", "http://www.opendefinition.org/licenses/odc-odbl"},
        {"ODbL-1.0", "ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"},
        {"other-open", "Autre (ouverte)", ""},
        {"notspecified", "Licence non spécifiée", ""},
        {"fr-lo", "Licence Ouverte / Open Licence", "https://www.etalab.gouv.fr/licence-ouverte-open-licence"},
        {"lov2", "Licence Ouverte version 2.0", "https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf"},
        {"cc-zero", "Creative Commons CCZero", "http://www.opendefinition.org/licenses/cc-zero"},
        {"cc-by-sa", "Creative Commons Paternité - Partage à l'identique", "http://www.opendefinition.org/licenses/cc-by-sa"},
    }};
    // clang-format on
    return list;
}

std::span<const LicenceWords> odd_licence_words() {
    static constexpr std::array<LicenceWords, 4> list = {{
        {"lic-exemple-7", "Conditions particulières de l'observatoire", ""},
        {"", "Voir le règlement intérieur, article 12", ""},
        {"usage-interne-sauf-accord", "Usage sur accord écrit", "licence.pdf"},
        {"libre?", "À préciser avec la direction", ""},
    }};
    return list;
}

std::span<const std::string_view> breakdowns() {
    static constexpr std::array<std::string_view, 10> list = {
        "par région",
        "par commune",
        "par province",
        "par sexe et par âge",
        "par trimestre",
        "par mois",
        "par établissement",
        "par arrondissement",
        "par département",
        "par filière",
    };
    return list;
}

std::span<const std::string_view> frequency_words() {
    static constexpr std::array<std::string_view, 16> list = {
        "annuelle",
        "Annuel",
        "mensuelle",
        "Mensuel",
        "trimestrielle",
        "hebdomadaire",
        "quotidienne",
        "semestrielle",
        "bimestriel",
        "irrégulière",
        "ponctuelle",
        "R/P1Y",
        "annual",
        "monthly",
        "au besoin",
        "jamais",
    };
    return list;
}

std::span<const std::string_view> frequency_keys() {
    static constexpr std::array<std::string_view, 4> list =
        {"frequency", "update_frequency", "accrual_periodicity", "Fréquence de mise à jour"};
    return list;
}

std::span<const std::string_view> format_words() {
    static constexpr std::array<std::string_view, 16> list = {
        "CSV",
        "csv",
        ".csv",
        "XLSX",
        "Excel",
        "XLS",
        "JSON",
        "GeoJSON",
        "PDF",
        "SHP",
        "shp",
        "ZIP",
        "ODS",
        "WMS",
        "KML",
        "HTML",
    };
    return list;
}

std::span<const std::string_view> sentences() {
    static constexpr std::array<std::string_view, 16> list = {
        "Les chiffres sont **provisoires** jusqu'à la publication du bulletin annuel.",
        "La collecte est faite par les services déconcentrés, puis vérifiée au niveau central.",
        "Une ligne décrit une observation ; les codes géographiques suivent la nomenclature "
        "nationale.",
        "Les valeurs manquantes sont laissées vides et non remplacées par des zéros.",
        "Voir aussi la [notice "
        "méthodologique](https://documents.exemple-portail.example/notice.pdf).",
        "Les coordonnées sont exprimées en degrés décimaux (WGS 84).",
        "Le fichier remplace celui de l'année précédente, qui reste disponible sur demande.",
        "Les agents qui relèvent une erreur peuvent écrire à l'adresse de contact.",
        "* première colonne : code de la localité\n* deuxième colonne : année\n* troisième colonne "
        ": valeur",
        "Depuis la réforme territoriale, certaines séries présentent une *rupture* qu'il faut "
        "corriger.",
        "L'enquête porte sur un échantillon représentatif de ménages urbains et ruraux.",
        "Les montants sont donnés en francs CFA courants, sauf mention contraire.",
        "La mise à jour dépend de la réception des rapports des directions régionales.",
        "Ces données servent au suivi du plan national de développement et des objectifs de santé.",
        "## Limites\nLes zones difficiles d'accès sont couvertes par estimation.",
        "Les séries anciennes ont été saisies à partir d'annuaires imprimés.",
    };
    return list;
}

} // namespace moisson::portals
