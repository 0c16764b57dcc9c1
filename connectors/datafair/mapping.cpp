// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "datafair/mapping.hpp"

#include "core/limits.hpp"
#include "kit/query.hpp"

#include <algorithm>
#include <array>

namespace moisson::datafair {
namespace {

using json::Value;

LocalizedText plain(std::string text) {
    LangText only;
    only.text = std::move(text);
    return {only};
}

void map_identity(const Value& dataset, const MappingContext& context, RawRecord& record) {
    const std::string slug = json::scalar(dataset, "slug");
    record.remote_id = json::scalar(dataset, "id");
    if (record.remote_id.empty())
        record.remote_id = slug;
    if (!slug.empty() && slug != record.remote_id)
        record.aliases.push_back(slug);
    record.type = "dataset";
    // The portal says where its page is; its back office is no page for readers.
    record.remote_url = trimmed_text(dataset, "page");
    const bool of_office = record.remote_url.find("/data-fair/dataset/") != std::string::npos;
    if (!is_web_address(record.remote_url) || of_office)
        record.remote_url = context.site + "/datasets/" +
                            kit::percent_encoded(slug.empty() ? record.remote_id : slug);
}

// `public` and `visibility` are computed for whoever asks; a draft has not been validated.
void map_status(const Value& dataset, RawRecord& record) {
    const std::string visibility = json::scalar(dataset, "visibility");
    const std::string status = json::scalar(dataset, "status");
    if (visibility == "private" || visibility == "protected")
        record.unpublished_because = "visibility=" + visibility;
    else if (visibility.empty() && !json::boolean(dataset, "public").value_or(true))
        record.unpublished_because = "public=false";
    else if (status == "draft")
        record.unpublished_because = "status=draft";
}

void map_texts(const Value& dataset, RawRecord& record, std::vector<Issue>& issues) {
    std::string title = trimmed_text(dataset, "title");
    if (title.empty()) {
        title = record.aliases.empty() ? record.remote_id : record.aliases.front();
        issues.push_back(map_issue(Code::missing_title, record, title));
    }
    record.title = plain(std::move(title));
    for (const std::string_view key : {"description", "summary"}) {
        std::string description = trimmed_text(dataset, key);
        if (record.description.empty() && !description.empty())
            record.description = plain(std::move(description));
    }
}

void map_subjects(const Value& dataset, RawRecord& record) {
    if (const Value* keywords = json::find(dataset, "keywords");
        keywords != nullptr && keywords->is_array()) {
        for (const Value& item : *keywords) {
            LangText keyword;
            keyword.text = json::scalar(item);
            if (!keyword.text.empty())
                record.keywords.push_back(std::move(keyword));
        }
    }
    if (const Value* topics = json::find(dataset, "topics");
        topics != nullptr && topics->is_array()) {
        for (const Value& topic : *topics) {
            std::string title =
                topic.is_object() ? trimmed_text(topic, "title") : json::scalar(topic);
            if (!title.empty())
                record.themes.push_back(std::move(title));
        }
    }
}

// The department answers for the data when the account has some. `creator` is free text: who made
// the data, and the publisher of catalogues that keep their owners to themselves.
void map_agents(const Value& dataset, RawRecord& record) {
    std::string creator = trimmed_text(dataset, "creator");
    if (const Value* owner = json::find(dataset, "owner"); owner != nullptr) {
        const std::string id = json::scalar(*owner, "id");
        const std::string department = json::scalar(*owner, "department");
        std::string name = json::scalar(*owner, "departmentName");
        if (name.empty())
            name = department;
        if (name.empty())
            name = json::scalar(*owner, "name");
        record.publisher.remote_id = department.empty() ? id : id + ':' + department;
        if (!name.empty())
            record.publisher.name = plain(std::move(name));
    } else if (!creator.empty()) {
        record.publisher.name = plain(creator);
    }
    if (!creator.empty()) {
        RawAgent agent;
        agent.name = plain(std::move(creator));
        record.creator = std::move(agent);
    }
    const Value* contact = json::find(dataset, "contactPoint");
    if (contact == nullptr || !contact->is_object())
        return;
    RawContact point;
    point.name = trimmed_text(*contact, "name");
    if (point.name.empty())
        point.name = trimmed_text(*contact, "fn");
    point.email = trimmed_text(*contact, "email");
    point.role = "contactPoint";
    if (!point.name.empty() || !point.email.empty())
        record.contacts.push_back(std::move(point));
}

void map_licence(const Value& dataset, RawRecord& record) {
    const Value* value = json::find(dataset, "license");
    if (value == nullptr)
        return;
    RawLicence licence;
    licence.title = value->is_object() ? trimmed_text(*value, "title") : json::scalar(*value);
    licence.url = trimmed_text(*value, "href");
    if (!licence.empty())
        record.licences.push_back(std::move(licence));
}

void map_dates(const Value& dataset, RawRecord& record) {
    record.issued = json::scalar(dataset, "issued");
    record.record_created = json::scalar(dataset, "createdAt");
    if (record.issued.empty())
        record.issued = record.record_created;
    record.record_modified = json::scalar(dataset, "updatedAt");
    for (const std::string_view key : {"modified", "dataUpdatedAt", "updatedAt"}) {
        if (record.modified.empty())
            record.modified = json::scalar(dataset, key);
    }
}

// What the publisher says first, else what the data were found to cover.
void map_temporal(const Value& dataset, RawRecord& record) {
    struct Place {
        std::string_view object;
        std::string_view start;
        std::string_view end;
    };
    constexpr std::array<Place, 2> places{{
        {"temporal", "start", "end"},
        {"timePeriod", "startDate", "endDate"},
    }};
    for (const Place& place : places) {
        const Value* value = json::find(dataset, place.object);
        if (value == nullptr)
            continue;
        RawPeriod period;
        period.start = json::scalar(*value, place.start);
        period.end = json::scalar(*value, place.end);
        if (period.start.empty() && period.end.empty())
            continue;
        record.temporal.push_back(std::move(period));
        return;
    }
}

void map_spatial(const Value& dataset, RawRecord& record) {
    RawLocation place;
    place.label = trimmed_text(dataset, "spatial");
    if (is_web_address(place.label))
        std::swap(place.label, place.uri);
    if (!place.label.empty() || !place.uri.empty())
        record.spatial.push_back(std::move(place));
    const Value* box = json::find(dataset, "bbox");
    if (box == nullptr || !box->is_array() || box->size() != 4)
        return;
    RawLocation location;
    for (const Value& number : *box) {
        const std::string text = json::scalar(number);
        if (!number.is_number() || text.empty())
            return;
        location.geometry += (location.geometry.empty() ? "" : ",") + text;
    }
    record.spatial.push_back(std::move(location));
}

// Where the data were first: another portal, or the page of who makes them.
void map_origin(const Value& dataset, RawRecord& record) {
    const std::string origin = trimmed_text(dataset, "origin");
    if (is_web_address(origin)) {
        record.landing_page = origin;
        record.origin.origin_url = origin;
    } else if (!origin.empty()) {
        record.provenance_statement = origin;
    }
}

void map_conformance(const Value& dataset, RawRecord& record) {
    const Value* value = json::find(dataset, "conformsTo");
    if (value == nullptr)
        return;
    std::string standard = value->is_object() ? trimmed_text(*value, "url") : json::scalar(*value);
    if (standard.empty())
        standard = trimmed_text(*value, "title");
    if (!standard.empty())
        record.conforms_to.push_back(std::move(standard));
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
    if (record.themes.size() > limits::keywords)
        record.themes.resize(limits::keywords);
}

} // namespace

Issue map_issue(Code code, const RawRecord& record, std::string detail) {
    Issue issue(code, Stage::map, std::move(detail));
    issue.remote_id = record.remote_id;
    issue.remote_url = record.remote_url;
    return issue;
}

bool is_web_address(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

std::string trimmed_text(const Value& object, std::string_view key) {
    constexpr std::string_view space = " \t\r\n";
    const std::string_view text = json::text(object, key);
    const auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(space) - first + 1));
}

Result<RawRecord>
map_dataset(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues) {
    const Result<Value> parsed = json::parse(canonical);
    if (parsed.has_error())
        return parsed.error();
    const Value& dataset = *parsed;
    if (!dataset.is_object())
        return Error(Code::bad_shape, "a dataset that is no object");
    RawRecord record;
    map_identity(dataset, context, record);
    map_status(dataset, record);
    map_texts(dataset, record, issues);
    map_subjects(dataset, record);
    map_agents(dataset, record);
    map_licence(dataset, record);
    record.frequency = json::scalar(dataset, "frequency");
    if (!record.frequency.empty())
        record.frequency_field = "frequency";
    if (std::string language = trimmed_text(dataset, "language"); !language.empty())
        record.languages.push_back(std::move(language));
    map_dates(dataset, record);
    map_temporal(dataset, record);
    map_spatial(dataset, record);
    map_origin(dataset, record);
    map_conformance(dataset, record);
    map_distributions(dataset, context, record, issues);
    bound(record, issues);
    return record;
}

} // namespace moisson::datafair
