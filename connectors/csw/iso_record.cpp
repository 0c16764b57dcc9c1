// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Identity, texts, dates and the other plain fields of an ISO 19139 record.
#include "csw/mapping.hpp"

#include <algorithm>

namespace moisson::csw {
namespace {

Element citation(const Element& identification) {
    return identification.first({"gmd:citation", "gmd:CI_Citation"});
}

// Codes of the resource itself, best first.
std::vector<std::string> resource_identifiers(const Element& record) {
    std::vector<std::string> codes;
    for (const Element& identification : identifications(record))
        for (const std::string_view kind : {"gmd:MD_Identifier", "gmd:RS_Identifier"})
            for (const Element& identifier :
                 citation(identification).all({"gmd:identifier", kind})) {
                const Element code = identifier.first({"gmd:code"});
                std::string text = code.plain();
                // Beside a bare code stands the space it is unique in; an anchor says the whole.
                const std::string space = identifier.plain({"gmd:codeSpace"});
                if (const std::string href = code.href(); is_web_address(href))
                    text = href;
                else if (!space.empty() && text.find("://") == std::string::npos)
                    text = space + (space.ends_with('/') ? "" : "/") + text;
                if (!text.empty() && std::find(codes.begin(), codes.end(), text) == codes.end())
                    codes.push_back(std::move(text));
            }
    return codes;
}

void map_texts(const Element& record, const Languages& languages, RawRecord& out) {
    for (const Element& identification : identifications(record)) {
        const Element cited = citation(identification);
        if (out.title.empty())
            out.title = cited.first({"gmd:title"}).localized(languages);
        if (out.title.empty())
            out.title = cited.first({"gmd:alternateTitle"}).localized(languages);
        if (out.description.empty())
            out.description = identification.first({"gmd:abstract"}).localized(languages);
        if (out.version.empty())
            out.version = cited.plain({"gmd:edition"});
        for (const Element& language : identification.all({"gmd:language"}))
            if (std::string code = language.plain(); !code.empty())
                out.languages.push_back(std::move(code));
    }
    if (out.languages.empty())
        if (std::string code = record.plain({"gmd:language"}); !code.empty())
            out.languages.push_back(std::move(code));
}

// The newest of several dates of one kind; ISO dates compare as text.
void keep_newest(std::string& date, std::string other) {
    if (other > date)
        date = std::move(other);
}

void map_dates(const Element& record, RawRecord& out) {
    std::string created;
    for (const Element& identification : identifications(record))
        for (const Element& date : citation(identification).all({"gmd:date", "gmd:CI_Date"})) {
            const std::string kind = date.plain({"gmd:dateType"});
            std::string text = date.plain({"gmd:date"});
            if (kind == "publication")
                keep_newest(out.issued, std::move(text));
            else if (kind == "revision")
                keep_newest(out.modified, std::move(text));
            else if (kind == "creation")
                keep_newest(created, std::move(text));
        }
    if (out.issued.empty())
        out.issued = created;
    out.record_modified = record.plain({"gmd:dateStamp"});
}

// INSPIRE themes and topics are subjects of a closed list, place names tell the country.
void map_keywords(const Element& record, const Languages& languages, RawRecord& out) {
    const auto add_theme = [&](std::string text) {
        if (!text.empty() &&
            std::find(out.themes.begin(), out.themes.end(), text) == out.themes.end())
            out.themes.push_back(std::move(text));
    };
    for (const Element& identification : identifications(record)) {
        for (const Element& topic :
             identification.all({"gmd:topicCategory", "gmd:MD_TopicCategoryCode"}))
            add_theme(topic.plain());
        for (const Element& group :
             identification.all({"gmd:descriptiveKeywords", "gmd:MD_Keywords"})) {
            const std::string kind = group.plain({"gmd:type"});
            const std::string thesaurus =
                group.plain({"gmd:thesaurusName", "gmd:CI_Citation", "gmd:title"});
            const bool inspire = thesaurus.find("INSPIRE") != std::string::npos &&
                                 (thesaurus.find("theme") != std::string::npos ||
                                  thesaurus.find("Theme") != std::string::npos ||
                                  thesaurus.find("Thème") != std::string::npos ||
                                  thesaurus.find("thème") != std::string::npos);
            for (const Element& keyword : group.all({"gmd:keyword"})) {
                const std::string href = keyword.href();
                for (LangText& text : keyword.localized(languages)) {
                    const bool known = std::any_of(
                        out.keywords.begin(),
                        out.keywords.end(),
                        [&](const LangText& other) { return other == text; }
                    );
                    if (!known)
                        out.keywords.push_back(std::move(text));
                }
                if (href.find("inspire.ec.europa.eu/theme/") != std::string::npos)
                    add_theme(href);
                else if (inspire)
                    add_theme(keyword.plain());
                if (kind == "place")
                    out.country_hints.push_back(keyword.plain());
            }
        }
    }
}

void map_maintenance(const Element& record, RawRecord& out) {
    for (const Element& identification : identifications(record)) {
        const Element maintenance =
            identification.first({"gmd:resourceMaintenance", "gmd:MD_MaintenanceInformation"});
        out.frequency = maintenance.plain({"gmd:userDefinedMaintenanceFrequency"});
        if (out.frequency.empty())
            out.frequency = maintenance.plain({"gmd:maintenanceAndUpdateFrequency"});
        if (!out.frequency.empty()) {
            out.frequency_field = "maintenanceAndUpdateFrequency";
            return;
        }
    }
}

void map_quality(const Element& record, RawRecord& out) {
    for (const Element& quality : record.all({"gmd:dataQualityInfo", "gmd:DQ_DataQuality"})) {
        if (out.provenance_statement.empty())
            out.provenance_statement =
                quality.plain({"gmd:lineage", "gmd:LI_Lineage", "gmd:statement"});
        for (const Element& result : quality.all(
                 {"gmd:report",
                  "gmd:DQ_DomainConsistency",
                  "gmd:result",
                  "gmd:DQ_ConformanceResult"}
             )) {
            if (result.plain({"gmd:pass"}) != "true")
                continue;
            const Element title =
                result.first({"gmd:specification", "gmd:CI_Citation", "gmd:title"});
            std::string text = is_web_address(title.href()) ? title.href() : title.plain();
            const auto& all = out.conforms_to;
            if (!text.empty() && std::find(all.begin(), all.end(), text) == all.end())
                out.conforms_to.push_back(std::move(text));
        }
    }
}

} // namespace

std::vector<Element> identifications(const Element& record) {
    std::vector<Element> found;
    for (const std::string_view kind :
         {"gmd:MD_DataIdentification", "srv:SV_ServiceIdentification"})
        for (const Element& identification : record.all({"gmd:identificationInfo", kind}))
            found.push_back(identification);
    return found;
}

Languages languages_of(const Element& record) {
    Languages languages;
    languages.main = language_code(record.plain({"gmd:language"}));
    for (const Element& locale : record.all({"gmd:locale", "gmd:PT_Locale"}))
        languages.locales[locale.attribute("id")] =
            language_code(locale.plain({"gmd:languageCode"}));
    return languages;
}

std::string iso_identifier(const Element& record) {
    std::string id = record.plain({"gmd:fileIdentifier"});
    if (!id.empty())
        return id;
    const std::vector<std::string> codes = resource_identifiers(record);
    return codes.empty() ? std::string() : codes.front();
}

void map_iso(const Element& record, RawRecord& out) {
    const Languages languages = languages_of(record);
    out.type = record.plain({"gmd:hierarchyLevel"});
    if (out.type.empty() &&
        record.first({"gmd:identificationInfo", "srv:SV_ServiceIdentification"}))
        out.type = "service";
    for (std::string& code : resource_identifiers(record)) {
        if (out.uri.empty() && is_web_address(code))
            out.uri = code;
        if (code != out.remote_id)
            out.identifiers.push_back(std::move(code));
    }
    if (const std::string address = record.plain({"gmd:dataSetURI"}); is_web_address(address))
        out.landing_page = address;
    map_texts(record, languages, out);
    map_dates(record, out);
    map_keywords(record, languages, out);
    map_maintenance(record, out);
    map_quality(record, out);
    map_iso_agents(record, languages, out);
    map_iso_constraints(record, out);
    map_iso_coverage(record, languages, out);
    map_iso_distributions(record, languages, out);
}

} // namespace moisson::csw
