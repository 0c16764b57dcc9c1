// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "nada/mapping.hpp"

#include "core/limits.hpp"
#include "nada/wire.hpp"
#include "text/key.hpp"

#include <algorithm>
#include <array>

namespace moisson::nada {
namespace {

// Kinds of entries that are no data; an entry without a type is a survey (NADA 4 knew no other).
constexpr std::array<std::string_view, 6> other_types{
    "document",
    "image",
    "script",
    "video",
    "visualization",
    "citation",
};

void map_identity(const Value& study, const MappingContext& context, RawRecord& record) {
    record.remote_id = idno_of(study);
    const std::string number = json::scalar(study, "id");
    if (!number.empty() && number != record.remote_id)
        record.aliases.push_back(number);
    record.remote_url = json::scalar(study, "url");
    if (!is_web_address(record.remote_url))
        record.remote_url =
            number.empty() ? std::string() : context.root + "/index.php/catalog/" + number;
    if (std::string doi = json::scalar(study, "doi"); !doi.empty())
        record.identifiers.push_back(std::move(doi));
    const Value* description = description_of(study);
    if (description == nullptr)
        return;
    const Value* identifiers = json::find_path(*description, {"title_statement", "identifiers"});
    for (const Value* item : items_of(identifiers)) {
        std::string text = first_text(*item, {"identifier"});
        const bool known = std::find(record.identifiers.begin(), record.identifiers.end(), text) !=
                           record.identifiers.end();
        if (!text.empty() && !known && text != record.remote_id)
            record.identifiers.push_back(std::move(text));
    }
}

void map_status(const Value& study, RawRecord& record) {
    record.type = json::scalar(study, "type");
    if (json::scalar(study, "published") == "0")
        record.unpublished_because = "published=0";
}

void bound(RawRecord& record, std::vector<Issue>& issues) {
    if (record.keywords.size() > limits::keywords) {
        Issue issue(
            Code::limit_reached,
            Stage::map,
            std::to_string(record.keywords.size()) + " keywords"
        );
        issue.remote_id = record.remote_id;
        issues.push_back(std::move(issue));
        record.keywords.resize(limits::keywords);
    }
    if (record.themes.size() > limits::keywords)
        record.themes.resize(limits::keywords);
    if (record.contacts.size() > limits::contacts)
        record.contacts.resize(limits::contacts);
}

} // namespace

bool is_web_address(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

const Value* description_of(const Value& study) {
    const Value* metadata = json::find(study, "metadata");
    if (metadata == nullptr)
        return nullptr;
    for (const std::string_view key :
         {"study_desc", "series_description", "table_description", "description"}) {
        const Value* description = json::find(*metadata, key);
        if (description != nullptr && description->is_object() && !description->empty())
            return description;
    }
    return nullptr;
}

std::string first_text(const Value& value, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
        const std::string text = json::scalar(value, key);
        if (const std::string_view trimmed = text::trim(text); !trimmed.empty())
            return std::string(trimmed);
    }
    return {};
}

std::vector<const Value*> items_of(const Value* value) {
    std::vector<const Value*> items;
    if (value == nullptr || value->is_null())
        return items;
    if (!value->is_array()) {
        items.push_back(value);
        return items;
    }
    for (const Value& item : *value)
        items.push_back(&item);
    return items;
}

Result<RawRecord>
map_study(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues) {
    const Result<Value> parsed = json::parse(canonical);
    if (parsed.has_error())
        return parsed.error();
    const Value& study = *parsed;
    if (!study.is_object())
        return Error(Code::bad_shape, "a study that is no object");
    RawRecord record;
    map_identity(study, context, record);
    map_status(study, record);
    if (std::find(other_types.begin(), other_types.end(), record.type) != other_types.end())
        return Error(Code::not_a_dataset, "type=" + record.type);
    map_description(study, record);
    if (record.title.empty()) {
        Issue issue(Code::missing_title, Stage::map, record.remote_id);
        issue.remote_id = record.remote_id;
        issue.remote_url = record.remote_url;
        issues.push_back(std::move(issue));
    }
    map_agents(study, record);
    map_coverage(study, record);
    map_access(study, context, record);
    record.record_created = json::scalar(study, "created");
    record.record_modified = json::scalar(study, "changed");
    bound(record, issues);
    return record;
}

} // namespace moisson::nada
