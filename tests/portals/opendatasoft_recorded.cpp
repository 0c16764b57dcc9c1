// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Recorded datasets of any age as a catalogue, and which files of the corpus hold some.
#include "portals/opendatasoft.hpp"
#include "portals/package_parts.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

// The dataset inside an answer's element, or nothing.
const Json* dataset_in(const Json& item) {
    if (!item.is_object())
        return nullptr;
    const auto inner = item.find("dataset");
    const Json& dataset = inner != item.end() && inner->is_object() ? *inner : item;
    const auto metas = dataset.find("metas");
    return metas != dataset.end() && metas->is_object() ? &dataset : nullptr;
}

void add_recorded(const Json& item, CatalogueBuilder& builder, std::set<std::string>& known) {
    const Json* dataset = dataset_in(item);
    if (dataset == nullptr)
        return;
    Record record;
    record.name = text_in(*dataset, "dataset_id");
    if (record.name.empty())
        record.name = text_in(*dataset, "datasetid");
    record.id = text_in(*dataset, "dataset_uid");
    if (record.id.empty())
        record.id = record.name;
    const Json& metas = (*dataset)["metas"];
    const auto basic = metas.find("default");
    const Json& values = basic != metas.end() && basic->is_object() ? *basic : metas;
    record.title = text_in(values, "title");
    record.modified = seconds_of(text_in(values, "modified"));
    if (known.insert(record.id).second)
        builder.add(std::move(record), dataset->dump());
}

std::vector<std::string>
files_of(const std::vector<std::string>& paths, const std::string& corpus) {
    std::vector<std::string> files;
    for (const std::string& path : paths) {
        const std::filesystem::path place = std::filesystem::path(corpus) / path;
        if (!std::filesystem::is_directory(place)) {
            files.push_back(place.string());
            continue;
        }
        for (const auto& entry : std::filesystem::directory_iterator(place))
            if (entry.path().extension() == ".json")
                files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

constexpr std::array<NotReplayed, 8> left_out{{
    {"opendatasoft/docs-examples", "enregistrements, facettes et liens : aucun jeu"},
    {"opendatasoft/pluplusch/niuh-hrin.json", "vue de Socrata"},
    {"opendatasoft/pluplusch/t6ck-kg3u.json", "vue de Socrata"},
    {"opendatasoft/pluplusch/zt9s-n5aj.json", "vue de Socrata"},
    {"opendatasoft/public-catalog-2015/catalog.csv", "export CSV : affaire de l'importateur"},
    {"opendatasoft/terriajs/facets.json", "facettes : aucun jeu"},
    {"opendatasoft/terriajs/weather-station-100.json", "enregistrements d'un jeu"},
    {"opendatasoft/terriajs/weather-station-groupby.json", "enregistrements d'un jeu"},
}};

} // namespace

std::shared_ptr<const Catalogue> load_opendatasoft(const std::vector<std::string>& files) {
    CatalogueBuilder builder(false);
    std::set<std::string> known;
    for (const std::string& file : files) {
        std::ifstream input(file, std::ios::binary);
        std::ostringstream text;
        text << input.rdbuf();
        if (!input)
            throw std::runtime_error("cannot read " + file);
        const Json document = Json::parse(text.str(), nullptr, false);
        if (document.is_discarded())
            continue;
        add_recorded(document, builder, known);
        for (const char* list : {"results", "datasets"})
            if (document.is_object() && document.contains(list))
                for (const Json& item : document[list])
                    add_recorded(item, builder, known);
        if (document.is_array())
            for (const Json& item : document)
                add_recorded(item, builder, known);
    }
    return builder.build();
}

std::vector<RecordedCatalogue> recorded_opendatasoft(const std::string& corpus) {
    std::vector<RecordedCatalogue> all;
    const auto add = [&](const char* key, const char* title, const char* path) {
        if (!std::filesystem::exists(std::filesystem::path(corpus) / path))
            return;
        RecordedCatalogue recorded;
        recorded.key = key;
        recorded.title = title;
        recorded.paths = {path};
        recorded.kind = "opendatasoft";
        all.push_back(std::move(recorded));
    };
    add("campbelltown", "Campbelltown, Explore v2.0", "opendatasoft/terriajs");
    add("etalab-sandbox", "Bac à sable d'Etalab, v1", "opendatasoft/udata-ods");
    add("parisdata",
        "Paris, v1",
        "opendatasoft/pluplusch/les_1000_titres_les_plus_empruntes_2012_par_bibliotheque.json");
    return all;
}

std::span<const NotReplayed> not_replayed_opendatasoft() {
    return left_out;
}

std::shared_ptr<const Catalogue>
load_opendatasoft(const RecordedCatalogue& recorded, const std::string& corpus) {
    return load_opendatasoft(files_of(recorded.paths, corpus));
}

} // namespace moisson::portals
