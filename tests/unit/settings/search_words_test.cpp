// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What people type and what they mean: accents, plurals, elisions, slips, acronyms, identifiers,
// Arabic forms, countries, with our own synonyms and vocabularies over a small catalogue. The
// expected dataset comes first.
#include "search/search_index.hpp"
#include "settings/synonyms.hpp"
#include "settings/vocabularies.hpp"
#include "unit/search/small_catalogue.hpp"

#include <gtest/gtest.h>

#include <iterator>
#include <map>
#include <vector>

namespace moisson::test {
namespace {

const std::string root = MOISSON_SOURCE_DIR;

struct Line {
    const char* key;
    const char* title;
    const char* description;
    const char* country;
};

const std::vector<Line>& catalogue() {
    static const std::vector<Line> lines{
        {"recensement", "Recensement général de la population et de l'habitat 2013", "", "SN"},
        {"pib", "Produit intérieur brut par secteur", "Comptes nationaux", "SN"},
        {"ipc", "Indice des prix à la consommation", "Série mensuelle", "BF"},
        {"ecoles", "Écoles primaires publiques", "Liste des établissements scolaires", "BF"},
        {"hopitaux", "Hôpitaux et centres de santé", "Localisation", "ML"},
        {"eau", "Points d'eau et forages", "Hydraulique villageoise", "TG"},
        {"oeuvres", "Œuvres du musée national", "Inventaire", "FR"},
        {"sig", "Système d'information géographique de la ville", "Couches", "FR"},
        {"osm", "Extraction d'OpenStreetMap", "Routes et bâtiments", "CI"},
        {"plu", "Plan local d'urbanisme de la métropole", "Zonages", "FR"},
        {"budget", "Budget primitif communal", "Dépenses et recettes", "FR"},
        {"elections", "Résultats des élections présidentielles", "Par bureau de vote", "BJ"},
        {"foret", "Forêts classées", "Périmètres", "CI"},
        {"riz", "Production de riz paddy", "Campagne agricole", "ML"},
        {"routes", "Réseau routier national", "Tronçons", "NE"},
        {"bus", "Arrêts de bus", "Horaires GTFS", "FR"},
        {"energie", "Consommation d'énergie électrique", "Par commune", "FR"},
        {"pluie", "Pluviométrie journalière", "Stations", "NE"},
        {"covid", "Données COVID-19 quotidiennes", "Cas confirmés", "FR"},
        {"insee", "Codes_INSEE des communes", "Table de passage", "FR"},
        {"donnees", "OpenData de l'agglomération", "Catalogue", "FR"},
        {"sante_ar", "بيانات الصحة العمومية", "", "MA"},
        {"ecole_ar", "قائمة المدارس الابتدائية", "", "DZ"},
        {"eau_ar", "جودة المياه في الأحواض", "", "MA"},
        {"emplois", "Offres d'emploi", "Par métier", "FR"},
        {"journaux", "Journaux officiels", "Archives numérisées", "DJ"},
        {"chevaux", "Élevage de chevaux", "Haras", "MA"},
        {"aeroports", "Aéroports et aérodromes", "Trafic", "GA"},
        {"naissances", "Naissances et décès", "État civil", "RE"},
        {"deputes", "Députés de l'Assemblée nationale", "Mandats", "TG"},
        {"mines", "Permis miniers", "Cadastre des mines", "CD"},
        {"peche", "Débarquements de la pêche artisanale", "Espèces", "MR"},
        {"tourisme", "Fréquentation touristique", "Nuitées", "TN"},
        {"chomage", "Taux de chômage trimestriel", "BIT", "LU"},
        {"pop_togo", "Population des préfectures", "Projections", "TG"},
        {"pop_fr", "Population légale des communes", "Togo cité en exemple", "FR"},
        {"mais", "Prix du maïs sur les marchés", "Céréales", "BF"},
        {"sirene", "Base Sirene des établissements", "SIREN et SIRET", "FR"},
        {"dhis", "Système national d'information sanitaire", "Indicateurs", "CM"},
        {"velos", "Stations de vélos en libre-service", "Temps réel", "BE"}};
    return lines;
}

struct Case {
    const char* query;
    // "": nothing is found.
    const char* expected;
};

constexpr Case meant[] = {
    // Accents and case
    {"ecoles primaires", "ecoles"},
    {"ÉCOLES PRIMAIRES", "ecoles"},
    {"Écoles Primaires", "ecoles"},
    {"hopitaux", "hopitaux"},
    {"hôpitaux", "hopitaux"},
    {"HOPITAUX", "hopitaux"},
    {"forets classees", "foret"},
    {"forêts", "foret"},
    {"energie electrique", "energie"},
    {"énergie", "energie"},
    {"oeuvres du musée", "oeuvres"},
    {"œuvres", "oeuvres"},
    {"ŒUVRES", "oeuvres"},
    {"elections presidentielles", "elections"},
    {"aeroports", "aeroports"},
    {"peche artisanale", "peche"},
    {"taux de chomage", "chomage"},
    {"deputes", "deputes"},
    {"naissances deces", "naissances"},
    {"pluviometrie", "pluie"},
    {"mais", "mais"},
    {"e\u0301coles", "ecoles"},
    // Plural, singular, gender
    {"école primaire", "ecoles"},
    {"hôpital", "hopitaux"},
    {"forêt classée", "foret"},
    {"élection présidentielle", "elections"},
    {"aéroport", "aeroports"},
    {"journal officiel", "journaux"},
    {"cheval ", "chevaux"},
    {"emplois", "emplois"},
    {"offre emploi", "emplois"},
    {"budgets primitifs communaux", "budget"},
    {"point d'eau", "eau"},
    {"forage", "eau"},
    {"réseaux routiers nationaux", "routes"},
    {"réseaux routiers", "routes"},
    {"permis minier", "mines"},
    {"arrêt de bus", "bus"},
    {"député", "deputes"},
    {"naissance", "naissances"},
    {"touristiques", "tourisme"},
    // Elisions, apostrophes, stop words, order
    {"l'énergie", "energie"},
    {"d’énergie", "energie"},
    {"consommation de l'énergie", "energie"},
    {"les écoles de la commune primaires", "ecoles"},
    {"qu'est-ce que l'assemblée nationale", "deputes"},
    {"assemblée nationale députés", "deputes"},
    {"primaires écoles", "ecoles"},
    {"indice de prix de consommation", "ipc"},
    {"l’assemblée", "deputes"},
    {"eau points", "eau"},
    // Slips
    {"populatoin légale", "pop_fr"},
    {"hopitayx", "hopitaux"},
    {"elecitons", "elections"},
    {"pluviometire", "pluie"},
    {"recencement", "recensement"},
    {"pluviomètrie", "pluie"},
    {"chommage", "chomage"},
    {"enregie", "energie"},
    {"énergei", "energie"},
    {"aéorports", "aeroports"},
    {"touristque", "tourisme"},
    {"naissanses", "naissances"},
    {"journeaux", "journaux"},
    {"urbanime", "plu"},
    {"budgget", "budget"},
    {"présidentieles", "elections"},
    {"consomation", "energie"},
    // Acronyms and synonyms
    {"RGPH", "recensement"},
    {"rgph 2013", "recensement"},
    {"R.G.P.H.", "recensement"},
    {"PIB", "pib"},
    {"pib par secteur", "pib"},
    {"GDP", "pib"},
    {"gross domestic product", "pib"},
    {"IPC", "ipc"},
    {"CPI", "ipc"},
    {"consumer price index", "ipc"},
    {"SIG", "sig"},
    {"GIS", "sig"},
    {"OSM", "osm"},
    {"open street map", "osm"},
    {"PLU", "plu"},
    {"SNIS", "dhis"},
    {"corn", "mais"},
    {"VLS", "velos"},
    {"coronavirus", "covid"},
    {"rice", "riz"},
    {"précipitations", "pluie"},
    {"centre hospitalier", "hopitaux"},
    {"hydraulique", "eau"},
    {"SIRENE", "sirene"},
    {"Sirène", "sirene"},
    // Identifiers, numbers, years
    {"codes insee", "insee"},
    {"code_insee", "insee"},
    {"CodesINSEE", "insee"},
    {"codesinsee", ""},
    {"open data", "donnees"},
    {"opendata", "donnees"},
    {"OpenData", "donnees"},
    {"covid 19", "covid"},
    {"covid19", "covid"},
    {"COVID-19", "covid"},
    {"recensement 2013", "recensement"},
    {"recensement ٢٠١٣", "recensement"},
    {"gtfs", "bus"},
    // Arabic
    {"الصحة", "sante_ar"},
    {"الصحه", "sante_ar"},
    {"صحة", "sante_ar"},
    {"الصِّحَّة", "sante_ar"},
    {"بيانات", "sante_ar"},
    {"المدارس الابتدائية", "ecole_ar"},
    {"المدارس الإبتدائية", "ecole_ar"},
    {"مدارس", "ecole_ar"},
    {"المـــياه", "eau_ar"},
    {"الاحواض", "eau_ar"},
    {"المياه", "eau_ar"},
    // Countries, words being typed
    {"population Togo", "pop_togo"},
    {"togo population", "pop_togo"},
    {"population توغو", "pop_togo"},
    {"mines RDC", "mines"},
    {"République démocratique du Congo", "mines"},
    {"pêche Mauritanie", "peche"},
    {"routes Niger", "routes"},
    {"pluvio", "pluie"},
    {"recens", "recensement"},
    {"tourist", "tourisme"},
    {"\"bureau de vote\"", "elections"},
    {"\"vote de bureau\"", ""},
    {"eau -forages", ""},
};

class SearchWords : public ::testing::Test {
protected:
    SearchWords() {
        std::vector<store::CatalogEntry> entries;
        std::uint64_t number = 0;
        for (const Line& line : catalogue()) {
            entries.push_back(titled(++number, line.title, line.description));
            entries.back().dataset.countries = {line.country};
            key_of[entries.back().id] = line.key;
        }
        index.apply(entries, store::FeedPosition());
        const auto vocabularies = settings::load_vocabularies(root + "/config/vocabularies");
        index.set_lexicon(
            settings::load_lexicon(root + "/config/synonymes.yaml", vocabularies.vocabularies.get())
                .lexicon
        );
    }
    std::string first(const std::string& text) {
        search::SearchQuery query;
        query.text = text;
        const auto result = index.search(query).value();
        return result.hits.empty() ? std::string() : key_of[result.hits[0].id];
    }
    search::SearchIndex index;
    std::map<DatasetId, std::string> key_of;
};

TEST_F(SearchWords, FindWhatIsMeant) {
    EXPECT_GE(std::size(meant), 100U);
    for (const Case& one : meant)
        EXPECT_EQ(first(one.query), one.expected) << one.query;
}

} // namespace
} // namespace moisson::test
