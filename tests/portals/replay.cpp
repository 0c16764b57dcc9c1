// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Recorded catalogues: finds package dicts in API answers, dumps, lists and JSON lines.
#include "portals/replay.hpp"

#include "portals/replay_table.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace moisson::portals {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string read_text(const fs::path& file) {
    std::ifstream input(file, std::ios::binary);
    std::ostringstream text;
    text << input.rdbuf();
    if (!input)
        throw std::runtime_error("cannot read " + file.string());
    return std::move(text).str();
}

bool has(const Json& object, std::initializer_list<const char*> keys) {
    return std::ranges::any_of(keys, [&](const char* key) { return object.contains(key); });
}

// A package dict of any age: it can be named, has a title, and is not an organization or resource.
bool is_package(const Json& json) {
    return json.is_object() && has(json, {"id", "name"}) &&
           has(json, {"title", "title_translated", "title_fra"}) &&
           has(json, {"resources", "notes", "extras", "notes_translated", "description"}) &&
           !has(json, {"is_organization", "package_id", "aspects"});
}

// Depth is bounded: an envelope in a list, a result in an envelope, packages in a result.
void collect(const Json& json, std::vector<Json>& packages, int depth = 0) {
    if (depth > 4)
        return;
    if (json.is_array()) {
        for (const Json& item : json)
            collect(item, packages, depth + 1);
        return;
    }
    if (!json.is_object())
        return;
    if (json.contains("data_dict") && json["data_dict"].is_string()) {
        collect(
            Json::parse(json["data_dict"].get<std::string>(), nullptr, false),
            packages,
            depth + 1
        );
        return;
    }
    if (is_package(json)) {
        packages.push_back(json);
        return;
    }
    for (const char* key : {"result", "results", "packages"})
        if (json.contains(key))
            collect(json[key], packages, depth + 1);
}

std::vector<Json> packages_of(const fs::path& file) {
    std::vector<Json> packages;
    const std::string text = read_text(file);
    const Json whole = Json::parse(text, nullptr, false);
    if (!whole.is_discarded()) {
        collect(whole, packages);
        return packages;
    }
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        collect(Json::parse(line, nullptr, false), packages);
    return packages;
}

std::vector<fs::path> files_of(const fs::path& path) {
    if (!fs::is_directory(path))
        return {path};
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(path))
        if (entry.is_regular_file() &&
            (entry.path().extension() == ".json" || entry.path().extension() == ".jsonl"))
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::string identity(const Json& package) {
    for (const char* key : {"id", "name"})
        if (package.contains(key) && package[key].is_string())
            return package[key].get<std::string>();
    return package.contains("id") ? package["id"].dump() : std::string();
}

void add_path(const fs::path& path, CatalogueBuilder& builder, std::set<std::string>& seen) {
    for (const fs::path& file : files_of(path)) {
        std::set<std::string> here;
        for (const Json& package : packages_of(file)) {
            const std::string id = identity(package);
            if (seen.contains(id))
                continue;
            here.insert(id);
            builder.add(package);
        }
        seen.merge(here);
    }
}

bool is_below(const std::string& path, const std::string& folder) {
    return path == folder || path.starts_with(folder + "/");
}

bool is_known(const std::string& path) {
    const auto below = [&](const auto& other) { return is_below(path, std::string(other)); };
    return std::ranges::any_of(
               replay_table(),
               [&](const auto& entry) { return std::ranges::any_of(entry.paths, below); }
           ) ||
           std::ranges::any_of(not_replayed(), [&](const auto& entry) {
               return below(entry.path);
           });
}

// "dumps/ckan/envidat-2021/all.json" -> "dumps-ckan-envidat-2021-all"
std::string key_of(const std::string& path) {
    std::string key = path.substr(0, path.rfind('.'));
    for (char& c : key)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0)
            c = '-';
        else
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return key;
}

} // namespace

std::vector<RecordedCatalogue> recorded_catalogues(const std::string& corpus) {
    std::vector<RecordedCatalogue> result;
    for (const RecordedCatalogue& entry : replay_table()) {
        const bool present = std::ranges::any_of(entry.paths, [&](const std::string& path) {
            return fs::exists(fs::path(corpus) / path);
        });
        if (present)
            result.push_back(entry);
    }
    for (const char* folder : {"ckan", "dumps/ckan"}) {
        if (!fs::is_directory(fs::path(corpus) / folder))
            continue;
        for (const fs::path& file : files_of(fs::path(corpus) / folder)) {
            const std::string path = fs::relative(file, corpus).generic_string();
            if (is_known(path) || packages_of(file).empty())
                continue;
            RecordedCatalogue found;
            found.key = key_of(path);
            found.title = "Catalogue enregistré " + path;
            found.paths = {path};
            result.push_back(std::move(found));
        }
    }
    std::ranges::sort(result, {}, &RecordedCatalogue::key);
    return result;
}

std::shared_ptr<const Catalogue>
load_recorded(const RecordedCatalogue& recorded, const std::string& corpus) {
    CatalogueBuilder builder(true);
    std::set<std::string> seen;
    for (const std::string& path : recorded.paths)
        if (fs::exists(fs::path(corpus) / path))
            add_path(fs::path(corpus) / path, builder, seen);
    if (builder.size() == 0)
        throw std::runtime_error("no package in the recorded catalogue " + recorded.key);
    return builder.build();
}

std::shared_ptr<const Catalogue> load_file(const std::string& file) {
    CatalogueBuilder builder(true);
    std::set<std::string> seen;
    add_path(file, builder, seen);
    if (builder.size() == 0)
        throw std::runtime_error("no package in " + file);
    return builder.build();
}

} // namespace moisson::portals
