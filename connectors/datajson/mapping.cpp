// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "datajson/mapping.hpp"

#include "core/ascii.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "text/html.hpp"

#include <algorithm>
#include <array>

namespace moisson::datajson {
namespace {

Issue map_issue(Code code, const RawRecord& record, std::string detail) {
    Issue issue(code, Stage::map, std::move(detail));
    issue.remote_id = record.remote_id;
    issue.remote_url = record.remote_url;
    return issue;
}

// The last word of "dcat:Dataset" or "http://www.w3.org/ns/dcat#Dataset".
std::string type_name(std::string type) {
    const std::size_t end = type.find_last_of(":#/");
    return end == std::string::npos ? type : type.substr(end + 1);
}

bool is_dataset_type(std::string_view type) {
    return type.empty() || type == "Dataset" || type == "dataset";
}

bool is_on(std::string_view url, std::string_view host) {
    return !host.empty() && host_of(url) == host;
}

void map_identity(const Members& members, const MappingContext& context, RawRecord& record) {
    record.remote_id = members.text({"identifier"});
    const std::string node = members.text({"@id"});
    if (record.remote_id.empty())
        record.remote_id = is_web_address(node) ? node : members.text({"id"});
    if (is_web_address(record.remote_id))
        record.uri = record.remote_id;
    else if (is_web_address(node))
        record.uri = node;
    for (std::string& other : members.list({"otheridentifier", "doi", "isbn"}))
        record.identifiers.push_back(std::move(other));
    record.landing_page = members.text({"landingpage"});
    for (const std::string& page : {record.remote_id, record.landing_page, node}) {
        if (record.remote_url.empty() && is_web_address(page) && is_on(page, context.host))
            record.remote_url = page;
    }
    if (record.landing_page.starts_with("www."))
        record.landing_page.insert(0, "http://");
}

void map_landing_page(RawRecord& record, std::vector<Issue>& issues) {
    if (record.landing_page.empty() || is_web_address(record.landing_page))
        return;
    const std::string shown(utf8_prefix(record.landing_page, 200));
    issues.push_back(map_issue(Code::bad_url, record, "landing page: " + shown));
    record.landing_page.clear();
}

void map_status(const Members& members, RawRecord& record) {
    const std::string type = type_name(members.text({"@type"}));
    record.type = is_dataset_type(type) ? "dataset" : type;
    const Value* draft = members.find({"draft"});
    if (draft != nullptr && (draft->is_boolean() ? draft->get<bool>() : as_text(*draft) == "true"))
        record.unpublished_because = "draft=true";
}

void map_words(const Members& members, RawRecord& record) {
    record.title = members.localized({"title", "name"});
    record.description = members.localized({"description", "abstract"});
    for (std::string& word : packed_list(members, {"keyword", "keywords"})) {
        LangText keyword;
        keyword.text = std::move(word);
        record.keywords.push_back(std::move(keyword));
    }
    record.themes = packed_list(members, {"supertheme"});
    for (std::string& theme : packed_list(members, {"theme", "category"}))
        record.themes.push_back(std::move(theme));
}

// "us-EN": the parts are the wrong way round.
std::string straightened_language(std::string tag) {
    constexpr std::array<std::string_view, 5> known{"en", "es", "fr", "pt", "ar"};
    if (tag.size() != 5 || (tag[2] != '-' && tag[2] != '_'))
        return tag;
    std::string lower = ascii_lowered(tag);
    const std::string first = lower.substr(0, 2);
    const std::string second = lower.substr(3);
    const bool is_first = std::find(known.begin(), known.end(), first) != known.end();
    const bool is_second = std::find(known.begin(), known.end(), second) != known.end();
    return !is_first && is_second ? second + "-" + first : tag;
}

void map_languages(const Members& members, RawRecord& record) {
    for (std::string& tag : members.list({"language"}))
        record.languages.push_back(straightened_language(std::move(tag)));
}

void map_dates(const Members& members, RawRecord& record) {
    record.issued = members.text({"issued"});
    record.modified = members.text({"modified"});
    record.frequency = members.text({"accrualperiodicity"});
    record.frequency_field = record.frequency.empty() ? "" : "accrualPeriodicity";
    if (!is_interval(record.modified))
        return;
    if (record.frequency.empty()) {
        record.frequency = record.modified;
        record.frequency_field = "modified";
    }
    record.modified.clear();
}

void map_rights(const Members& members, RawRecord& record) {
    record.access_rights = members.text({"accesslevel", "accessrights"});
    const Value* licence = members.find({"license", "licence"});
    const Value* rights = members.find({"rights"});
    // `rights` tells who may see the data; only an address in it is a licence.
    if (licence == nullptr && rights != nullptr && is_web_address(as_text(*rights)))
        licence = rights;
    if (licence == nullptr)
        return;
    for (const Value* item : as_items(*licence)) {
        RawLicence one = licence_of(*item);
        if (!one.empty())
            record.licences.push_back(std::move(one));
    }
}

void add_standards(const Members& members, RawRecord& record) {
    for (const Names& names : {Names{"conformsto"}, Names{"describedby"}}) {
        for (std::string& standard : members.list(names)) {
            const bool known =
                std::find(record.conforms_to.begin(), record.conforms_to.end(), standard) !=
                record.conforms_to.end();
            if (!known)
                record.conforms_to.push_back(std::move(standard));
        }
    }
}

void map_standards(const Members& members, RawRecord& record) {
    add_standards(members, record);
    const Value* distributions = members.find({"distribution"});
    if (distributions == nullptr)
        return;
    for (const Value* item : as_items(*distributions))
        add_standards(Members(*item), record);
}

void bound(RawRecord& record, std::vector<Issue>& issues) {
    if (record.keywords.size() > limits::keywords) {
        const std::string count = std::to_string(record.keywords.size());
        issues.push_back(map_issue(Code::limit_reached, record, count + " keywords"));
        record.keywords.resize(limits::keywords);
    }
    if (record.themes.size() > limits::keywords)
        record.themes.resize(limits::keywords);
    if (record.contacts.size() > limits::contacts)
        record.contacts.resize(limits::contacts);
    for (RawLocation& location : record.spatial) {
        if (location.geometry.size() <= limits::spatial_bytes)
            continue;
        const std::string bytes = std::to_string(location.geometry.size());
        issues.push_back(map_issue(Code::limit_reached, record, "a geometry of " + bytes + " bytes")
        );
        location.geometry.clear();
    }
}

// The first address inside quotes after "href=".
std::string first_link(std::string_view html) {
    std::size_t at = html.find("href=");
    if (at == std::string_view::npos || at + 6 >= html.size())
        return {};
    at += 5;
    const char quote = html[at];
    const std::size_t end = html.find(quote, at + 1);
    if ((quote != '"' && quote != '\'') || end == std::string_view::npos)
        return {};
    std::string link = text::decode_entities(html.substr(at + 1, end - at - 1));
    return is_web_address(link) ? link : std::string{};
}

} // namespace

std::string host_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return {};
    url.remove_prefix(scheme + 3);
    return std::string(url.substr(0, url.find_first_of("/?#")));
}

bool is_interval(std::string_view text) {
    if (text.starts_with('R'))
        text.remove_prefix(std::min(text.find('/') + 1, text.size()));
    return text.size() >= 3 && text[0] == 'P' &&
           (text[1] == 'T' || (text[1] >= '0' && text[1] <= '9'));
}

std::vector<std::string> packed_list(const Members& members, Names names) {
    std::vector<std::string> words = members.list(names);
    if (words.size() != 1)
        return words;
    const std::string packed = std::move(words.front());
    words.clear();
    // A title may hold one comma; a list of words has a separator more often or another one.
    const bool is_list = packed.find_first_of(";|") != std::string::npos ||
                         std::count(packed.begin(), packed.end(), ',') > 0;
    if (!is_list || is_web_address(packed))
        return {packed};
    const std::string_view separators =
        packed.find_first_of(";|") != std::string::npos ? ";|" : ",";
    std::string_view rest = packed;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find_first_of(separators), rest.size());
        std::string_view word = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        while (word.starts_with(' '))
            word.remove_prefix(1);
        while (word.ends_with(' '))
            word.remove_suffix(1);
        if (!word.empty())
            words.emplace_back(word);
    }
    return words;
}

RawLicence licence_of(const Value& value) {
    RawLicence licence;
    const Members members(value);
    if (!members.empty()) {
        licence.title = members.text({"title", "name", "label", "@value"});
        for (const std::string& url : {members.text({"@id"}), members.text({"url", "identifier"})})
            if (licence.url.empty() && is_web_address(url))
                licence.url = url;
        return licence;
    }
    const std::string text = as_text(value);
    if (is_web_address(text) && text.find(' ') == std::string::npos) {
        licence.url = text;
    } else if (text::looks_like_html(text)) {
        licence.url = first_link(text);
        licence.title = text::html_to_text(text);
    } else {
        licence.title = text;
    }
    return licence;
}

Result<RawRecord>
map_dataset(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues) {
    const Result<Value> parsed = json::parse(canonical);
    if (parsed.has_error())
        return parsed.error();
    if (!parsed->is_object())
        return Error(Code::bad_shape, "a dataset that is no object");
    const Members members(*parsed);
    RawRecord record;
    map_identity(members, context, record);
    map_status(members, record);
    if (!is_dataset_type(record.type))
        return Error(Code::not_a_dataset, "@type=" + record.type);
    map_landing_page(record, issues);
    map_words(members, record);
    map_agents(members, record);
    map_rights(members, record);
    map_languages(members, record);
    map_dates(members, record);
    map_coverage(members, record);
    map_standards(members, record);
    record.version = members.text({"version", "versioninfo"});
    record.provenance_statement = members.text({"provenance", "lineage"});
    map_distributions(members, record, issues);
    bound(record, issues);
    return record;
}

} // namespace moisson::datajson
