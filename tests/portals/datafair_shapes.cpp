// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Package dicts as Data Fair writes datasets.
#include "portals/datafair.hpp"
#include "portals/package_parts.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

std::string zulu(const std::string& date) {
    return date.empty() ? date : seconds_of(date) + ".000Z";
}

// The closed list of Data Fair; what it lacks becomes irregular.
std::string frequency_word(const std::string& words) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> list{{
        {"annuel", "annual"},
        {"Annuel", "annual"},
        {"trimestriel", "quarterly"},
        {"semestriel", "semiannual"},
        {"bimestriel", "bimonthly"},
        {"ensuel", "monthly"},
        {"hebdomadaire", "weekly"},
        {"quotidien", "daily"},
    }};
    for (const auto& [french, word] : list)
        if (words.find(french) != std::string::npos)
            return std::string(word);
    return words.empty() ? std::string() : "irregular";
}

void add_file(const Json& resource, Json& dataset) {
    const std::string format = text_in(resource, "format");
    const bool csv = format == "CSV" || format == "csv" || format == ".csv";
    Json original;
    original["name"] = csv ? "donnees.csv" : "donnees.xlsx";
    original["size"] = 1000 + drawn_from(text_in(resource, "id"), 9'000'000);
    original["mimetype"] =
        csv ? "text/csv" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    original["md5"] = "0123456789abcdef0123456789abcdef";
    dataset["originalFile"] = original;
    Json file;
    file["name"] = "donnees.csv";
    file["size"] = original["size"];
    file["encoding"] = "UTF-8";
    file["mimetype"] = "text/csv";
    dataset["file"] = std::move(file);
}

void add_content(const Json& package, Json& dataset) {
    Json attachments = Json::array();
    bool first = true;
    for (const Json& resource : package.value("resources", Json::array())) {
        if (std::exchange(first, false)) {
            add_file(resource, dataset);
            continue;
        }
        Json attachment;
        attachment["type"] = "url";
        attachment["title"] = text_in(resource, "name");
        attachment["description"] = text_in(resource, "description");
        attachment["url"] = text_in(resource, "url");
        attachments.push_back(std::move(attachment));
    }
    dataset["attachments"] = std::move(attachments);
    dataset["isMetaOnly"] = first;
}

} // namespace

std::string datafair_id(const std::string& id) {
    std::string out;
    for (const char c : id)
        if (c != '-' && out.size() < 16)
            out += c;
    return out;
}

Json datafair_dataset(const Json& package) {
    Json dataset;
    const std::string id = text_in(package, "id");
    const std::string name = text_in(package, "name");
    const bool secret = package.value("private", Json(false)) == Json(true);
    dataset["id"] = datafair_id(id);
    dataset["slug"] = name;
    dataset["title"] = text_in(package, "title");
    dataset["description"] = text_in(package, "notes");
    dataset["keywords"] = Json::array();
    for (const Json& tag : package.value("tags", Json::array()))
        dataset["keywords"].push_back(text_in(tag, "name"));
    dataset["topics"] = Json::array();
    for (const Json& group : package.value("groups", Json::array()))
        dataset["topics"].push_back(
            {{"id", text_in(group, "name")},
             {"title", text_in(group, "title")},
             {"color", "#123456"}}
        );
    if (std::string title = text_in(package, "license_title"); !title.empty())
        dataset["license"] = {{"title", title}, {"href", text_in(package, "license_url")}};
    if (std::string word = frequency_word(frequency_of(package)); !word.empty())
        dataset["frequency"] = word;
    if (std::string start = extra_of(package, "temporal_start"); !start.empty())
        dataset["temporal"] = {{"start", start}, {"end", extra_of(package, "temporal_end")}};
    dataset["spatial"] = extra_of(package, "spatial-text");
    if (const auto box = box_of(package))
        dataset["bbox"] = *box;
    dataset["origin"] = text_in(package, "url");
    dataset["creator"] = text_in(package, "author");
    const Json organization = package.value("organization", Json::object());
    dataset["owner"] = {
        {"type", "organization"},
        {"id", text_in(organization, "name")},
        {"name", text_in(organization, "title")}};
    dataset["createdAt"] = zulu(text_in(package, "metadata_created"));
    dataset["updatedAt"] = zulu(text_in(package, "metadata_modified"));
    dataset["dataUpdatedAt"] = dataset["updatedAt"];
    dataset["finalizedAt"] = dataset["updatedAt"];
    dataset["updatedBy"] = {{"id", "abc"}, {"name", "Compte inventé"}};
    dataset["status"] = "finalized";
    dataset["visibility"] = secret ? "private" : "public";
    dataset["public"] = !secret;
    dataset["schema"] = Json::array({{{"key", "annee"}, {"type", "integer"}}});
    dataset["count"] = drawn_from(id, 100'000);
    dataset["storage"] = {{"size", drawn_from(id + "s", 9'000'000)}};
    dataset["userPermissions"] = Json::array({"readDescription", "readLines"});
    add_content(package, dataset);
    return dataset;
}

} // namespace moisson::portals
