// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The actions of the CKAN API.
#include "portals/ckan.hpp"

#include "portals/ckan_answers.hpp"
#include "portals/ckan_listings.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

// Query string and JSON body as one list; lists become repeated names.
Parameters arguments(const PortalRequest& request) {
    Parameters result = parse_query(request.query());
    if (request.body.empty())
        return result;
    const Json body = Json::parse(request.body, nullptr, false);
    if (!body.is_object()) {
        for (auto& pair : parse_query(request.body))
            result.push_back(std::move(pair));
        return result;
    }
    const auto as_text = [](const Json& value) {
        return value.is_string() ? value.get<std::string>() : value.dump();
    };
    for (const auto& [key, value] : body.items()) {
        if (value.is_array())
            for (const Json& item : value)
                result.emplace_back(key, as_text(item));
        else
            result.emplace_back(key, as_text(value));
    }
    return result;
}

// Absent parameter = fallback; not a natural number = failure.
std::variant<std::uint64_t, CkanFailure>
natural_or_failure(const Parameters& parameters, const char* name, std::uint64_t fallback) {
    const std::optional<std::string> text = parameter(parameters, name);
    if (!text || text->empty())
        return fallback;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc() || end != text->data() + text->size())
        return CkanFailure{
            409,
            "Validation Error",
            Json({{name, Json::array({"Invalid integer"})}}).dump()};
    return value;
}

// Values of a list parameter in its spellings: repeated, "a,b", ["a","b"].
std::vector<std::string> list_of(const Parameters& parameters, std::string_view name) {
    std::vector<std::string> result;
    for (const auto& [key, value] : parameters) {
        if (key != name)
            continue;
        const Json json = Json::parse(value, nullptr, false);
        if (json.is_array()) {
            for (const Json& item : json)
                if (item.is_string())
                    result.push_back(item.get<std::string>());
            continue;
        }
        std::string_view rest = value;
        while (!rest.empty()) {
            const auto comma = rest.find(',');
            result.emplace_back(rest.substr(0, comma));
            rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
        }
    }
    return result;
}

class Ckan final : public Protocol {
public:
    Ckan(CkanOptions options, CatalogueAt catalogue)
        : options_(std::move(options)), catalogue_(std::move(catalogue)) {}

    std::string_view kind() const override { return "ckan"; }

    std::string operation(const PortalRequest& request) const override {
        std::string_view path = request.path();
        if (!path.starts_with(options_.base_path))
            return {};
        path.remove_prefix(options_.base_path.size());
        if (path == "/robots.txt")
            return "robots";
        for (const std::string_view prefix : {"/api/3/action/", "/api/action/"})
            if (path.starts_with(prefix)) {
                path.remove_prefix(prefix.size());
                while (path.ends_with('/'))
                    path.remove_suffix(1);
                return std::string(path);
            }
        return path.starts_with("/dataset/") ? "page" : std::string();
    }

    std::optional<std::uint64_t> page_start(const PortalRequest& request) const override {
        const std::string action = operation(request);
        if (action != "package_search" && action != "current_package_list_with_resources")
            return std::nullopt;
        const Parameters parameters = arguments(request);
        const auto rows = natural_or_failure(parameters, "rows", 10);
        if (std::holds_alternative<std::uint64_t>(rows) && std::get<std::uint64_t>(rows) == 0)
            return std::nullopt;
        const auto start =
            natural_or_failure(parameters, action == "package_search" ? "start" : "offset", 0);
        return std::holds_alternative<std::uint64_t>(start)
                   ? std::optional(std::get<std::uint64_t>(start))
                   : std::nullopt;
    }

    std::uint64_t count(Instant now) const override { return catalogue_(now)->size(); }

    ScriptedResponse
    answer(const PortalRequest& request, Instant now, const Tamper& tamper) const override;

private:
    ScriptedResponse search(const Catalogue&, const Parameters&, const Tamper&) const;
    ScriptedResponse show(const Catalogue&, const Parameters&, const Tamper&) const;
    ScriptedResponse current(const Catalogue&, const Parameters&, const Tamper&) const;
    ScriptedResponse status(const PortalRequest&) const;
    std::string help(std::string_view action) const {
        return options_.site_url + "/api/3/action/help_show?name=" + std::string(action);
    }
    Tamper capped(Tamper tamper) const {
        tamper.rows_max = std::min(tamper.rows_max.value_or(options_.rows_max), options_.rows_max);
        return tamper;
    }

    CkanOptions options_;
    CatalogueAt catalogue_;
};

// Solr or the package table fails on a poisoned record: no page that holds it can be written.
bool is_poisoned(const std::vector<std::uint32_t>& ranks, const Tamper& tamper) {
    return tamper.poison_rank && std::ranges::find(ranks, *tamper.poison_rank) != ranks.end();
}

ScriptedResponse poisoned() {
    ScriptedResponse response;
    response.status = 500;
    response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
    response.body.add("<html><body><h1>Internal Server Error</h1></body></html>");
    return response;
}

ScriptedResponse
Ckan::search(const Catalogue& catalogue, const Parameters& parameters, const Tamper& tamper) const {
    CkanSearch query;
    query.q = parameter(parameters, "q").value_or("");
    query.sort = parameter(parameters, "sort").value_or("");
    for (const auto& [name, value] : parameters)
        if (name == "fq" && !value.empty())
            query.fq.push_back(value);
    for (std::string& text : list_of(parameters, "fq_list"))
        query.fq.push_back(std::move(text));
    const auto rows = natural_or_failure(parameters, "rows", 10);
    const auto start = natural_or_failure(parameters, "start", 0);
    for (const auto* number : {&rows, &start})
        if (const auto* failure = std::get_if<CkanFailure>(number))
            return ckan_failure(*failure);
    query.rows = std::get<std::uint64_t>(rows);
    query.start = std::get<std::uint64_t>(start);
    const std::vector<std::string> fields = list_of(parameters, "fl");
    if (!fields.empty() && !options_.fl_allowed)
        return ckan_failure(CkanFailure{
            409,
            "Validation Error",
            R"({"__junk":["The input field fl was not expected."]})"});

    const Tamper limited = capped(tamper);
    const auto found = ckan_search(catalogue, query, limited);
    if (const auto* failure = std::get_if<CkanFailure>(&found))
        return ckan_failure(*failure);
    const auto& page = std::get<CkanPage>(found);
    if (fields.empty() && is_poisoned(page.ranks, limited))
        return poisoned();
    ScriptedResponse response = json_response(
        200,
        R"({"help": )" + Json(help("package_search")).dump() +
            R"(, "success": true, "result": {"count": )" + std::to_string(page.count) +
            R"(, "facets": {}, "sort": )" + Json(page.sort).dump() + R"(, "results": [)"
    );
    if (fields.empty())
        add_records(response.body, catalogue, page.ranks, limited);
    else
        response.body.add(flat_records(catalogue, page.ranks, fields, limited));
    response.body.add(R"(], "search_facets": {}}})");
    return response;
}

ScriptedResponse
Ckan::show(const Catalogue& catalogue, const Parameters& parameters, const Tamper& tamper) const {
    std::optional<std::string> id = parameter(parameters, "id");
    if (!id)
        id = parameter(parameters, "name_or_id");
    if (!id || id->empty())
        return ckan_failure(
            CkanFailure{409, "Validation Error", R"({"name_or_id":["Missing value"]})"}
        );
    if (!tamper.id_generation.empty()) {
        if (!id->ends_with(tamper.id_generation))
            return ckan_failure(CkanFailure{404, "Not Found Error", "Not found"});
        id->resize(id->size() - tamper.id_generation.size());
    }
    const Record* record = catalogue.find(*id);
    if (record == nullptr || !is_kept(*record, tamper.keep_ratio))
        return ckan_failure(CkanFailure{404, "Not Found Error", "Not found"});
    const std::vector<std::uint32_t> ranks{
        static_cast<std::uint32_t>(record - catalogue.records().data())};
    if (is_poisoned(ranks, tamper))
        return poisoned();
    ScriptedResponse response = json_response(
        200,
        R"({"help": )" + Json(help("package_show")).dump() + R"(, "success": true, "result": )"
    );
    add_records(response.body, catalogue, ranks, tamper);
    response.body.add("}");
    return response;
}

ScriptedResponse
Ckan::current(const Catalogue& catalogue, const Parameters& parameters, const Tamper& tamper)
    const {
    const auto limit = natural_or_failure(parameters, "limit", 10);
    const auto offset = natural_or_failure(parameters, "offset", 0);
    for (const auto* number : {&limit, &offset})
        if (const auto* failure = std::get_if<CkanFailure>(number))
            return ckan_failure(*failure);
    CkanSearch query;
    query.rows = std::get<std::uint64_t>(limit);
    query.start = std::get<std::uint64_t>(offset);
    const Tamper limited = capped(tamper);
    const auto found = ckan_search(catalogue, query, limited);
    const auto& page = std::get<CkanPage>(found);
    if (is_poisoned(page.ranks, limited))
        return poisoned();
    ScriptedResponse response = json_response(
        200,
        R"({"help": )" + Json(help("current_package_list_with_resources")).dump() +
            R"(, "success": true, "result": [)"
    );
    add_records(response.body, catalogue, page.ranks, limited);
    response.body.add("]}");
    return response;
}

ScriptedResponse Ckan::status(const PortalRequest& request) const {
    if (!options_.status_open)
        return ckan_failure(CkanFailure{403, "Authorization Error", "Access denied"});
    Json result;
    result["ckan_version"] = options_.version;
    result["site_url"] = options_.site_url.empty()
                             ? "http://" + std::string(header(request.headers, "host"))
                             : options_.site_url;
    result["site_title"] = options_.title;
    result["site_description"] = "";
    result["locale_default"] = "fr";
    result["extensions"] = Json::array({"stats", "text_view", "datastore", "harvest"});
    return ckan_success(help("status_show"), result);
}

ScriptedResponse
Ckan::answer(const PortalRequest& request, Instant now, const Tamper& tamper) const {
    if (request.method != "GET" && request.method != "POST" && request.method != "HEAD")
        return json_response(405, R"("Method not allowed")");
    const std::string action = operation(request);
    if (action == "robots" || action == "page" || action.empty())
        return ckan_page(request, options_.base_path, options_.title);
    const std::shared_ptr<const Catalogue> catalogue = catalogue_(now);
    const Parameters parameters = arguments(request);
    if (action == "package_search")
        return search(*catalogue, parameters, tamper);
    if (action == "package_show" || action == "dataset_show")
        return show(*catalogue, parameters, tamper);
    if (action == "current_package_list_with_resources")
        return current(*catalogue, parameters, tamper);
    if (action == "status_show")
        return status(request);
    if (std::optional<Json> list = ckan_listing(action, *catalogue, parameters, tamper))
        return ckan_success(help(action), *list);
    return json_response(400, Json("Bad request - Action name not known: " + action).dump());
}

} // namespace

std::unique_ptr<Protocol> make_ckan(CkanOptions options, CatalogueAt catalogue) {
    return std::make_unique<Ckan>(std::move(options), std::move(catalogue));
}

std::unique_ptr<Protocol>
make_ckan(CkanOptions options, std::shared_ptr<const Catalogue> catalogue) {
    return make_ckan(std::move(options), [catalogue = std::move(catalogue)](Instant) {
        return catalogue;
    });
}

} // namespace moisson::portals
