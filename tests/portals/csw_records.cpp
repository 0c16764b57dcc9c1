// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Writing of ISO 19139 and Dublin Core, element by element as text.
#include "portals/csw_records.hpp"

#include "portals/package_parts.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

std::string characters(std::string_view text) {
    return "<gco:CharacterString>" + xml_escaped(text) + "</gco:CharacterString>";
}

std::string code(std::string_view element, std::string_view value) {
    return fmt::format(
        R"(<gmd:{0} codeList="http://standards.iso.org/codelists#{0}" codeListValue="{1}">{1}</gmd:{0}>)",
        element,
        value
    );
}

// Drawn from the id, so that a record keeps what it has.
std::size_t pick(const Json& package, std::size_t count) {
    std::size_t sum = 7;
    for (const char c : text_in(package, "id"))
        sum = sum * 31 + static_cast<unsigned char>(c);
    return sum % count;
}

std::string topic_of(const Json& package) {
    static constexpr std::array<std::string_view, 5>
        topics{"society", "boundaries", "environment", "farming", "transportation"};
    return std::string(topics[pick(package, topics.size())]);
}

std::string frequency_code(const Json& package) {
    static constexpr std::array<std::string_view, 5>
        codes{"monthly", "annually", "quarterly", "asNeeded", "unknown"};
    return std::string(codes[pick(package, codes.size())]);
}

std::string date(std::string_view kind, const std::string& text) {
    return "<gmd:date><gmd:CI_Date><gmd:date><gco:Date>" + xml_escaped(text.substr(0, 10)) +
           "</gco:Date></gmd:date><gmd:dateType>" + code("CI_DateTypeCode", kind) +
           "</gmd:dateType></gmd:CI_Date></gmd:date>";
}

std::string party(const Json& package, std::string_view role) {
    return "<gmd:CI_ResponsibleParty><gmd:individualName>" +
           characters(text_in(package, "maintainer")) +
           "</gmd:individualName><gmd:organisationName>" +
           characters(text_in(package["organization"], "title")) +
           "</gmd:organisationName><gmd:contactInfo><gmd:CI_Contact><gmd:address><gmd:CI_Address>"
           "<gmd:electronicMailAddress>" +
           characters(text_in(package, "maintainer_email")) +
           "</gmd:electronicMailAddress></gmd:CI_Address></gmd:address></gmd:CI_Contact>"
           "</gmd:contactInfo><gmd:role>" +
           code("CI_RoleCode", role) + "</gmd:role></gmd:CI_ResponsibleParty>";
}

// west, south, east, north of the polygon in the extras.
std::array<double, 4> box_or_world(const Json& package) {
    std::array<double, 4> box{-180, -90, 180, 90};
    const Json geometry = Json::parse(extra_of(package, "spatial"), nullptr, false);
    if (!geometry.is_object())
        return box;
    const Json& ring = geometry["coordinates"][0];
    box = {
        ring[0][0].get<double>(),
        ring[0][1].get<double>(),
        ring[2][0].get<double>(),
        ring[2][1].get<double>()};
    return box;
}

std::string decimal(std::string_view name, double value) {
    return fmt::format("<gmd:{0}><gco:Decimal>{1}</gco:Decimal></gmd:{0}>", name, value);
}

std::string extent(const Json& package) {
    const auto [west, south, east, north] = box_or_world(package);
    std::string text =
        "<gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_GeographicBoundingBox>" +
        decimal("westBoundLongitude", west) + decimal("eastBoundLongitude", east) +
        decimal("southBoundLatitude", south) + decimal("northBoundLatitude", north) +
        "</gmd:EX_GeographicBoundingBox></gmd:geographicElement>";
    if (const std::string start = extra_of(package, "temporal_start"); !start.empty())
        text +=
            "<gmd:temporalElement><gmd:EX_TemporalExtent><gmd:extent><gml:TimePeriod gml:id=\"t1\">"
            "<gml:beginPosition>" +
            start + "</gml:beginPosition><gml:endPosition>" + extra_of(package, "temporal_end") +
            "</gml:endPosition></gml:TimePeriod></gmd:extent></gmd:EX_TemporalExtent>"
            "</gmd:temporalElement>";
    return text + "</gmd:EX_Extent></gmd:extent>";
}

std::string keywords(const Json& package) {
    std::string text = "<gmd:descriptiveKeywords><gmd:MD_Keywords>";
    for (const Json& tag : package["tags"])
        text += "<gmd:keyword>" + characters(tag["name"].get<std::string>()) + "</gmd:keyword>";
    text += "<gmd:type>" + code("MD_KeywordTypeCode", "theme") +
            "</gmd:type></gmd:MD_Keywords></gmd:descriptiveKeywords>";
    return text + "<gmd:descriptiveKeywords><gmd:MD_Keywords><gmd:keyword>" +
           characters(extra_of(package, "spatial-text")) + "</gmd:keyword><gmd:type>" +
           code("MD_KeywordTypeCode", "place") +
           "</gmd:type></gmd:MD_Keywords></gmd:descriptiveKeywords>";
}

std::string constraints(const Json& package) {
    const std::string url = text_in(package, "license_url");
    std::string licence = characters(text_in(package, "license_title"));
    if (!url.empty())
        licence = "<gmx:Anchor xlink:href=\"" + xml_escaped(url) + "\">" +
                  xml_escaped(text_in(package, "license_title")) + "</gmx:Anchor>";
    return "<gmd:resourceConstraints><gmd:MD_LegalConstraints><gmd:useConstraints>" +
           code("MD_RestrictionCode", "otherRestrictions") +
           "</gmd:useConstraints><gmd:otherConstraints>" + licence +
           "</gmd:otherConstraints></gmd:MD_LegalConstraints></gmd:resourceConstraints>";
}

std::string identification(const Json& package) {
    return "<gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation><gmd:title>" +
           characters(text_in(package, "title")) + "</gmd:title>" +
           date("creation", text_in(package, "metadata_created")) +
           date("revision", text_in(package, "metadata_modified")) +
           "</gmd:CI_Citation></gmd:citation><gmd:abstract>" +
           characters(text_in(package, "notes")) + "</gmd:abstract><gmd:pointOfContact>" +
           party(package, "owner") +
           "</gmd:pointOfContact><gmd:resourceMaintenance><gmd:MD_MaintenanceInformation>"
           "<gmd:maintenanceAndUpdateFrequency>" +
           code("MD_MaintenanceFrequencyCode", frequency_code(package)) +
           "</gmd:maintenanceAndUpdateFrequency></gmd:MD_MaintenanceInformation>"
           "</gmd:resourceMaintenance>" +
           keywords(package) + constraints(package) + "<gmd:language>" +
           code("LanguageCode", "fre") +
           "</gmd:language><gmd:topicCategory>"
           "<gmd:MD_TopicCategoryCode>" +
           topic_of(package) + "</gmd:MD_TopicCategoryCode></gmd:topicCategory>" + extent(package) +
           "</gmd:MD_DataIdentification>";
}

std::string distribution(const Json& package) {
    std::string text = "<gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions>"
                       "<gmd:MD_DigitalTransferOptions>";
    for (const Json& resource : package["resources"])
        text += "<gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>" +
                xml_escaped(text_in(resource, "url")) + "</gmd:URL></gmd:linkage><gmd:protocol>" +
                characters("WWW:DOWNLOAD-1.0-http--download") + "</gmd:protocol><gmd:name>" +
                characters(text_in(resource, "name")) + "</gmd:name><gmd:description>" +
                characters(text_in(resource, "description")) + "</gmd:description><gmd:function>" +
                code("CI_OnLineFunctionCode", "download") +
                "</gmd:function></gmd:CI_OnlineResource></gmd:onLine>";
    return text + "</gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution>"
                  "</gmd:distributionInfo>";
}

std::string element(std::string_view name, std::string_view text) {
    return fmt::format("<{0}>{1}</{0}>", name, xml_escaped(text));
}

} // namespace

std::string xml_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string iso_record(const Json& package, std::string_view set) {
    const bool dataset = text_in(package, "type") == "dataset";
    std::string text =
        R"(<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd")"
        R"( xmlns:gco="http://www.isotc211.org/2005/gco" xmlns:gmx="http://www.isotc211.org/2005/gmx")"
        R"( xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink">)"
        "<gmd:fileIdentifier>" +
        characters(text_in(package, "id")) + "</gmd:fileIdentifier>";
    if (set != "brief")
        text += "<gmd:language>" + code("LanguageCode", "fre") + "</gmd:language>";
    text += "<gmd:hierarchyLevel>" + code("MD_ScopeCode", dataset ? "dataset" : "service") +
            "</gmd:hierarchyLevel>";
    if (set != "brief")
        text += "<gmd:contact>" + party(package, "pointOfContact") +
                "</gmd:contact><gmd:dateStamp><gco:DateTime>" +
                xml_escaped(text_in(package, "metadata_modified").substr(0, 19)) +
                "</gco:DateTime></gmd:dateStamp>";
    if (set == "full")
        text += "<gmd:identificationInfo>" + identification(package) + "</gmd:identificationInfo>" +
                distribution(package);
    else
        text += "<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation>"
                "<gmd:title>" +
                characters(text_in(package, "title")) +
                "</gmd:title></gmd:CI_Citation></gmd:citation></gmd:MD_DataIdentification>"
                "</gmd:identificationInfo>";
    return text + "</gmd:MD_Metadata>";
}

std::string dublin_core_record(const Json& package, std::string_view set) {
    const std::string_view name = set == "full"    ? "csw:Record"
                                  : set == "brief" ? "csw:BriefRecord"
                                                   : "csw:SummaryRecord";
    std::string text = fmt::format(
        R"(<{} xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dct="http://purl.org/dc/terms/" xmlns:ows="http://www.opengis.net/ows">)",
        name
    );
    text += element("dc:identifier", text_in(package, "id"));
    text += element("dc:title", text_in(package, "title"));
    text += element("dc:type", text_in(package, "type"));
    if (set != "brief") {
        for (const Json& tag : package["tags"])
            text += element("dc:subject", tag["name"].get<std::string>());
        text += element("dct:modified", text_in(package, "metadata_modified").substr(0, 10));
        text += element("dct:abstract", text_in(package, "notes"));
    }
    if (set == "full") {
        text += element("dc:publisher", text_in(package["organization"], "title"));
        text += element("dc:rights", text_in(package, "license_title"));
        for (const Json& resource : package["resources"])
            text += fmt::format(
                R"(<dct:references scheme="WWW:DOWNLOAD-1.0-http--download">{}</dct:references>)",
                xml_escaped(text_in(resource, "url"))
            );
        const auto [west, south, east, north] = box_or_world(package);
        text += fmt::format(
            R"(<ows:BoundingBox crs="urn:x-ogc:def:crs:EPSG:6.11:4326" dimensions="2">)"
            "<ows:LowerCorner>{} {}</ows:LowerCorner><ows:UpperCorner>{} {}</ows:UpperCorner>"
            "</ows:BoundingBox>",
            south,
            west,
            north,
            east
        );
    }
    return text + fmt::format("</{}>", name);
}

} // namespace moisson::portals
