// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which recorded files make which udata portal.
#include "portals/udata_recorded.hpp"

#include "portals/udata_answers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

namespace moisson::portals {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

RecordedCatalogue entry(
    std::string key,
    std::string title,
    std::string path,
    std::string base_path,
    std::string note,
    bool large = false
) {
    RecordedCatalogue recorded;
    recorded.key = std::move(key);
    recorded.title = std::move(title);
    recorded.paths = {std::move(path)};
    recorded.base_path = std::move(base_path);
    recorded.country = "FR";
    recorded.note = std::move(note);
    recorded.kind = "udata";
    recorded.large = large;
    return recorded;
}

const std::vector<RecordedCatalogue>& table() {
    static const std::vector<RecordedCatalogue> entries = {
        entry(
            "datagouvfr-api",
            "data.gouv.fr (documents de l'API)",
            "udata/datagouvfr-datasets",
            "/fr",
            "documents de 2019 à 2023, un archivé"
        ),
        entry(
            "datagouvfr-csv-1",
            "data.gouv.fr (export, partie 1)",
            "udata/catalog-csv-parts/export-dataset-20260116-055249-1.csv",
            "",
            "export CSV rendu à la forme de l'API, lignes coupées aux bords"
        ),
        entry(
            "datagouvfr-csv-121",
            "data.gouv.fr (export, partie 121)",
            "udata/catalog-csv-parts/export-dataset-20260116-055249-121.csv",
            "",
            "export CSV rendu à la forme de l'API, lignes coupées aux bords"
        ),
        entry(
            "datagouvfr-export",
            "data.gouv.fr (export entier)",
            "dumps/datagouvfr/export-dataset-20260116-055249.csv.gz",
            "",
            "catalogue entier, les archivés répondent 410",
            true
        ),
        entry(
            "udata-fixtures",
            "Jeux d'essai d'udata",
            "udata/udata/results.json",
            "",
            "ressources et organisation à côté du jeu, dates avec zone"
        ),
    };
    return entries;
}

Json parse_file(const fs::path& file) {
    std::ifstream input(file, std::ios::binary);
    Json document = Json::parse(input, nullptr, false);
    if (document.is_discarded())
        throw std::runtime_error("cannot read " + file.string());
    return document;
}

// {"datasets": [{"dataset": {...}, "organization": {...}, "resources": [...]}]} of udata's
// fixtures, whose documents are in the form of the database.
std::vector<Json> datasets_of(Json document) {
    std::vector<Json> datasets;
    if (!document.is_object() || !document.contains("datasets")) {
        datasets.push_back(std::move(document));
        return datasets;
    }
    for (Json& item : document["datasets"]) {
        Json dataset = std::move(item["dataset"]);
        dataset["organization"] = std::move(item["organization"]);
        dataset["resources"] = std::move(item["resources"]);
        datasets.push_back(std::move(dataset));
    }
    return datasets;
}

std::vector<fs::path> json_files_of(const fs::path& path) {
    if (!fs::is_directory(path))
        return {path};
    std::vector<fs::path> files;
    for (const auto& file : fs::directory_iterator(path))
        if (file.path().extension() == ".json")
            files.push_back(file.path());
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

std::vector<RecordedCatalogue> recorded_udata(const std::string& corpus) {
    std::vector<RecordedCatalogue> present;
    for (const RecordedCatalogue& recorded : table())
        if (fs::exists(fs::path(corpus) / recorded.paths.front()))
            present.push_back(recorded);
    return present;
}

std::span<const NotReplayed> not_replayed_udata() {
    static constexpr std::array<NotReplayed, 6> list = {{
        {"udata/datagouvfr-organizations", "organisations, pas des jeux de données"},
        {"udata/catalog-csv-samples", "colonnes d'un export d'organisations"},
        {"udata/search-relevance", "recherches et résultats attendus"},
        {"udata/udata-front", "extraits de quatre champs pour des pages"},
        {"udata/udata/es-fake-result.json", "réponse d'un moteur de recherche, titres inventés"},
        {"udata/udata/schemas.json", "liste de schémas"},
    }};
    return list;
}

std::shared_ptr<const UdataCatalogue>
load_udata(const RecordedCatalogue& recorded, const std::string& corpus) {
    auto catalogue = std::make_shared<UdataCatalogue>();
    CatalogueBuilder builder(false);
    std::set<std::string> seen;
    const auto add = [&](const Json& dataset) {
        Record record = describe_udata(dataset);
        if (!seen.insert(record.id).second)
            return;
        if (record.state != "active" || record.is_private) {
            catalogue->hidden[record.id] = record.is_private ? 404 : 410;
            return;
        }
        builder.add(
            std::move(record),
            dataset.dump(-1, ' ', false, Json::error_handler_t::replace)
        );
    };
    for (const std::string& path : recorded.paths) {
        for (const fs::path& file : json_files_of(fs::path(corpus) / path)) {
            const std::string name = file.string();
            if (name.ends_with(".csv") || name.ends_with(".csv.gz"))
                read_udata_csv(name, add);
            else
                for (const Json& dataset : datasets_of(parse_file(file)))
                    add(dataset);
        }
    }
    if (builder.size() == 0)
        throw std::runtime_error("no data set in the recorded catalogue " + recorded.key);
    catalogue->listed = builder.build();
    return catalogue;
}

} // namespace moisson::portals
