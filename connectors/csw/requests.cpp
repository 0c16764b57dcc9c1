// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "csw/requests.hpp"

#include "core/ascii.hpp"
#include "kit/query.hpp"

#include <algorithm>
#include <array>

namespace moisson::csw {
namespace {

// What the address of a service may carry by mistake.
constexpr std::array<std::string_view, 12> own_parameters{
    "service",
    "request",
    "version",
    "acceptversions",
    "typenames",
    "elementsetname",
    "outputschema",
    "resulttype",
    "startposition",
    "maxrecords",
    "mode",
    "sections",
};

// Appends name=value, percent-encoded.
void add(std::string& url, std::string_view name, std::string_view value) {
    const char last = url.back();
    if (last != '?' && last != '&')
        url += url.find('?') == std::string::npos ? '?' : '&';
    url.append(name).append("=");
    url += kit::percent_encoded(value);
}

// The address without the parameters that requests bring.
std::string without_own_parameters(std::string_view url) {
    url = url.substr(0, url.find('#'));
    const std::size_t mark = url.find('?');
    std::string out(url.substr(0, mark));
    if (mark == std::string_view::npos)
        return out;
    std::string_view query = url.substr(mark + 1);
    char joint = '?';
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view part = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const std::string name = ascii_lowered(part.substr(0, part.find('=')));
        const bool own =
            std::find(own_parameters.begin(), own_parameters.end(), name) != own_parameters.end();
        if (part.empty() || own)
            continue;
        out += joint;
        out += part;
        joint = '&';
    }
    return out;
}

std::string_view schema_of(const Way& way) {
    return way.iso ? iso_schema : dublin_core_schema;
}

std::string to_the_second(Instant instant) {
    return to_iso8601(std::chrono::floor<std::chrono::seconds>(instant));
}

// Empty: everything is wanted.
std::string oldest_wanted(const RecordsQuery& query) {
    return query.modified_since ? to_the_second(*query.modified_since) : query.modified_from;
}

std::string filter_of(const std::string& since) {
    return R"(<ogc:Filter xmlns:ogc="http://www.opengis.net/ogc">)"
           "<ogc:PropertyIsGreaterThanOrEqualTo>"
           "<ogc:PropertyName>dct:modified</ogc:PropertyName><ogc:Literal>" +
           since + "</ogc:Literal></ogc:PropertyIsGreaterThanOrEqualTo></ogc:Filter>";
}

std::string sort_by(std::string_view property, std::string_view order) {
    std::string out = "<ogc:SortBy><ogc:SortProperty><ogc:PropertyName>";
    out.append(property).append("</ogc:PropertyName><ogc:SortOrder>").append(order);
    return out + "</ogc:SortOrder></ogc:SortProperty></ogc:SortBy>";
}

} // namespace

std::string to_string(const Way& way) {
    return {way.iso ? 'i' : 'd', way.post ? 'p' : 'g', way.sorted ? 's' : 'u'};
}

Result<Way> way_from_string(std::string_view text) {
    const bool good = text.size() == 3 && (text[0] == 'i' || text[0] == 'd') &&
                      (text[1] == 'p' || text[1] == 'g') && (text[2] == 's' || text[2] == 'u');
    if (!good)
        return Error(Code::invalid_argument, "cursor: way " + std::string(text));
    Way way;
    way.iso = text[0] == 'i';
    way.post = text[1] == 'p';
    way.sorted = text[2] == 's';
    return way;
}

std::vector<std::string> endpoint_candidates(std::string_view url) {
    const std::string address = without_own_parameters(url);
    const std::string path = ascii_lowered(address.substr(0, address.find('?')));
    // What says that it is a service is one.
    if (path.find("csw") != std::string::npos || address.find('?') != std::string::npos)
        return {address};
    std::string base = address;
    while (base.ends_with('/'))
        base.pop_back();
    return {
        base + "/catalogue/csw",
        base + "/srv/fre/csw",
        base + "/srv/eng/csw",
        base + "/geonetwork/srv/fre/csw",
        base + "/csw",
        address};
}

std::string capabilities_url(std::string_view endpoint) {
    std::string url(endpoint);
    add(url, "service", "CSW");
    add(url, "version", "2.0.2");
    add(url, "request", "GetCapabilities");
    return url;
}

std::string records_url(std::string_view endpoint, const RecordsQuery& query) {
    std::string url(endpoint);
    if (query.way.post)
        return url;
    add(url, "service", "CSW");
    add(url, "version", "2.0.2");
    add(url, "request", "GetRecords");
    add(url, "typeNames", "csw:Record");
    add(url, "resultType", query.hits ? "hits" : "results");
    add(url, "elementSetName", query.element_set);
    add(url, "outputSchema", schema_of(query.way));
    add(url, "startPosition", std::to_string(query.start + 1));
    add(url, "maxRecords", std::to_string(query.rows));
    if (query.newest_first)
        add(url, "sortBy", "dct:modified:D");
    else if (query.way.sorted)
        add(url, "sortBy", "dc:identifier:A");
    if (const std::string since = oldest_wanted(query); !since.empty()) {
        add(url, "constraintLanguage", "FILTER");
        add(url, "constraint_language_version", "1.1.0");
        add(url, "constraint", filter_of(since));
    }
    return url;
}

std::string records_body(const RecordsQuery& query) {
    std::string body =
        R"(<?xml version="1.0" encoding="UTF-8"?>)"
        R"(<csw:GetRecords xmlns:csw="http://www.opengis.net/cat/csw/2.0.2")"
        R"( xmlns:ogc="http://www.opengis.net/ogc" xmlns:dc="http://purl.org/dc/elements/1.1/")"
        R"( xmlns:dct="http://purl.org/dc/terms/" service="CSW" version="2.0.2" resultType=")";
    body += query.hits ? "hits" : "results";
    body += R"(" startPosition=")" + std::to_string(query.start + 1) + R"(" maxRecords=")" +
            std::to_string(query.rows) + R"(" outputFormat="application/xml" outputSchema=")";
    body += schema_of(query.way);
    body += R"("><csw:Query typeNames="csw:Record"><csw:ElementSetName>)" + query.element_set +
            "</csw:ElementSetName>";
    if (const std::string since = oldest_wanted(query); !since.empty())
        body += R"(<csw:Constraint version="1.1.0">)" + filter_of(since) + "</csw:Constraint>";
    if (query.newest_first)
        body += sort_by("dct:modified", "DESC");
    else if (query.way.sorted)
        body += sort_by("dc:identifier", "ASC");
    return body + "</csw:Query></csw:GetRecords>";
}

std::string by_id_url(
    std::string_view endpoint,
    const Way& way,
    std::string_view element_set,
    const std::vector<std::string>& ids
) {
    std::string url(endpoint);
    add(url, "service", "CSW");
    add(url, "version", "2.0.2");
    add(url, "request", "GetRecordById");
    add(url, "elementSetName", element_set);
    add(url, "outputSchema", schema_of(way));
    std::string list;
    for (const std::string& id : ids) {
        if (!list.empty())
            list += ',';
        list += kit::percent_encoded(id);
    }
    return url + "&id=" + list;
}

} // namespace moisson::csw
