// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan_api/package.hpp"

#include "ckan_api/extras.hpp"
#include "text/fold.hpp"

#include <algorithm>
#include <set>

namespace moisson::ckan_api {
namespace {

Json text_or_null(std::string_view text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json tags_json(const Dataset& dataset) {
    Json tags = Json::array();
    std::set<std::string> seen;
    for (const LangText& keyword : dataset.keywords) {
        const std::string name = tag_name(keyword.text);
        if (!name.empty() && seen.insert(text::fold(name)).second)
            tags.push_back(tag_json(name));
    }
    return tags;
}

Json groups_json(const Dictionary& dictionary, const Dataset& dataset) {
    Json groups = Json::array();
    for (const std::string& theme : dataset.themes)
        groups.push_back(group_brief(dictionary.labels, theme));
    return groups;
}

std::string publisher_name(const Agent& publisher) {
    return publisher.slug.empty() ? publisher.key : publisher.slug;
}

void add_licence(Json& json, const Dictionary& dictionary, const std::optional<Licence>& licence) {
    const std::string code = licence ? licence->code : std::string();
    const std::string title = !licence                  ? std::string()
                              : !licence->title.empty() ? licence->title
                                                        : licence->raw;
    json["license_id"] = code.empty() ? (licence ? "other" : "notspecified")
                                      : licence_name(code, dictionary.vocabularies);
    json["license_title"] = title;
    json["license_url"] = licence ? licence->url : std::string();
    json["isopen"] = licence && licence->openness == 'O';
}

// Keys of CKAN 2.6 and of data.gov.uk, which clients written for their answers look for.
void add_old_keys(Json& json, const store::DatasetRecord& record, std::string_view revision) {
    const Dataset& dataset = record.dataset;
    Json from = Json::array();
    Json to = Json::array();
    for (const PeriodOfTime& period : dataset.temporal) {
        if (period.start)
            from.push_back(to_string(*period.start));
        if (period.end)
            to.push_back(to_string(*period.end));
    }
    json["revision_id"] = revision;
    json["temporal_coverage-from"] = std::move(from);
    json["temporal_coverage-to"] = std::move(to);
    json["theme-primary"] = dataset.themes.empty() ? "" : group_name(dataset.themes.front());
    Json others = Json::array();
    for (std::size_t i = 1; i < dataset.themes.size(); ++i)
        others.push_back(group_name(dataset.themes[i]));
    json["theme-secondary"] = std::move(others);
    json["contact-name"] = dataset.contacts.empty() ? "" : dataset.contacts.front().name;
    for (const char* const key :
         {"contact-email",
          "contact-phone",
          "foi-email",
          "foi-name",
          "foi-phone",
          "foi-web",
          "codelist",
          "licence-custom",
          "schema-vocabulary"})
        json[key] = "";
    json["harvest"] = harvest_json(record);
}

std::string resource_name(const Distribution& one) {
    const std::string_view title = best_text(one.title, "fr");
    if (!title.empty())
        return std::string(title);
    const std::size_t slash = one.url.find_last_of('/');
    return slash == std::string::npos ? one.url : one.url.substr(slash + 1);
}

bool is_web_address(std::string_view url) {
    return url.starts_with("https://") || url.starts_with("http://") || url.starts_with("ftp://");
}

// One bad address and udata refuses the whole dataset: what cannot be followed leads to our page,
// which says what was written.
std::string resource_url(
    const Dictionary& dictionary,
    const store::DatasetRecord& record,
    const Distribution& one
) {
    for (const std::string* const url : {&one.url, &one.access_url})
        if (is_web_address(*url))
            return *url;
    return dictionary.url.absolute(routes::dataset_page_of(record.slug));
}

bool is_api(const Distribution& one) {
    const std::string kind = text::fold(one.kind);
    return kind.find("api") != kind.npos || kind.find("service") != kind.npos;
}

std::string time_or(const std::optional<PartialDate>& date, Instant otherwise) {
    return naive_time(date ? date->instant : otherwise);
}

} // namespace

Json extra(std::string_view key, std::string value) {
    Json out = Json::object();
    out["key"] = key;
    out["value"] = std::move(value);
    return out;
}

Json tag_json(std::string_view name) {
    Json out = Json::object();
    out["id"] = to_string(tag_id(name));
    out["name"] = name;
    out["display_name"] = name;
    out["state"] = "active";
    out["vocabulary_id"] = nullptr;
    return out;
}

Json organization_brief(std::string_view name, std::string_view title) {
    const std::string id = to_string(organization_id(name));
    Json out = Json::object();
    out["id"] = id;
    out["name"] = name;
    out["title"] = title.empty() ? name : title;
    out["type"] = "organization";
    out["description"] = "";
    out["image_url"] = "";
    // When a publisher was first heard of, nobody noted.
    out["created"] = naive_time(Instant{});
    out["is_organization"] = true;
    out["approval_status"] = "approved";
    out["state"] = "active";
    out["revision_id"] = id;
    return out;
}

Json organization_json(const GroupCard& card) {
    Json out = organization_brief(card.name, card.title);
    out["display_name"] = out["title"];
    out["image_display_url"] = "";
    out["package_count"] = card.packages;
    out["packages"] = card.packages;
    out["num_followers"] = 0;
    out["extras"] = Json::array();
    out["tags"] = Json::array();
    out["groups"] = Json::array();
    out["users"] = Json::array();
    for (const char* const key :
         {"category",
          "contact-email",
          "contact-name",
          "contact-phone",
          "foi-email",
          "foi-name",
          "foi-phone",
          "foi-web"})
        out[key] = "";
    return out;
}

Json group_brief(const i18n::CodeLabels& labels, std::string_view theme) {
    const std::string name = group_name(theme);
    Json out = Json::object();
    out["id"] = to_string(group_id(name));
    out["name"] = name;
    out["title"] = labels.find("theme", theme);
    out["display_name"] = out["title"];
    out["description"] = "";
    out["image_display_url"] = "";
    return out;
}

Json group_json(const GroupCard& card) {
    const std::string id = to_string(group_id(card.name));
    Json out = Json::object();
    out["id"] = id;
    out["name"] = card.name;
    out["title"] = card.title;
    out["display_name"] = card.title;
    out["type"] = "group";
    out["description"] = "";
    out["image_url"] = "";
    out["image_display_url"] = "";
    out["created"] = naive_time(Instant{});
    out["is_organization"] = false;
    out["approval_status"] = "approved";
    out["state"] = "active";
    out["package_count"] = card.packages;
    out["packages"] = card.packages;
    out["num_followers"] = 0;
    out["extras"] = Json::array();
    out["tags"] = Json::array();
    out["groups"] = Json::array();
    out["users"] = Json::array();
    return out;
}

Json resource_json(
    const Dictionary& dictionary,
    const store::DatasetRecord& record,
    std::size_t position
) {
    const Distribution& one = record.dataset.distributions[position];
    const std::string id = to_string(one.id);
    const std::string modified = naive_time(record.changed_at);
    Json out = Json::object();
    out["id"] = id;
    out["package_id"] = to_string(record.id);
    out["position"] = position;
    out["name"] = resource_name(one);
    out["description"] = best_text(one.description, "fr");
    out["format"] = one.format.code.empty()
                        ? one.format.raw
                        : std::string(dictionary.labels.find("format", one.format.code));
    out["url"] = resource_url(dictionary, record, one);
    out["url_type"] = nullptr;
    out["resource_type"] = is_api(one) ? "api" : "file";
    out["mimetype"] = text_or_null(one.media_type);
    out["mimetype_inner"] = nullptr;
    out["size"] = one.byte_size ? Json(*one.byte_size) : Json(nullptr);
    out["hash"] = one.checksum;
    out["created"] = time_or(one.issued, record.first_seen);
    out["last_modified"] = one.modified ? Json(naive_time(one.modified->instant)) : Json(nullptr);
    out["metadata_modified"] = modified;
    out["state"] = "active";
    out["datastore_active"] = false;
    out["cache_url"] = nullptr;
    out["cache_last_updated"] = nullptr;
    out["revision_id"] = id;
    out["resource_locator_protocol"] = "";
    out["resource_locator_function"] = "";
    out["schema-type"] = "";
    out["schema-url"] = "";
    return out;
}

Json package_json(const Dictionary& dictionary, const store::DatasetRecord& record) {
    const Dataset& dataset = record.dataset;
    const std::string publisher = publisher_name(dataset.publisher);
    const std::string publisher_title(best_text(dataset.publisher.name, "fr"));
    const std::string title(best_text(dataset.title, "fr"));
    const std::string modified = naive_time(record.changed_at);
    Json json = Json::object();
    json["id"] = to_string(record.id);
    json["name"] = record.slug;
    json["title"] = title.empty() ? record.slug : title;
    json["notes"] = best_text(dataset.description, "fr");
    const std::string& page =
        dataset.landing_page.empty() ? dataset.remote_url : dataset.landing_page;
    json["url"] = is_web_address(page) ? Json(page) : Json(nullptr);
    json["version"] = text_or_null(dataset.version);
    json["author"] =
        dataset.creator ? std::string(best_text(dataset.creator->name, "fr")) : publisher_title;
    json["author_email"] = "";
    json["maintainer"] = dataset.contacts.empty() ? "" : dataset.contacts.front().name;
    json["maintainer_email"] = "";
    add_licence(json, dictionary, dataset.licence);
    json["type"] = "dataset";
    json["state"] = "active";
    json["private"] = false;
    json["owner_org"] =
        publisher.empty() ? Json(nullptr) : Json(to_string(organization_id(publisher)));
    json["creator_user_id"] = to_string(harvest_source_id(record.portal_key));
    json["metadata_created"] = naive_time(record.first_seen);
    json["metadata_modified"] = modified;
    Json tags = tags_json(dataset);
    json["num_resources"] = dataset.distributions.size();
    json["num_tags"] = tags.size();
    json["tags"] = std::move(tags);
    json["groups"] = groups_json(dictionary, dataset);
    Json resources = Json::array();
    for (std::size_t i = 0; i < dataset.distributions.size(); ++i)
        resources.push_back(resource_json(dictionary, record, i));
    json["resources"] = std::move(resources);
    json["extras"] = extras_json(dictionary, record);
    json["organization"] =
        publisher.empty() ? Json(nullptr) : organization_brief(publisher, publisher_title);
    json["relationships_as_subject"] = Json::array();
    json["relationships_as_object"] = Json::array();
    add_old_keys(json, record, to_string(record.id));
    return json;
}

} // namespace moisson::ckan_api
