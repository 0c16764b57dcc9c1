// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dublin Core records (csw:Record and its brief and summary forms).
#include "csw/mapping.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace moisson::csw {
namespace {

// The first element of `names` that has a text.
std::string first_of(const Element& record, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        for (const Element& element : record.all({name}))
            if (std::string text = element.plain(); !text.empty())
                return text;
    return {};
}

LocalizedText texts_of(const Element& record, std::initializer_list<std::string_view> names) {
    LocalizedText texts;
    for (const std::string_view name : names) {
        for (const Element& element : record.all({name})) {
            std::string lang = language_code(element.attribute("xml:lang"));
            const bool known = std::any_of(texts.begin(), texts.end(), [&](const LangText& other) {
                return other.lang == lang;
            });
            if (std::string text = element.text(); !known && !text.empty())
                texts.push_back(LangText{std::move(lang), std::move(text), false});
        }
        if (!texts.empty())
            break;
    }
    return texts;
}

RawAgent agent_of(std::string name) {
    RawAgent agent;
    if (!name.empty())
        agent.name.push_back(LangText{{}, std::move(name), false});
    return agent;
}

std::optional<std::pair<double, double>> corner(const std::string& text) {
    const char* at = text.data();
    const char* end = text.data() + text.size();
    std::pair<double, double> pair;
    for (double* number : {&pair.first, &pair.second}) {
        while (at < end && (*at == ' ' || *at == ',' || *at == '\n' || *at == '\t'))
            ++at;
        const auto read = std::from_chars(at, end, *number);
        if (read.ec != std::errc{})
            return std::nullopt;
        at = read.ptr;
    }
    return pair;
}

// EPSG:4326 as OGC defines it has the latitude first, and pycsw follows; GeoNetwork (6.6) and
// WGS84BoundingBox have the longitude first.
bool latitude_first(std::string_view crs) {
    return crs.find("6.11:4326") != std::string_view::npos ||
           crs.find("EPSG::4326") != std::string_view::npos;
}

void map_boxes(const Element& record, RawRecord& out) {
    for (const std::string_view kind : {"ows:WGS84BoundingBox", "ows:BoundingBox"}) {
        for (const Element& box : record.all({kind})) {
            auto low = corner(box.plain({"ows:LowerCorner"}));
            auto high = corner(box.plain({"ows:UpperCorner"}));
            if (!low || !high)
                continue;
            const bool swap = kind == "ows:BoundingBox" && latitude_first(box.attribute("crs"));
            if (swap) {
                std::swap(low->first, low->second);
                std::swap(high->first, high->second);
            }
            // Corners are known to be named the wrong way round.
            const auto [west, east] = std::minmax(low->first, high->first);
            const auto [south, north] = std::minmax(low->second, high->second);
            RawLocation location;
            location.geometry = std::to_string(west) + "," + std::to_string(south) + "," +
                                std::to_string(east) + "," + std::to_string(north);
            const auto& all = out.spatial;
            if (std::find(all.begin(), all.end(), location) == all.end())
                out.spatial.push_back(std::move(location));
        }
    }
}

void map_places(const Element& record, RawRecord& out) {
    map_boxes(record, out);
    for (const std::string_view name : {"dct:spatial", "dc:coverage"})
        for (const Element& element : record.all({name})) {
            RawLocation location;
            // DCMI boxes are geometries: "northlimit=..; southlimit=..".
            const std::string text = element.plain();
            (text.find("limit=") != std::string::npos ? location.geometry : location.label) = text;
            if (!text.empty())
                out.spatial.push_back(std::move(location));
        }
}

void add_link(const Element& element, RawRecord& out) {
    Link link;
    link.url = element.text();
    if (!is_web_address(link.url) && !link.url.starts_with("ftp://"))
        return;
    link.protocol = element.attribute("protocol");
    if (link.protocol.empty())
        link.protocol = element.attribute("scheme");
    if (std::string name = element.attribute("name"); !name.empty())
        link.name.push_back(LangText{{}, std::move(name), false});
    if (std::string text = element.attribute("description"); !text.empty())
        link.description.push_back(LangText{{}, std::move(text), false});
    RawDistribution distribution = distribution_of(std::move(link));
    const bool known = std::any_of(
        out.distributions.begin(),
        out.distributions.end(),
        [&](const RawDistribution& other) {
            return other.download_url == distribution.download_url &&
                   other.access_url == distribution.access_url;
        }
    );
    if (!known)
        out.distributions.push_back(std::move(distribution));
}

void map_rights(const Element& record, RawRecord& out) {
    for (const std::string_view name : {"dct:license", "dc:rights", "dct:rights"})
        for (const Element& element : record.all({name})) {
            const std::string text = element.plain();
            // GeoNetwork writes codes of restrictions beside texts.
            if (text.empty() || text == "otherRestrictions" || text == "license")
                continue;
            RawLicence licence = licence_of(text, {});
            if (std::find(out.licences.begin(), out.licences.end(), licence) == out.licences.end())
                out.licences.push_back(std::move(licence));
        }
    out.access_rights = first_of(record, {"dct:accessRights"});
}

} // namespace

std::string dublin_core_identifier(const Element& record) {
    return first_of(record, {"dc:identifier", "dct:identifier"});
}

void map_dublin_core(const Element& record, RawRecord& out) {
    out.type = first_of(record, {"dc:type"});
    for (const Element& element : record.all({"dc:identifier"})) {
        std::string text = element.plain();
        if (out.uri.empty() && is_web_address(text))
            out.uri = text;
        if (!text.empty() && text != out.remote_id)
            out.identifiers.push_back(std::move(text));
    }
    out.title = texts_of(record, {"dc:title", "dct:title", "dct:alternative"});
    out.description = texts_of(record, {"dct:abstract", "dc:description", "dct:description"});
    for (const Element& subject : record.all({"dc:subject"})) {
        LangText keyword{language_code(subject.attribute("xml:lang")), subject.plain(), false};
        const auto& all = out.keywords;
        if (!keyword.text.empty() && std::find(all.begin(), all.end(), keyword) == all.end())
            out.keywords.push_back(std::move(keyword));
    }
    out.publisher = agent_of(first_of(record, {"dc:publisher", "dct:publisher", "dc:creator"}));
    std::string creator = first_of(record, {"dc:creator", "dct:creator"});
    if (!creator.empty() && first_of(record, {"dc:publisher"}) != creator)
        out.creator = agent_of(std::move(creator));
    for (const Element& element : record.all({"dc:language"}))
        if (std::string code = element.plain(); !code.empty())
            out.languages.push_back(std::move(code));
    out.issued = first_of(record, {"dct:issued", "dct:created", "dc:date"});
    out.modified = first_of(record, {"dct:modified"});
    out.frequency = first_of(record, {"dct:accrualPeriodicity"});
    if (!out.frequency.empty())
        out.frequency_field = "accrualPeriodicity";
    out.provenance_statement = first_of(record, {"dct:provenance", "dc:source"});
    RawPeriod period;
    period.literal = first_of(record, {"dct:temporal"});
    if (!period.literal.empty())
        out.temporal.push_back(std::move(period));
    map_rights(record, out);
    map_places(record, out);
    for (const std::string_view name : {"dc:URI", "dct:references", "dc:relation", "dc:source"})
        for (const Element& element : record.all({name}))
            add_link(element, out);
    // One format and one link belong together.
    const std::vector<Element> formats = record.all({"dc:format"});
    if (formats.size() == 1 && out.distributions.size() == 1 &&
        out.distributions.front().format.empty())
        out.distributions.front().format = formats.front().plain();
}

} // namespace moisson::csw
