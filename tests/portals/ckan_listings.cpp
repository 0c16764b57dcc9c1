// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// List actions: names in alphabetical order, limit and offset, all_fields.
#include "portals/ckan_listings.hpp"

#include "portals/ckan_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;
using Counts = std::map<std::string, std::uint64_t>;

std::uint64_t number_or(const Parameters& parameters, const char* name, std::uint64_t fallback) {
    const std::optional<std::string> text = parameter(parameters, name);
    std::uint64_t value = fallback;
    if (text)
        std::from_chars(text->data(), text->data() + text->size(), value);
    return value;
}

bool flag(const Parameters& parameters, const char* name) {
    const std::optional<std::string> text = parameter(parameters, name);
    return text && (*text == "true" || *text == "True" || *text == "1");
}

Json package_list(const Catalogue& catalogue, const Parameters& parameters, const Tamper& tamper) {
    std::vector<std::string> names;
    for (const Record& record : catalogue.records())
        if (is_kept(record, tamper.keep_ratio))
            names.push_back(generation_of(record.name, tamper));
    std::sort(names.begin(), names.end());
    const std::uint64_t offset =
        std::min<std::uint64_t>(number_or(parameters, "offset", 0), names.size());
    const std::uint64_t limit = number_or(parameters, "limit", names.size());
    const std::uint64_t last = std::min<std::uint64_t>(names.size(), offset + limit);
    Json result = Json::array();
    for (std::uint64_t i = offset; i < last; ++i)
        result.push_back(names[i]);
    return result;
}

Counts count_by(const Catalogue& catalogue, const std::string& action) {
    Counts counts;
    for (const Record& record : catalogue.records()) {
        if (action == "organization_list" && !record.organization.empty())
            ++counts[record.organization];
        if (action == "group_list")
            for (const std::string& group : record.groups)
                ++counts[group];
        if (action == "tag_list")
            for (const std::string& tag : record.tags)
                ++counts[tag];
    }
    return counts;
}

// Names, or dicts with all_fields (25 a page, as CKAN does).
Json named_list(const Counts& counts, const Parameters& parameters) {
    const bool all_fields = flag(parameters, "all_fields");
    const std::uint64_t offset = number_or(parameters, "offset", 0);
    const std::uint64_t limit =
        std::min<std::uint64_t>(number_or(parameters, "limit", 1000), all_fields ? 25 : 1000);
    Json result = Json::array();
    std::uint64_t rank = 0;
    for (const auto& [name, count] : counts) {
        if (rank++ < offset || result.size() >= limit)
            continue;
        if (all_fields)
            result.push_back({{"name", name}, {"title", name}, {"package_count", count}});
        else
            result.push_back(name);
    }
    return result;
}

Json licence_list() {
    Json result = Json::array();
    const auto add = [&](const char* id, const char* title, bool open) {
        result.push_back({{"id", id}, {"title", title}, {"is_okd_compliant", open}});
    };
    add("notspecified", "Licence non spécifiée", false);
    add("odc-odbl", "Open Data Commons Open Database License (ODbL)", true);
    add("cc-by", "Creative Commons Attribution", true);
    add("cc-zero", "Creative Commons CCZero", true);
    add("other-open", "Autre (ouverte)", true);
    return result;
}

ScriptedResponse html(int status, std::string text) {
    ScriptedResponse response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
    response.body.add(std::move(text));
    return response;
}

} // namespace

std::optional<Json> ckan_listing(
    const std::string& action,
    const Catalogue& catalogue,
    const Parameters& parameters,
    const Tamper& tamper
) {
    if (action == "package_list" || action == "dataset_list")
        return package_list(catalogue, parameters, tamper);
    if (action == "organization_list" || action == "group_list" || action == "tag_list")
        return named_list(count_by(catalogue, action), parameters);
    if (action == "license_list" || action == "licence_list")
        return licence_list();
    if (action == "site_read")
        return Json(true);
    if (action == "help_show")
        return Json("Aide de l'action " + parameter(parameters, "name").value_or(""));
    return std::nullopt;
}

ScriptedResponse
ckan_page(const PortalRequest& request, const std::string& base_path, const std::string& title) {
    std::string_view path = request.path();
    if (path == "/robots.txt" || path == base_path + "/robots.txt") {
        ScriptedResponse response;
        response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
        response.body.add("User-agent: *\nDisallow: /user/\n");
        return response;
    }
    static constexpr std::string_view page =
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>{0}</title></head>"
        "<body><h1>{0}</h1><p>Portail simulé pour essayer Moisson.</p></body></html>";
    const bool known = path == "/" || path == base_path || path == base_path + "/" ||
                       path.starts_with(base_path + "/dataset/");
    return known ? html(200, fmt::format(fmt::runtime(page), title))
                 : html(404, fmt::format(fmt::runtime(page), "Page introuvable"));
}

} // namespace moisson::portals
