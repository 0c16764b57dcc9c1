// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/{1,2,3}/search/dataset, the search of CKAN before it had actions, which CKAN still answers:
// names (or ids), or entries of its index. Written as one package_search.
#include "async/offload.hpp"
#include "ckan_api/site.hpp"

#include <algorithm>
#include <array>

namespace moisson::ckan_api {
namespace {

// What package_search takes as it is.
constexpr std::array<std::string_view, 4> kept_parameters{"fq", "rows", "start", "sort"};

bool is_kept(std::string_view name) {
    return std::find(kept_parameters.begin(), kept_parameters.end(), name) != kept_parameters.end();
}

// "_" keeps browsers from answering themselves, and "ext_..." is read by extensions, as in
// package_search.
bool is_no_field(std::string_view name) {
    return name == "q" || name == "all_fields" || name == "fl" || name == "callback" ||
           name == "_" || name.starts_with("ext_");
}

std::string as_phrase(std::string_view value) {
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + "\"";
}

// Every other name is a field, and its value what it must be.
Parameters as_package_search(const Parameters& given) {
    Json out = Json::object();
    Json filters = Json::array();
    out["q"] = given.text("q");
    out["facet"] = false;
    for (const auto& [name, value] : given.object().items()) {
        if (name == "offset")
            out["start"] = value;
        else if (name == "limit")
            out["rows"] = value;
        else if (name == "order_by")
            out["sort"] = given.text(name) + (given.text(name) == "rank" ? " desc" : " asc");
        else if (is_kept(name))
            out[name] = value;
        else if (!is_no_field(name))
            for (const std::string& text : given.texts(name))
                if (!text.empty())
                    filters.push_back(name + ":" + as_phrase(text));
    }
    out["fq_list"] = std::move(filters);
    return Parameters(std::move(out));
}

// Of a list of objects one member each.
Json members(const Json& list, const char* name) {
    Json out = Json::array();
    for (const Json& one : list)
        out.push_back(one[name]);
    return out;
}

// A dataset as CKAN keeps it in its index.
Json index_entry(const Json& package) {
    Json out = Json::object();
    for (const char* const name :
         {"id", "name", "title", "notes", "url", "state", "license_id", "revision_id"})
        out[name] = package[name];
    out["entity_type"] = "package";
    out["dataset_type"] = "dataset";
    out["capacity"] = "public";
    out["site_id"] = "moisson";
    out["index_id"] = package["id"];
    out["_version_"] = package["revision_id"];
    for (const char* const name : {"metadata_created", "metadata_modified"})
        out[name] = package[name].get<std::string>() + "Z";
    out["indexed_ts"] = out["metadata_modified"];
    out["organization"] =
        package["organization"].is_object() ? package["organization"]["name"] : Json(nullptr);
    out["tags"] = members(package["tags"], "name");
    const Json& resources = package["resources"];
    out["res_name"] = members(resources, "name");
    out["res_description"] = members(resources, "description");
    out["res_format"] = members(resources, "format");
    out["res_url"] = members(resources, "url");
    out["harvest"] = Json::array();
    out["extras"] = Json::object();
    for (const Json& one : package["extras"])
        out["extras"][one["key"].get<std::string>()] = one["value"];
    out["data_dict"] = dump(package);
    out["validated_data_dict"] = out["data_dict"];
    return out;
}

Json entry_of(const Json& package, const std::vector<std::string>& fields) {
    Json whole = index_entry(package);
    if (fields.empty() || fields.front() == "*")
        return whole;
    Json out = Json::object();
    for (const std::string& field : fields)
        if (whole.contains(field))
            out[field] = whole[field];
    return out;
}

} // namespace

asio::awaitable<Read<std::string>> old_search(SitePtr site, Parameters parameters, bool by_id) {
    const bool whole = parameters.truth("all_fields", false);
    std::vector<std::string> fields = whole ? std::vector<std::string>{"*"} : parameters.list("fl");
    Parameters modern = as_package_search(parameters);
    const Answer found = co_await package_search(site, std::move(modern));
    if (!found)
        co_return found.error();
    auto job = [text = *found, fields = std::move(fields), by_id] {
        const Json packages = Json::parse(text, nullptr, false);
        Json out = Json::object();
        out["count"] = packages["count"];
        out["results"] = Json::array();
        for (const Json& package : packages["results"])
            out["results"].push_back(
                fields.empty() ? package[by_id ? "id" : "name"] : entry_of(package, fields)
            );
        return dump(out);
    };
    std::string text = co_await offload(site->options.cpu, std::move(job));
    co_return text;
}

} // namespace moisson::ckan_api
