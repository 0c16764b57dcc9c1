// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which recorded files make which portal, and why the others make none. Sub-paths are given to a
// few portals so that every run meets them.
#include "portals/replay_table.hpp"

#include <array>
#include <utility>
#include <vector>

namespace moisson::portals {

namespace {

std::vector<RecordedCatalogue> of_portals() {
    return {
        {"berlin-2014",
         "Berlin (CKAN v1, 2014)",
         {"dumps/ckan/berlin-2014/catalog.json"},
         "",
         "",
         "extras en dictionnaire, tags en chaînes, type datensatz"},
        {"canada-asc",
         "Agence spatiale canadienne",
         {"dumps/ckan/canada-asc/gov_canada_datasets_raw.json"},
         "/data",
         "CA",
         "champs *_translated {fr,en}"},
        {"canada-obd", "Canada (lignes JSON)", {"ckan/canada/samples"}, "/data/fr", "CA", ""},
        {"canada-2013",
         "Canada 2013 (champs *_fra)",
         {"ckan/canada-datatools-2013/data"},
         "",
         "CA",
         "ni name ni metadata_modified"},
        {"bonn-dkan",
         "Bonn (DKAN)",
         {"ckan/dkan/bonn/catalog.json"},
         "/dkan",
         "",
         "private et state traduits, last_modified avec préfixe"},
        {"koeln-2013",
         "Cologne (DKAN, 2013)",
         {"ckan/dkan-koeln-2013"},
         "",
         "",
         "clés allemandes, dates en toutes lettres"},
        {"datagovuk-tests",
         "data.gov.uk (réponses enregistrées)",
         {"ckan/datagovuk-functional-tests"},
         "",
         "",
         "documents Solr avec data_dict"},
        {"datagovuk-publish",
         "data.gov.uk (publication, 2.6)",
         {"ckan/datagovuk-publish/v26"},
         "",
         "",
         "extras harvest, INSPIRE"},
        {"magda", "Australie (réponses enregistrées)", {"ckan/magda"}, "", "", ""},
        {"opendata-swiss",
         "opendata.swiss",
         {"ckan/opendata-swiss"},
         "",
         "CH",
         "titres en dictionnaire de langues"},
        {"terriajs", "data.gov.au (recherche)", {"ckan/terriajs/search-result.json"}, "", "", ""},
    };
}

// Fixtures of software that reads or writes packages.
std::vector<RecordedCatalogue> of_software() {
    return {
        {"ckanext-dcat",
         "Exemples ckanext-dcat",
         {"ckan/ckanext-dcat/ckan_dataset.json",
          "ckan/ckanext-dcat/ckan_dcat_ap_dataset_series.json",
          "ckan/ckanext-dcat/ckan_full_dataset_croissant.json",
          "ckan/ckanext-dcat/ckan_full_dataset_dcat_ap_legacy.json",
          "ckan/ckanext-dcat/ckan_full_dataset_dcat_ap_vocabularies.json",
          "ckan/ckanext-dcat/full_ckan_dataset_legacy.json",
          "ckan/ckanext-dcat/health_dcat_ap.json"},
         "",
         "",
         "plusieurs enregistrements sans id"},
        {"ckanext-dcat-2013",
         "Exemple ckanext-dcat 2013",
         {"ckan/ckanext-dcat-2013/full_ckan_dataset.json"},
         "",
         "",
         ""},
        {"frictionless",
         "Exemples frictionless",
         {"ckan/frictionless-mapper/ckan_package.json",
          "ckan/frictionless-mapper/full_ckan_package.json",
          "ckan/frictionless-mapper/full_ckan_package_first_round_trip.json"},
         "",
         "",
         ""},
        {"pydemo", "Exemple Python (lignes JSON)", {"ckan/pydemo/dumpgoat.jsonl"}, "", "", ""},
    };
}

std::vector<RecordedCatalogue> all_recorded() {
    std::vector<RecordedCatalogue> all = of_portals();
    for (RecordedCatalogue& one : of_software())
        all.push_back(std::move(one));
    return all;
}

} // namespace

std::span<const RecordedCatalogue> replay_table() {
    static const std::vector<RecordedCatalogue> table = all_recorded();
    return table;
}

std::span<const NotReplayed> not_replayed() {
    static constexpr std::array<NotReplayed, 13> list = {{
        {"ckan/ulm", "schéma propre à la ville : ni id ni name, pas un paquet CKAN"},
        {"ckan/hdx", "listes de ressources et de formats, aucun paquet"},
        {"ckan/portal-crawler", "liste d'adresses de portails"},
        {"ckan/geodatagov", "document data.json, pas CKAN"},
        {"ckan/magda-samples", "registre Magda (aspects), pas l'API CKAN"},
        {"ckan/ckanext-dcat/dataset.json", "DCAT en JSON, pas un paquet CKAN"},
        {"ckan/ckanext-dcat/catalog_datasets_list.json", "DCAT en JSON, pas un paquet CKAN"},
        {"ckan/ckanext-dcat-2013/dataset.json", "DCAT en JSON, pas un paquet CKAN"},
        {"ckan/ckanext-dcat-2013/ckan_dataset.json", "ni id ni name"},
        {"ckan/frictionless-mapper/frictionless_package.json", "Frictionless, pas CKAN"},
        {"ckan/frictionless-mapper/frictionless_resource.json", "Frictionless, pas CKAN"},
        {"ckan/frictionless-mapper/ckan_resource.json", "une ressource seule"},
        {"ckan/pydemo/.vscode", "réglages d'éditeur"},
    }};
    return list;
}

} // namespace moisson::portals
