// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "csw/mapping.hpp"

#include "core/ascii.hpp"
#include "core/limits.hpp"
#include "kit/query.hpp"

#include <algorithm>
#include <array>

namespace moisson::csw {
namespace {

// Levels of ISO and types of Dublin Core that are no data, in lower case.
constexpr std::array<std::string_view, 19> other_levels{
    "application",
    "collectionhardware",
    "collectionsession",
    "document",
    "featurecatalogue",
    "fieldsession",
    "image",
    "initiative",
    "interactivemap",
    "interactiveresource",
    "map",
    "movingimage",
    "repository",
    "service",
    "software",
    "staticmap",
    "stillimage",
    "text",
    "wps",
};

bool is_other_level(const std::string& level) {
    return std::find(other_levels.begin(), other_levels.end(), ascii_lowered(level)) !=
           other_levels.end();
}

Issue map_issue(Code code, const RawRecord& record, std::string detail) {
    Issue issue(code, Stage::map, std::move(detail));
    issue.remote_id = record.remote_id;
    issue.remote_url = record.remote_url;
    return issue;
}

template <class T>
void cut(
    std::vector<T>& list,
    std::size_t max,
    std::string_view what,
    const RawRecord& record,
    std::vector<Issue>& issues
) {
    if (list.size() <= max)
        return;
    issues.push_back(map_issue(
        Code::limit_reached,
        record,
        std::to_string(list.size()) + " " + std::string(what)
    ));
    list.resize(max);
}

} // namespace

std::string page_of(std::string_view endpoint, std::string_view id) {
    if (endpoint.empty() || id.empty())
        return {};
    const std::string_view address = endpoint.substr(0, endpoint.find('?'));
    // GeoNetwork: .../srv/fre/csw has its pages beside it.
    const std::size_t last = address.rfind('/');
    const bool geonetwork = address.find("/srv/") != std::string_view::npos &&
                            address.substr(last + 1).starts_with("csw");
    if (geonetwork)
        return std::string(address.substr(0, last)) + "/catalog.search#/metadata/" +
               kit::percent_encoded(id);
    const char joint = endpoint.find('?') == std::string_view::npos ? '?' : '&';
    return std::string(endpoint) + joint +
           "service=CSW&version=2.0.2&request=GetRecordById&elementSetName=full&id=" +
           kit::percent_encoded(id);
}

Result<RawRecord>
map_record(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues) {
    const Result<json::Value> parsed = json::parse(canonical);
    if (parsed.has_error())
        return parsed.error();
    if (!parsed->is_object() || parsed->size() != 1)
        return Error(Code::bad_shape, "a record that is no element");
    const auto member = parsed->cbegin();
    const std::string& name = member.key();
    const Element element(member.value());
    const bool iso = name == "gmd:MD_Metadata" || name == "gmi:MI_Metadata";
    if (!iso && !name.starts_with("csw:"))
        return Error(Code::bad_shape, "a record of another kind: " + name);
    RawRecord record;
    record.remote_id = iso ? iso_identifier(element) : dublin_core_identifier(element);
    if (iso)
        map_iso(element, record);
    else
        map_dublin_core(element, record);
    if (is_other_level(record.type))
        return Error(Code::not_a_dataset, "level=" + record.type);
    record.remote_url = page_of(context.endpoint, record.remote_id);
    if (record.title.empty())
        issues.push_back(map_issue(Code::missing_title, record, record.remote_id));
    cut(record.keywords, limits::keywords, "keywords", record, issues);
    cut(record.themes, limits::keywords, "themes", record, issues);
    cut(record.contacts, limits::contacts, "contacts", record, issues);
    cut(record.distributions, limits::distributions, "distributions", record, issues);
    cut(record.country_hints, limits::keywords, "places", record, issues);
    return record;
}

} // namespace moisson::csw
