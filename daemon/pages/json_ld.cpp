// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// schema.org Dataset, as Google Dataset Search reads it.
#include "pages/dataset_parts.hpp"
#include "pages/pieces.hpp"
#include "text/clean.hpp"
#include "text/markup.hpp"

namespace moisson::pages {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t description_min = 50;
constexpr std::size_t description_max = 4'900;
constexpr std::size_t downloads_max = 50;

// 50 to 5000 characters are required: a short text is completed with who publishes it and where.
std::string description(const store::DatasetRecord& record) {
    std::string text = text::excerpt(
        text::markup_to_text(best_text(record.dataset.description, "fr")),
        description_max
    );
    if (text.size() >= description_min)
        return text;
    if (!text.empty())
        text += " — ";
    text += "Jeu de données « " + std::string(best_text(record.dataset.title, "fr")) + " »";
    if (const auto name = best_text(record.dataset.publisher.name, "fr"); !name.empty())
        text += " publié par " + std::string(name);
    return text + " sur le portail " + record.portal_title + ".";
}

std::string period(const PeriodOfTime& of) {
    return (of.start ? to_string(*of.start) : "..") + "/" + (of.end ? to_string(*of.end) : "..");
}

Json downloads(const Dataset& dataset) {
    Json list = Json::array();
    for (const Distribution& one : dataset.distributions) {
        const std::string url = safe_href(one.url);
        if (url.empty() || list.size() >= downloads_max)
            continue;
        Json item = {{"@type", "DataDownload"}, {"contentUrl", url}};
        if (const auto name = best_text(one.title, "fr"); !name.empty())
            item["name"] = name;
        if (!one.media_type.empty())
            item["encodingFormat"] = one.media_type;
        else if (!one.format.code.empty())
            item["encodingFormat"] = one.format.code;
        if (one.byte_size)
            item["contentSize"] = std::to_string(*one.byte_size);
        list.push_back(std::move(item));
    }
    return list;
}

} // namespace

std::string dataset_json_ld(const Site& site, const store::DatasetRecord& record) {
    const Dataset& dataset = record.dataset;
    Json json;
    json["@context"] = "https://schema.org";
    json["@type"] = "Dataset";
    json["name"] = best_text(dataset.title, "fr");
    json["description"] = description(record);
    json["url"] = site.options.public_url.absolute(routes::dataset_page_of(record.slug));
    json["identifier"] = to_string(record.id);
    const std::string original =
        safe_href(!dataset.remote_url.empty() ? dataset.remote_url : dataset.landing_page);
    if (!original.empty())
        json["sameAs"] = original;
    if (dataset.licence && !safe_href(dataset.licence->url).empty())
        json["license"] = dataset.licence->url;
    if (const auto name = best_text(dataset.publisher.name, "fr"); !name.empty())
        json["publisher"] = {{"@type", "Organization"}, {"name", name}};
    json["includedInDataCatalog"] = {
        {"@type", "DataCatalog"},
        {"name", site.options.site_name},
        {"url", site.options.public_url.absolute("/")}};
    if (dataset.modified)
        json["dateModified"] = to_string(*dataset.modified);
    if (dataset.issued)
        json["datePublished"] = to_string(*dataset.issued);
    if (!dataset.keywords.empty()) {
        Json keywords = Json::array();
        for (const LangText& keyword : dataset.keywords)
            keywords.push_back(keyword.text);
        json["keywords"] = std::move(keywords);
    }
    if (!dataset.temporal.empty())
        json["temporalCoverage"] = period(dataset.temporal.front());
    Json places = Json::array();
    for (const std::string& code : dataset.countries)
        places.push_back({{"@type", "Place"}, {"name", site.labels.find("country", code)}});
    if (!places.empty())
        json["spatialCoverage"] = std::move(places);
    if (!dataset.languages.empty())
        json["inLanguage"] = dataset.languages;
    Json files = downloads(dataset);
    if (!files.empty())
        json["distribution"] = std::move(files);
    return script_safe(json);
}

} // namespace moisson::pages
