// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendatasoft/mapping.hpp"

#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "kit/query.hpp"

#include <algorithm>
#include <array>

namespace moisson::opendatasoft {
namespace {

constexpr std::array<std::string_view, 4> public_words{"", "domain", "public", "all"};

void map_identity(const Value& dataset, const MappingContext& context, RawRecord& record) {
    const std::string name = name_of(dataset);
    record.remote_id = json::scalar(dataset, "dataset_uid");
    if (record.remote_id.empty())
        record.remote_id = name;
    if (!name.empty() && name != record.remote_id)
        record.aliases.push_back(name);
    if (!context.site.empty() && !name.empty())
        record.remote_url = context.site + "/explore/dataset/" + kit::percent_encoded(name) + '/';
    record.type = "dataset";
}

void map_identifiers(const Metas& metas, RawRecord& record) {
    using Place = std::pair<std::string_view, std::string_view>;
    constexpr std::array<Place, 4> places{{
        {in_dcat, "identifier"},
        {in_inspire, "file_identifier"},
        {in_custom, "doi"},
        {in_basic, "doi"},
    }};
    for (const auto& [group, name] : places) {
        std::string identifier = metas.text(group, name);
        const auto& known = record.identifiers;
        if (!identifier.empty() && std::find(known.begin(), known.end(), identifier) == known.end())
            record.identifiers.push_back(std::move(identifier));
    }
}

// "domain" is everybody on a public portal; a restricted dataset shows only to whom it was shared.
void map_status(const Value& dataset, const Metas& metas, RawRecord& record) {
    std::string visibility = json::scalar(dataset, "visibility");
    if (visibility.empty())
        visibility = metas.text(in_basic, "visibility");
    if (std::find(public_words.begin(), public_words.end(), visibility) == public_words.end())
        record.unpublished_because = "visibility=" + visibility;
    record.access_rights = metas.text(in_dcat, "accessRights");
    if (record.access_rights.empty())
        record.access_rights = metas.text(in_dcat, "access_rights");
    const bool visible = json::boolean(dataset, "data_visible").value_or(true);
    if (record.access_rights.empty() && !visible)
        record.access_rights = "restricted";
}

void map_texts(const Metas& metas, RawRecord& record, std::vector<Issue>& issues) {
    record.title = metas.localized("title");
    if (record.title.empty()) {
        const std::string name = record.aliases.empty() ? record.remote_id : record.aliases.front();
        issues.push_back(map_issue(Code::missing_title, record, name));
        LangText title;
        title.text = name;
        record.title.push_back(std::move(title));
    }
    record.description = metas.localized("description");
    record.languages = metas.list(in_basic, "language");
}

// "jardin, parc" of portals before 2014; a theme is one whatever commas are in its name.
void add_keywords(const std::string& language, const Value& value, RawRecord& record) {
    const bool lone_text = value.is_string();
    for (const std::string& text : as_list(value)) {
        std::string_view rest = text;
        while (!rest.empty()) {
            const std::size_t end =
                lone_text ? std::min(rest.find_first_of(",;"), rest.size()) : rest.size();
            std::string_view word = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            while (word.starts_with(' '))
                word.remove_prefix(1);
            while (word.ends_with(' '))
                word.remove_suffix(1);
            LangText keyword;
            keyword.lang = language;
            keyword.text = word;
            if (!keyword.text.empty())
                record.keywords.push_back(std::move(keyword));
        }
    }
}

void map_subjects(const Metas& metas, RawRecord& record) {
    for (const auto& [language, value] : metas.translations("keyword"))
        add_keywords(language, *value, record);
    record.themes = metas.list(in_basic, "theme");
    if (!record.themes.empty())
        return;
    // Translated alone: the first language says it all.
    const auto translations = metas.translations("theme");
    if (!translations.empty())
        record.themes = as_list(*translations.front().second);
}

void add_contact(std::string name, std::string email, const char* role, RawRecord& record) {
    if (name.empty() && email.empty())
        return;
    RawContact contact;
    contact.name = std::move(name);
    contact.email = std::move(email);
    contact.role = role;
    record.contacts.push_back(std::move(contact));
}

LocalizedText name_text(std::string name) {
    LangText text;
    text.text = std::move(name);
    return {text};
}

void map_agents(const Metas& metas, RawRecord& record) {
    std::string publisher = metas.text(in_basic, "publisher");
    if (publisher.empty())
        publisher = metas.text(in_dcat, "publisher");
    if (!publisher.empty())
        record.publisher.name = name_text(std::move(publisher));
    if (std::string creator = metas.text(in_dcat, "creator"); !creator.empty()) {
        RawAgent agent;
        agent.name = name_text(std::move(creator));
        record.creator = std::move(agent);
    }
    add_contact(
        metas.text(in_dcat, "contact_name"),
        metas.text(in_dcat, "contact_email"),
        "contactPoint",
        record
    );
    add_contact(
        metas.text(in_inspire, "contact_individual_name"),
        metas.text(in_inspire, "contact_email"),
        "pointOfContact",
        record
    );
    add_contact(metas.text(in_dcat, "contributor"), {}, "contributor", record);
}

void map_licence(const Metas& metas, RawRecord& record) {
    RawLicence licence;
    licence.title = metas.text(in_basic, "license");
    licence.url = metas.text(in_basic, "license_url");
    if (licence.url.empty() && is_web_address(licence.title))
        std::swap(licence.url, licence.title);
    if (!licence.empty())
        record.licences.push_back(std::move(licence));
}

void map_frequency(const Metas& metas, RawRecord& record) {
    using Place = std::pair<std::string_view, std::string_view>;
    constexpr std::array<Place, 7> places{{
        {in_dcat, "accrualperiodicity"},
        {in_dcat, "accrual_periodicity"},
        {in_basic, "update_frequency"},
        {in_custom, "update_frequency"},
        {in_custom, "frequence_de_mise_a_jour"},
        {in_custom, "frequence"},
        {in_custom, "periodicite"},
    }};
    for (const auto& [group, name] : places) {
        record.frequency = metas.text(group, name);
        if (record.frequency.empty())
            continue;
        record.frequency_field = name;
        return;
    }
}

void map_dates(const Metas& metas, RawRecord& record) {
    record.record_created = metas.text(in_dcat, "created");
    record.issued = metas.text(in_dcat, "issued");
    if (record.issued.empty())
        record.issued = record.record_created;
    record.modified = metas.text(in_basic, "modified");
    if (record.modified.empty())
        record.modified = metas.text(in_basic, "data_processed");
    record.record_modified = metas.text(in_basic, "metadata_processed");
}

// A dataset that another portal of the network federates, or that was taken from its catalogue.
void map_origin(const Value& dataset, const Metas& metas, RawRecord& record) {
    const std::string source = metas.text(in_basic, "source_dataset");
    const std::string address = metas.text(in_basic, "source_domain_address");
    if (!metas.text(in_basic, "source_domain").empty() || !address.empty() || !source.empty()) {
        record.origin.origin_portal = metas.text(in_basic, "source_domain_title");
        if (record.origin.origin_portal.empty())
            record.origin.origin_portal = metas.text(in_basic, "source_domain");
        record.origin.origin_id = source.empty() ? name_of(dataset) : source;
        if (!address.empty())
            record.origin.origin_url = web_address(address) + "/explore/dataset/" +
                                       kit::percent_encoded(record.origin.origin_id) + '/';
        return;
    }
    record.origin.origin_portal = metas.text(in_basic, "shared_catalog");
}

// References may be several addresses, or words about a source.
void map_references(const Metas& metas, RawRecord& record) {
    for (const std::string& text : metas.list(in_basic, "references")) {
        const auto begin = text.find("http");
        if (begin == std::string::npos)
            continue;
        const auto end = text.find_first_of(" ,;\n\t\"<>", begin);
        std::string url = text.substr(begin, end == std::string::npos ? end : end - begin);
        if (is_web_address(url)) {
            record.landing_page = std::move(url);
            return;
        }
    }
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

bool is_web_address(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

std::string web_address(std::string text) {
    while (text.ends_with('/'))
        text.pop_back();
    return is_web_address(text) ? text : "https://" + text;
}

std::string name_of(const Value& dataset) {
    for (const std::string_view key : {"dataset_id", "datasetid"}) {
        if (std::string name = json::scalar(dataset, key); !name.empty())
            return name;
    }
    return {};
}

Result<RawRecord>
map_dataset(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues) {
    const Result<Value> parsed = json::parse(canonical);
    if (parsed.has_error())
        return parsed.error();
    const Value& dataset = *parsed;
    if (!dataset.is_object())
        return Error(Code::bad_shape, "a dataset that is no object");
    const Metas metas(dataset);
    RawRecord record;
    map_identity(dataset, context, record);
    map_identifiers(metas, record);
    map_status(dataset, metas, record);
    map_texts(metas, record, issues);
    map_subjects(metas, record);
    map_agents(metas, record);
    map_licence(metas, record);
    map_frequency(metas, record);
    map_dates(metas, record);
    map_temporal(metas, record);
    map_spatial(metas, record);
    map_origin(dataset, metas, record);
    map_references(metas, record);
    for (const std::string_view name : {"conforms_to", "conformsTo"}) {
        if (record.conforms_to.empty())
            record.conforms_to = metas.list(in_dcat, name);
    }
    for (const std::string& attribution : metas.list(in_basic, "attributions"))
        record.provenance_statement +=
            (record.provenance_statement.empty() ? "" : "; ") + attribution;
    map_distributions(dataset, metas, context, record, issues);
    bound(record, issues);
    return record;
}

} // namespace moisson::opendatasoft
