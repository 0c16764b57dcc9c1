// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "udata/mapping.hpp"

#include "core/limits.hpp"

#include <algorithm>

namespace moisson::udata {
namespace {

void map_identity(const Value& dataset, const MappingContext& context, RawRecord& record) {
    const std::string slug = text_of(dataset, {"slug"});
    record.remote_id = text_of(dataset, {"id", "slug"});
    if (!slug.empty() && slug != record.remote_id)
        record.aliases.push_back(slug);
    for (const std::string_view key : {"page", "self_web_url"}) {
        const std::string page = text_of(dataset, {key});
        if (record.remote_url.empty() && is_web_address(page))
            record.remote_url = page;
    }
    const std::string name = slug.empty() ? record.remote_id : slug;
    if (record.remote_url.empty() && !context.site.empty() && !name.empty())
        record.remote_url = context.site + "/datasets/" + name + "/";
}

// Where a harvested record comes from: the `harvest` block, before 2022 keys of `extras`.
void map_origin(const Value& dataset, RawRecord& record) {
    record.uri = text_in(dataset, "harvest", {"uri"});
    if (record.uri.empty())
        record.uri = text_in(dataset, "extras", {"uri", "harvest:uri"});
    for (const std::string_view key : {"dct_identifier", "remote_id"})
        add_once(record.identifiers, text_in(dataset, "harvest", {key}));
    for (const std::string_view key :
         {"dct:identifier", "harvest:remote_id", "datagouv_ckan_id", "guid", "inspire:identifier"})
        add_once(record.identifiers, text_in(dataset, "extras", {key}));
    RawProvenance& origin = record.origin;
    origin.origin_portal = text_in(dataset, "harvest", {"domain"});
    origin.origin_url = text_in(dataset, "harvest", {"remote_url"});
    origin.origin_id = text_in(dataset, "harvest", {"remote_id", "dct_identifier"});
    if (origin.origin_portal.empty())
        origin.origin_portal = text_in(dataset, "extras", {"harvest:domain"});
    if (origin.origin_url.empty())
        origin.origin_url = text_in(dataset, "extras", {"remote_url", "ods:url"});
    if (origin.origin_id.empty())
        origin.origin_id = text_in(dataset, "extras", {"harvest:remote_id"});
    if (is_web_address(origin.origin_url))
        record.landing_page = origin.origin_url;
}

void map_status(const Value& dataset, RawRecord& record) {
    record.type = "dataset";
    for (const std::string_view key : {"deleted", "archived"}) {
        const std::string date = text_of(dataset, {key});
        if (date.empty() || date == "false" || date == "False")
            continue;
        // The portal lists neither: both end the life of the record there.
        record.unpublished_because = std::string(key) + "=" + date;
        record.deleted_at_source = true;
        return;
    }
    if (json::boolean(dataset, "private").value_or(false))
        record.unpublished_because = "private=true";
}

void add_keyword(std::string text, RawRecord& record) {
    const auto same = [&](const LangText& keyword) { return keyword.text == text; };
    if (text.empty() || std::any_of(record.keywords.begin(), record.keywords.end(), same))
        return;
    LangText keyword;
    keyword.text = std::move(text);
    record.keywords.push_back(std::move(keyword));
}

void map_keywords(const Value& dataset, RawRecord& record) {
    for (const Value& tag : items_at(dataset, "tags")) {
        std::string text = json::scalar(tag);
        add_keyword(text.empty() ? text_of(tag, {"name", "text"}) : std::move(text), record);
    }
    // "hvd", "spd", "inspire": what the portal itself says of the data set.
    for (const Value& badge : items_at(dataset, "badges"))
        add_keyword(text_of(badge, {"kind"}), record);
    add_keyword(text_of(dataset, {"acronym"}), record);
    if (std::string theme = text_in(dataset, "extras", {"theme", "dcat:theme"}); !theme.empty())
        record.themes.push_back(std::move(theme));
}

void map_licence(const Value& dataset, RawRecord& record) {
    RawLicence licence;
    licence.id = text_of(dataset, {"license"});
    if (const Value* given = json::find(dataset, "license"); given && given->is_object()) {
        licence.id = text_of(*given, {"id"});
        licence.title = text_of(*given, {"title"});
        licence.url = text_of(*given, {"url"});
    }
    if (!licence.empty())
        record.licences.push_back(std::move(licence));
}

void map_dates(const Value& dataset, RawRecord& record) {
    record.issued = text_in(dataset, "harvest", {"issued_at", "created_at"});
    if (record.issued.empty())
        record.issued = text_of(dataset, {"created_at", "created_at_internal"});
    record.modified = text_in(dataset, "harvest", {"modified_at"});
    if (record.modified.empty())
        record.modified = text_of(dataset, {"last_update", "last_modified"});
    record.record_created = text_in(dataset, "internal", {"created_at_internal"});
    if (record.record_created.empty())
        record.record_created = text_of(dataset, {"created_at", "created_at_internal"});
    record.record_modified = text_of(dataset, {"last_modified", "last_update"});
}

// The declared schemas of the data set (2020) and of its resources.
void map_schemas(const Value& dataset, RawRecord& record) {
    const auto add = [&](const Value& owner) {
        std::string schema = text_of(owner, {"schema"});
        if (schema.empty())
            schema = text_in(owner, "schema", {"url", "name"});
        if (record.conforms_to.size() < limits::keywords)
            add_once(record.conforms_to, std::move(schema));
    };
    add(dataset);
    for (const Value& resource : items_at(dataset, "resources"))
        add(resource);
}

void bound(RawRecord& record, std::vector<Issue>& issues) {
    if (record.keywords.size() > limits::keywords) {
        issues.push_back(map_issue(
            Code::limit_reached,
            record,
            std::to_string(record.keywords.size()) + " keywords"
        ));
        record.keywords.resize(limits::keywords);
    }
    if (record.contacts.size() > limits::contacts)
        record.contacts.resize(limits::contacts);
    for (RawLocation& location : record.spatial) {
        if (location.geometry.size() <= limits::spatial_bytes)
            continue;
        issues.push_back(map_issue(
            Code::limit_reached,
            record,
            "a geometry of " + std::to_string(location.geometry.size()) + " bytes"
        ));
        location.geometry.clear();
    }
}

} // namespace

Issue map_issue(Code code, const RawRecord& record, std::string detail) {
    Issue issue(code, Stage::map, std::move(detail));
    issue.remote_id = record.remote_id;
    issue.remote_url = record.remote_url;
    return issue;
}

void add_once(std::vector<std::string>& texts, std::string text) {
    if (!text.empty() && std::find(texts.begin(), texts.end(), text) == texts.end())
        texts.push_back(std::move(text));
}

Result<RawRecord>
map_dataset(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues) {
    const Result<Value> parsed = json::parse(canonical);
    if (parsed.has_error())
        return parsed.error();
    const Value& dataset = *parsed;
    if (!dataset.is_object())
        return Error(Code::bad_shape, "a data set that is no object");
    RawRecord record;
    map_identity(dataset, context, record);
    map_status(dataset, record);
    map_origin(dataset, record);
    record.title = as_localized(text_of(dataset, {"title"}));
    if (record.title.empty()) {
        const std::string slug = text_of(dataset, {"slug"});
        issues.push_back(map_issue(Code::missing_title, record, slug));
        record.title = as_localized(slug);
    }
    record.description = as_localized(text_of(dataset, {"description", "description_short"}));
    map_keywords(dataset, record);
    map_publisher(dataset, record);
    map_contacts(dataset, record);
    map_licence(dataset, record);
    map_dates(dataset, record);
    record.frequency = text_of(dataset, {"frequency"});
    if (!record.frequency.empty())
        record.frequency_field = "frequency";
    map_temporal(dataset, record);
    map_spatial(dataset, record);
    record.access_rights = text_of(dataset, {"access_type"});
    map_schemas(dataset, record);
    map_resources(dataset, record, issues);
    bound(record, issues);
    return record;
}

} // namespace moisson::udata
