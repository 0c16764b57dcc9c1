// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "detect/recognise.hpp"

#include "core/ascii.hpp"
#include "core/json_access.hpp"
#include "core/limits.hpp"
#include "kit/body.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace moisson::detect {
namespace {

// A signature asks for one record or none: a longer answer is no signature.
constexpr std::size_t signature_bytes_max = 4 * limits::mib;
// Where a document says what it is.
constexpr std::size_t head_bytes = 64 * limits::kib;

std::string_view head_of(std::string_view body) {
    return body.substr(0, head_bytes);
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

std::optional<json::Value> json_of(const Answer& answer) {
    if (answer.body.size() > signature_bytes_max)
        return std::nullopt;
    std::string body(answer.body);
    std::vector<Issue> issues;
    if (kit::prepare_json_body(body, answer.url, issues).has_error())
        return std::nullopt;
    Result<json::Value> value = json::parse(body);
    if (value.has_error())
        return std::nullopt;
    return std::move(value.value());
}

bool is_list(const json::Value& value, std::string_view key) {
    const json::Value* const list = json::find(value, key);
    return list != nullptr && list->is_array();
}

// The object has the number and one of the lists: the envelope of most listings.
std::optional<Sighting> counted(
    const Answer& answer,
    std::string_view number,
    std::initializer_list<std::string_view> lists
) {
    const std::optional<json::Value> value = json_of(answer);
    if (!value)
        return std::nullopt;
    Sighting sighting;
    sighting.count = json::integer(*value, number);
    const bool listed = std::any_of(lists.begin(), lists.end(), [&](std::string_view list) {
        return is_list(*value, list);
    });
    if (!sighting.count || *sighting.count < 0 || !listed)
        return std::nullopt;
    return sighting;
}

// An XML answer whose head has all of these.
bool xml_with(const Answer& answer, std::initializer_list<std::string_view> parts) {
    const std::string_view head = head_of(trimmed(answer.body));
    if (!head.starts_with('<') || is_html(answer))
        return false;
    return std::all_of(parts.begin(), parts.end(), [&](std::string_view part) {
        return holds(head, part);
    });
}

bool is_json_document(std::string_view body) {
    const std::string_view text = trimmed(body);
    return text.starts_with('{') || text.starts_with('[');
}

} // namespace

bool is_html(const Answer& answer) {
    std::string head = ascii_lowered(trimmed(answer.body).substr(0, 1024));
    return head.starts_with("<!doctype html") || head.starts_with("<html") ||
           (head.starts_with('<') && holds(head, "<html") && !holds(head, "<rdf:rdf")) ||
           head.starts_with("<head") || head.starts_with("<body");
}

std::optional<Sighting> ckan_search(const Answer& answer) {
    const std::optional<json::Value> value = json_of(answer);
    if (!value || !json::boolean(*value, "success").value_or(false))
        return std::nullopt;
    const json::Value* const result = json::find(*value, "result");
    if (result == nullptr)
        return std::nullopt;
    Sighting sighting;
    sighting.count = json::integer(*result, "count");
    if (!sighting.count || !is_list(*result, "results"))
        return std::nullopt;
    return sighting;
}

std::optional<Sighting> udata_list(const Answer& answer) {
    const std::optional<json::Value> value = json_of(answer);
    if (!value || !is_list(*value, "data") || json::find(*value, "next_page") == nullptr ||
        !json::integer(*value, "page_size"))
        return std::nullopt;
    Sighting sighting;
    sighting.count = json::integer(*value, "total");
    if (!sighting.count)
        return std::nullopt;
    return sighting;
}

std::optional<Sighting> opendatasoft_list(const Answer& answer) {
    std::optional<Sighting> sighting = counted(answer, "total_count", {"results", "datasets"});
    if (sighting)
        sighting->version = "Explore v2";
    return sighting;
}

std::optional<Sighting> opendatasoft_search(const Answer& answer) {
    std::optional<Sighting> sighting = counted(answer, "nhits", {"datasets"});
    if (sighting)
        sighting->version = "Explore v1";
    return sighting;
}

std::optional<Sighting> datafair_list(const Answer& answer) {
    return counted(answer, "count", {"results"});
}

std::optional<Sighting> nada_search(const Answer& answer) {
    const std::optional<json::Value> value = json_of(answer);
    if (!value)
        return std::nullopt;
    // The envelope of `result` came with NADA 5.
    const json::Value* const inner = json::find(*value, "result");
    const json::Value& result = inner != nullptr && inner->is_object() ? *inner : *value;
    Sighting sighting;
    sighting.count = json::integer(result, "found");
    if (!sighting.count || json::find(result, "rows") == nullptr)
        return std::nullopt;
    return sighting;
}

std::optional<Sighting> csw_capabilities(const Answer& answer) {
    if (!xml_with(answer, {"Capabilities", "opengis.net/cat/csw"}))
        return std::nullopt;
    return Sighting();
}

std::optional<Sighting> pod_document(const Answer& answer) {
    if (!is_json_document(answer.body))
        return std::nullopt;
    const std::string_view head = head_of(answer.body);
    const bool tells = holds(head, "project-open-data") || holds(head, "dcat:Catalog") ||
                       holds(head, "dcat:Dataset") || holds(head, "\"accessLevel\"") ||
                       holds(head, "dcat-us");
    if (!tells || !holds(head, "\"dataset\""))
        return std::nullopt;
    return Sighting();
}

std::optional<Sighting> rdf_catalogue(const Answer& answer) {
    if (is_html(answer))
        return std::nullopt;
    const std::string_view head = head_of(answer.body);
    // The two packed forms are the connector's to open.
    const bool packed = head.starts_with("\x1f\x8b") || head.starts_with("PK\x03\x04");
    if (!holds(head, "www.w3.org/ns/dcat") && !packed)
        return std::nullopt;
    const bool turtle = holds(head, "@prefix") || holds(head, "PREFIX ");
    const bool triples = trimmed(head).starts_with("<http") || trimmed(head).starts_with("_:");
    const bool xml = holds(head, "rdf:RDF") || holds(head, "22-rdf-syntax-ns#");
    const bool json_ld =
        is_json_document(head) && (holds(head, "@context") || holds(head, "@graph"));
    if (!turtle && !triples && !xml && !json_ld && !packed)
        return std::nullopt;
    return Sighting();
}

std::optional<Sighting> geonode_list(const Answer& answer) {
    std::optional<Sighting> modern =
        counted(answer, "total", {"datasets", "layers", "resources", "objects"});
    if (modern)
        return modern;
    const std::optional<json::Value> value = json_of(answer);
    if (!value || !is_list(*value, "objects"))
        return std::nullopt;
    const json::Value* const meta = json::find(*value, "meta");
    if (meta == nullptr)
        return std::nullopt;
    Sighting sighting;
    sighting.count = json::integer(*meta, "total_count");
    if (!sighting.count)
        return std::nullopt;
    return sighting;
}

std::optional<Sighting> knoema_list(const Answer& answer) {
    const std::string_view head = head_of(trimmed(answer.body));
    if (!head.starts_with('[') || !holds(head, "\"id\"") || !holds(head, "\"name\"") ||
        !(holds(head, "\"columns\"") || holds(head, "\"dimensions\"") ||
          holds(head, "\"shareId\"") || holds(head, "\"publicationDate\"")))
        return std::nullopt;
    return Sighting();
}

std::optional<Sighting> dataverse_version(const Answer& answer) {
    const std::optional<json::Value> value = json_of(answer);
    if (!value || json::text(*value, "status") != "OK")
        return std::nullopt;
    const json::Value* const data = json::find(*value, "data");
    if (data == nullptr || json::text(*data, "version").empty())
        return std::nullopt;
    Sighting sighting;
    sighting.version = json::text(*data, "version");
    return sighting;
}

std::optional<Sighting> dspace_root(const Answer& answer) {
    const std::optional<json::Value> value = json_of(answer);
    if (!value || json::text(*value, "dspaceVersion").empty())
        return std::nullopt;
    Sighting sighting;
    sighting.version = json::text(*value, "dspaceVersion");
    sighting.title = json::text(*value, "dspaceName");
    return sighting;
}

std::optional<Sighting> invenio_list(const Answer& answer) {
    const std::optional<json::Value> value = json_of(answer);
    if (!value)
        return std::nullopt;
    const json::Value* const hits = json::find(*value, "hits");
    if (hits == nullptr || !is_list(*hits, "hits"))
        return std::nullopt;
    Sighting sighting;
    sighting.count = json::integer(*hits, "total");
    if (!sighting.count)
        return std::nullopt;
    return sighting;
}

std::optional<Sighting> pxweb_databases(const Answer& answer) {
    const std::optional<json::Value> value = json_of(answer);
    if (!value || !value->is_array() || value->empty() ||
        json::text(value->front(), "dbid").empty())
        return std::nullopt;
    return Sighting();
}

std::optional<Sighting> ogc_api_root(const Answer& answer) {
    const std::optional<json::Value> value = json_of(answer);
    if (!value || !is_list(*value, "links"))
        return std::nullopt;
    const std::string text = json::dump(*value);
    if (!holds(text, "opengis.net/def/rel/ogc") && !holds(text, "\"rel\":\"conformance\""))
        return std::nullopt;
    Sighting sighting;
    sighting.title = json::text(*value, "title");
    return sighting;
}

std::optional<Sighting> oai_identify(const Answer& answer) {
    if (!xml_with(answer, {"OAI-PMH", "Identify"}))
        return std::nullopt;
    return Sighting();
}

std::optional<Sighting> sdmx_dataflows(const Answer& answer) {
    if (!xml_with(answer, {"sdmx.org/resources/sdmxml", "Structure"}))
        return std::nullopt;
    return Sighting();
}

std::optional<Sighting> geonetwork_site(const Answer& answer) {
    const std::optional<json::Value> value = json_of(answer);
    if (!value)
        return std::nullopt;
    Sighting sighting;
    sighting.version = json::text(*value, "system/platform/version");
    sighting.title = json::text(*value, "system/site/name");
    if (sighting.version.empty())
        return std::nullopt;
    return sighting;
}

} // namespace moisson::detect
