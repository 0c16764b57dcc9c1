// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "csw/wire.hpp"

#include "core/ascii.hpp"
#include "core/limits.hpp"
#include "csw/mapping.hpp"
#include "csw/rules.hpp"
#include "kit/body.hpp"
#include "kit/identity.hpp"
#include "kit/xml_scan.hpp"
#include "text/key.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace moisson::csw {
namespace {

constexpr std::array<std::string_view, 2> record_parents{
    "SearchResults",
    "GetRecordByIdResponse",
};
constexpr std::array<std::string_view, 5> record_names{
    "gmd:MD_Metadata",
    "gmi:MI_Metadata",
    "csw:Record",
    "csw:SummaryRecord",
    "csw:BriefRecord",
};

std::optional<std::int64_t> number_of(std::string_view text) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || read.ec != std::errc{} || number < 0)
        return std::nullopt;
    return number;
}

Issue record_issue(Code code, std::string remote_id, std::string detail, std::string_view bytes) {
    Issue issue(code, Stage::parse, std::move(detail));
    issue.remote_id = std::move(remote_id);
    issue.excerpt = kit::excerpt_of(bytes);
    return issue;
}

// The id of a record that cannot be parsed: the text of its first identifier.
std::string id_in(std::string_view record) {
    for (const std::string_view name : {"fileIdentifier>", "identifier>"}) {
        std::size_t at = record.find(name);
        if (at == std::string_view::npos)
            continue;
        at += name.size();
        // Perhaps one more element around the text.
        for (int depth = 0; depth < 2 && at < record.size(); ++depth) {
            const std::size_t text = record.find_first_not_of(" \t\r\n", at);
            if (text == std::string_view::npos)
                return {};
            const std::size_t end = record.find('<', text);
            if (end == std::string_view::npos)
                return {};
            if (end > text)
                return std::string(
                    text::trim(record.substr(text, std::min(end - text, limits::short_text_bytes)))
                );
            at = record.find('>', text);
            if (at == std::string_view::npos)
                return {};
            ++at;
        }
    }
    return {};
}

bool is_iso(std::string_view name) {
    return name == "gmd:MD_Metadata" || name == "gmi:MI_Metadata";
}

std::string stamp_of(std::string_view name, const Element& element) {
    if (is_iso(name))
        return element.plain({"gmd:dateStamp"});
    const std::string modified = element.plain({"dct:modified"});
    return modified.empty() ? element.plain({"dc:date"}) : modified;
}

std::string identify(
    std::string_view name,
    const Element& element,
    const ReadOptions& options,
    std::vector<Issue>& issues
) {
    std::string id = is_iso(name) ? iso_identifier(element) : dublin_core_identifier(element);
    if (!id.empty())
        return id;
    RawRecord raw;
    if (is_iso(name))
        map_iso(element, raw);
    else
        map_dublin_core(element, raw);
    const auto text = [](const LocalizedText& texts) {
        return texts.empty() ? std::string() : texts.front().text;
    };
    id = kit::synthetic_id(
        options.source_key,
        raw.landing_page,
        text(raw.title),
        text(raw.publisher.name)
    );
    if (!id.empty())
        issues.push_back(record_issue(Code::id_synthetic, id, "no identifier", {}));
    return id;
}

bool holds(const std::vector<std::string>& values, const std::vector<std::string>& wanted) {
    return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
        const std::string key = text::vocabulary_key(value);
        return !key.empty() &&
               std::any_of(wanted.begin(), wanted.end(), [&](const std::string& want) {
                   return text::vocabulary_key(want) == key;
               });
    });
}

std::vector<std::string> values_of(const RawRecord& raw, std::string_view dimension) {
    std::vector<std::string> values;
    if (dimension == "organization") {
        for (const LangText& name : raw.publisher.name)
            values.push_back(name.text);
        for (const RawContact& contact : raw.contacts)
            values.push_back(contact.name);
    } else if (dimension == "tag") {
        for (const LangText& keyword : raw.keywords)
            values.push_back(keyword.text);
    } else if (dimension == "group") {
        values = raw.themes;
    } else if (dimension == "licence") {
        for (const RawLicence& licence : raw.licences) {
            values.push_back(licence.title);
            values.push_back(licence.url);
        }
    } else if (dimension == "format") {
        for (const RawDistribution& distribution : raw.distributions)
            values.push_back(distribution.format);
    }
    return values;
}

bool passes(std::string_view name, const Element& element, const Filters& filters) {
    RawRecord raw;
    if (is_iso(name))
        map_iso(element, raw);
    else
        map_dublin_core(element, raw);
    return std::all_of(filters.begin(), filters.end(), [&](const auto& entry) {
        const auto& [dimension, filter] = entry;
        const std::vector<std::string> values = values_of(raw, dimension);
        if (!filter.include.empty() && !holds(values, filter.include))
            return false;
        return filter.exclude.empty() || !holds(values, filter.exclude);
    });
}

void read_record(
    std::string_view bytes,
    std::string_view scope,
    const ReadOptions& options,
    WirePage& page
) {
    Result<kit::XmlRecord> parsed = kit::parse_xml_record(bytes, scope, canonical_rules());
    if (parsed.has_error()) {
        page.issues.push_back(
            record_issue(parsed.error().code, id_in(bytes), parsed.error().detail, bytes)
        );
        return;
    }
    const std::string& name = parsed->name;
    if (std::find(record_names.begin(), record_names.end(), name) == record_names.end()) {
        const bool catalogue = name == "gfc:FC_FeatureCatalogue";
        page.issues.push_back(record_issue(
            catalogue ? Code::not_a_dataset : Code::bad_shape,
            id_in(bytes),
            name,
            bytes
        ));
        return;
    }
    const Element element(parsed->value);
    if (!options.filters.empty() && !passes(name, element, options.filters))
        return;
    kit::WireRecord record;
    record.remote_id = identify(name, element, options, page.issues);
    if (record.remote_id.empty()) {
        page.issues.push_back(record_issue(Code::missing_id, {}, "no identifier, no title", bytes));
        return;
    }
    if (parsed->repairs > 0)
        page.issues.push_back(record_issue(
            Code::encoding_repaired,
            record.remote_id,
            std::to_string(parsed->repairs) + " escapes",
            {}
        ));
    page.stamps.push_back(stamp_of(name, element));
    json::Value whole = json::Value::object();
    whole[name] = std::move(parsed->value);
    record.canonical = json::dump(whole);
    record.digest = sha256(record.canonical);
    page.records.push_back(std::move(record));
}

// Without the declaration, which may not stand inside the wrapper of a record.
std::string_view without_declaration(std::string_view body) {
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    body.remove_prefix(first);
    if (!body.starts_with("<?xml"))
        return body;
    const std::size_t end = body.find("?>");
    return end == std::string_view::npos ? std::string_view() : body.substr(end + 2);
}

Error exception_of(std::string_view body) {
    const Result<kit::XmlRecord> report =
        kit::parse_xml_record(without_declaration(body), {}, canonical_rules());
    std::string detail;
    if (report.has_value()) {
        const Element root(report->value);
        // ows:Exception, ServiceException: names differ, the parts do not.
        for (const std::string_view name :
             {"ows:Exception", "Exception", "ServiceException", "ogc:ServiceException"})
            for (const Element& exception : root.all({name})) {
                for (const std::string& part :
                     {exception.attribute("exceptionCode"),
                      exception.attribute("locator"),
                      exception.plain()})
                    if (!part.empty())
                        detail += (detail.empty() ? "" : " ") + part;
            }
    }
    return Error(
        Code::api_error,
        detail.empty() ? "exception report"
                       : kit::excerpt_of(detail.substr(0, limits::short_text_bytes))
    );
}

} // namespace

Digest page_digest(const std::vector<kit::WireRecord>& records) {
    Sha256 digest;
    for (const kit::WireRecord& record : records)
        digest.update({reinterpret_cast<const char*>(record.digest.data()), record.digest.size()});
    return digest.finish();
}

Result<WirePage> read_records(std::string_view body, const ReadOptions& options) {
    WirePage page;
    std::string root;
    bool too_many = false;
    kit::XmlHandlers handlers;
    handlers.on_element = [&](const kit::XmlTag& tag) {
        if (root.empty())
            root = tag.local;
        if (tag.local != "SearchResults")
            return;
        page.matched = number_of(tag.attribute("numberOfRecordsMatched"));
        page.next_record = number_of(tag.attribute("nextRecord"));
    };
    handlers.on_record = [&](const kit::XmlSpan& span) {
        if (static_cast<std::size_t>(++page.received) > limits::records_per_page)
            too_many = true;
        else
            read_record(span.bytes, span.scope, options, page);
    };
    const Result<void> scanned = kit::scan_xml(body, record_parents, handlers);
    if (root == "ExceptionReport" || root == "ServiceExceptionReport")
        return exception_of(body);
    if (scanned.has_error())
        return scanned.error();
    if (root != "GetRecordsResponse" && root != "GetRecordByIdResponse")
        return Error(Code::bad_shape, "<" + root + "> in place of records");
    if (too_many)
        page.issues.push_back(record_issue(Code::limit_reached, {}, "records_per_page", {}));
    return page;
}

Result<WirePage> read_record_document(std::string_view body, const ReadOptions& options) {
    WirePage page;
    page.received = 1;
    read_record(without_declaration(body), {}, options, page);
    return page;
}

Result<Capabilities> read_capabilities(std::string_view body) {
    const Result<kit::XmlRecord> parsed =
        kit::parse_xml_record(without_declaration(body), {}, canonical_rules());
    if (parsed.has_error())
        return parsed.error();
    if (parsed->name.ends_with("ExceptionReport"))
        return exception_of(body);
    if (parsed->name != "csw:Capabilities")
        return Error(Code::bad_shape, "<" + parsed->name + "> in place of capabilities");
    const Element root(parsed->value);
    Capabilities capabilities;
    capabilities.title = root.plain({"ows:ServiceIdentification", "ows:Title"});
    capabilities.provider = root.plain({"ows:ServiceProvider", "ows:ProviderName"});
    capabilities.version = root.plain({"ows:ServiceIdentification", "ows:ServiceTypeVersion"});
    for (const Element& operation : root.all({"ows:OperationsMetadata", "ows:Operation"})) {
        if (operation.attribute("name") != "GetRecords")
            continue;
        for (const std::string_view kind : {"ows:Parameter", "ows:Constraint"})
            for (const Element& parameter : operation.all({kind})) {
                std::string name = ascii_lowered(parameter.attribute("name"));
                if (name != "outputschema")
                    continue;
                for (const Element& value : parameter.all({"ows:Value"}))
                    capabilities.output_schemas.push_back(value.text());
            }
    }
    return capabilities;
}

} // namespace moisson::csw
