// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan/mapping.hpp"

#include "ckan/language.hpp"
#include "ckan/status.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"

#include <algorithm>

namespace moisson::ckan {
namespace {

Issue map_issue(Code code, const RawRecord& record, std::string detail) {
    Issue issue(code, Stage::map, std::move(detail));
    issue.remote_id = record.remote_id;
    issue.remote_url = record.remote_url;
    return issue;
}

// An address that is none is told: the page of the record at the portal takes its place.
void map_landing_page(const Fields& fields, RawRecord& record, std::vector<Issue>& issues) {
    const std::string url = fields.text({"url", "landing_page", "landingpage"});
    if (is_web_address(url))
        record.landing_page = url;
    else if (url.starts_with("www."))
        record.landing_page = "http://" + url;
    else if (!url.empty())
        issues.push_back(
            map_issue(Code::bad_url, record, "landing page: " + std::string(utf8_prefix(url, 200)))
        );
}

void map_identity(const Fields& fields, const MappingContext& context, RawRecord& record) {
    const std::string name = fields.text({"name"});
    record.remote_id = fields.text({"id", "name", "identifier", "guid", "uri"});
    if (!name.empty() && name != record.remote_id)
        record.aliases.push_back(name);
    record.uri = fields.text({"uri", "dcat_uri", "subject_uri"});
    for (const std::string_view key :
         {"identifier", "guid", "alternate_identifier", "digital_object_identifier", "doi"}) {
        for (std::string& identifier : fields.list({key})) {
            const bool known =
                std::find(record.identifiers.begin(), record.identifiers.end(), identifier) !=
                record.identifiers.end();
            if (!known && identifier != record.remote_id)
                record.identifiers.push_back(std::move(identifier));
        }
    }
    const std::string page = name.empty() ? record.remote_id : name;
    if (!context.site.empty() && !page.empty())
        record.remote_url = context.site + "/dataset/" + page;
}

void add_keyword(const LanguageTag& tag, std::string text, RawRecord& record) {
    if (text.empty())
        return;
    LangText keyword;
    keyword.lang = tag.code;
    keyword.text = std::move(text);
    keyword.machine_translated = tag.machine_translated;
    record.keywords.push_back(std::move(keyword));
}

// "a, b;c" -> each.
void add_separated(const LanguageTag& tag, std::string_view text, RawRecord& record) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(",;|"), text.size());
        std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (word.starts_with(' '))
            word.remove_prefix(1);
        while (word.ends_with(' '))
            word.remove_suffix(1);
        add_keyword(tag, std::string(word), record);
    }
}

void add_keyword_value(const LanguageTag& tag, const Value& value, RawRecord& record) {
    for (const Value& item : as_items(value)) {
        const bool lone_text = item.is_string() && !value.is_array();
        if (lone_text)
            add_separated(tag, as_text(item), record);
        else
            add_keyword(tag, as_text(item), record);
    }
}

// `tags` of dictionaries (v3) or strings (v1); those of a vocabulary are themes too.
void map_tags(const Fields& fields, RawRecord& record) {
    const Value* tags = fields.find("tags");
    if (tags == nullptr)
        return;
    if (!tags->is_array()) {
        add_keyword_value(LanguageTag{}, *tags, record);
        return;
    }
    for (const Value& tag : *tags) {
        if (!tag.is_object()) {
            add_keyword(LanguageTag{}, as_text(tag), record);
            continue;
        }
        std::string text = as_text(tag);
        for (const std::string_view key : {"display_name", "name"}) {
            const Value* label = json::find(tag, key);
            if (label != nullptr && !is_blank(*label)) {
                text = as_text(*label);
                break;
            }
        }
        const Value* vocabulary = json::find(tag, "vocabulary_id");
        if (vocabulary != nullptr && !is_blank(*vocabulary))
            record.themes.push_back(text);
        add_keyword(LanguageTag{}, std::move(text), record);
    }
}

// `keywords` by language (Canada, Switzerland), `keywords_fra` (Canada 2013), text lists.
void map_keywords(const Fields& fields, RawRecord& record) {
    map_tags(fields, record);
    for (const std::string_view key : {"tags_translated", "keywords", "keyword"}) {
        const Value* value = fields.find(key);
        if (value == nullptr)
            continue;
        if (!value->is_object()) {
            add_keyword_value(LanguageTag{}, *value, record);
            continue;
        }
        for (const auto& [language, words] : value->items())
            add_keyword_value(language_tag(language).value_or(LanguageTag{}), words, record);
    }
    for (const std::string_view language : {"fra", "eng"}) {
        const Value* value = fields.find(std::string("keywords_") += language);
        if (value != nullptr)
            add_keyword_value(*language_tag(language), *value, record);
    }
}

void map_licence(const Fields& fields, RawRecord& record) {
    RawLicence licence;
    licence.id = fields.text({"license_id", "licence_id"});
    licence.title =
        fields.text({"license_title", "license", "licence", "licence_custom", "rights"});
    licence.url = fields.text({"license_url", "licence_url", "licence_link"});
    if (licence.title == licence.id)
        licence.title.clear();
    if (!licence.empty())
        record.licences.push_back(std::move(licence));
}

void map_languages(const Fields& fields, RawRecord& record) {
    record.languages = separated_languages(
        fields.list({"language", "languages", "metadata_language", "dct_language"})
    );
}

void map_frequency(const Fields& fields, RawRecord& record) {
    const auto [value, name] = fields.text_and_name(
        {"frequency",
         "update_frequency",
         "update_freq",
         "data_update_frequency",
         "accrual_periodicity",
         "accrualperiodicity",
         "dcat_frequency",
         "frequency_of_update",
         "maintenance_and_update_frequency",
         "maintenance_frequency",
         "frequence",
         "frequence_de_mise_a_jour",
         "frequence_mise_a_jour",
         "periodicite",
         "frequencia_de_atualizacao",
         "periodicidade_de_atualizacao",
         "periodicidade",
         "frecuencia_de_actualizacion",
         "custom_frequency",
         "issuance_frequency"}
    );
    record.frequency = value;
    record.frequency_field = name;
    // "As Needed | Au besoin": the same word in two languages.
    if (const auto bar = record.frequency.find(" | "); bar != std::string::npos)
        record.frequency.resize(bar);
}

void map_dates(const Fields& fields, RawRecord& record) {
    record.issued = without_date_label(fields.text(
        {"issued",
         "dcat_issued",
         "date_released",
         "release_date",
         "date_published",
         "publication_date",
         "date_publication",
         "published_date",
         "dct_issued"}
    ));
    record.modified = without_date_label(fields.text(
        {"modified",
         "dcat_modified",
         "date_updated",
         "date_modified",
         "data_modified",
         "last_update",
         "last_modified",
         "dct_modified"}
    ));
    record.record_created = without_date_label(fields.text({"metadata_created", "record_created"}));
    record.record_modified =
        without_date_label(fields.text({"metadata_modified", "record_modified"}));
}

void map_origin(const Fields& fields, RawRecord& record) {
    record.origin.origin_portal = fields.text(
        {"harvest_portal",
         "source_catalog_title",
         "harvest_source_title",
         "metadata_original_portal",
         "original_portal"}
    );
    record.origin.origin_url = fields.text(
        {"harvest_url",
         "source_catalog_homepage",
         "harvest_source_url",
         "metadata_original_html",
         "metadata_original_url"}
    );
    record.origin.origin_id = fields.text(
        {"harvest_guid", "metadata_original_id", "harvest_source_reference", "harvest_source_id"}
    );
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

bool is_web_address(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

std::vector<std::string> separated_languages(const std::vector<std::string>& texts) {
    std::vector<std::string> languages;
    for (const std::string& text : texts) {
        std::string_view rest = text;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find('|'), rest.size());
            std::string_view part = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            part = part.substr(0, part.find("; CAN"));
            while (part.starts_with(' ') || part.starts_with('\n'))
                part.remove_prefix(1);
            while (part.ends_with(' ') || part.ends_with('\n'))
                part.remove_suffix(1);
            if (!part.empty())
                languages.emplace_back(part);
        }
    }
    return languages;
}

std::string without_date_label(std::string text) {
    const std::size_t tab = text.rfind('\t');
    if (tab == std::string::npos)
        return text;
    return text.substr(tab + 1);
}

Result<RawRecord>
map_package(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues) {
    const Result<Value> parsed = json::parse(canonical);
    if (parsed.has_error())
        return parsed.error();
    const Value& package = *parsed;
    if (!package.is_object())
        return Error(Code::bad_shape, "a package that is no object");
    const Fields fields(package);
    RawRecord record;
    map_identity(fields, context, record);
    map_landing_page(fields, record, issues);
    map_status(fields, record);
    if (!is_dataset_type(record.type))
        return Error(Code::not_a_dataset, "type=" + record.type);
    record.title = fields.localized({"title", "display_name"});
    if (record.title.empty()) {
        issues.push_back(map_issue(Code::missing_title, record, fields.text({"name"})));
        record.title = as_localized(Value(fields.text({"name"})));
    }
    record.description = fields.localized({"notes", "description", "abstract"});
    map_keywords(fields, record);
    map_groups(package, fields, record);
    map_publisher(package, fields, record);
    map_creator(fields, record);
    map_contacts(fields, record);
    map_licence(fields, record);
    map_languages(fields, record);
    map_frequency(fields, record);
    map_dates(fields, record);
    map_temporal(fields, record);
    map_spatial(fields, record);
    map_origin(fields, record);
    record.access_rights = fields.text(
        {"access_rights",
         "access_level",
         "accesslevel",
         "public_access_level",
         "access_constraints"}
    );
    record.conforms_to = fields.list({"conforms_to", "conformsto"});
    record.provenance_statement = fields.text({"provenance", "lineage"});
    record.version = fields.text({"version", "dcat_version"});
    map_resources(package, record, issues);
    bound(record, issues);
    return record;
}

} // namespace moisson::ckan
