// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Paths, parameters and windows of the catalogue API.
#include "portals/opendatasoft.hpp"

#include "portals/ckan_answers.hpp"
#include "portals/ckan_listings.hpp"
#include "portals/odsql.hpp"
#include "portals/shaped_page.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t offset_and_limit_max = 10'000;
constexpr std::uint64_t limit_max = 100;
constexpr std::uint64_t old_rows_max = 1'000;
constexpr std::uint64_t all = UINT64_MAX;

std::string_view root_of(OdsAge age) {
    if (age == OdsAge::v21)
        return "/api/explore/v2.1/";
    return age == OdsAge::v20 ? "/api/v2/" : "/api/datasets/1.0/";
}

// Absent = fallback, "-1" = all; anything else that is no number = nothing.
std::optional<std::uint64_t>
natural_or_all(const Parameters& parameters, const char* name, std::uint64_t fallback) {
    const std::optional<std::string> text = parameter(parameters, name);
    if (!text || text->empty())
        return fallback;
    if (*text == "-1")
        return all;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc() || end != text->data() + text->size())
        return std::nullopt;
    return value;
}

ScriptedResponse refusal(int status, const char* code, const std::string& message) {
    Json json;
    json["error_code"] = code;
    json["message"] = message;
    return json_response(status, json.dump());
}

class Opendatasoft final : public Protocol {
public:
    Opendatasoft(OpendatasoftOptions options, CatalogueAt catalogue)
        : options_(std::move(options)), catalogue_(std::move(catalogue)) {}

    std::string_view kind() const override { return "opendatasoft"; }
    std::uint64_t count(Instant now) const override { return catalogue_(now)->size(); }
    std::string operation(const PortalRequest& request) const override;
    std::optional<std::uint64_t> page_start(const PortalRequest& request) const override;
    ScriptedResponse
    answer(const PortalRequest& request, Instant now, const Tamper& tamper) const override;

private:
    struct Selected {
        std::vector<std::uint32_t> ranks;
        std::optional<ScriptedResponse> refused;
    };
    Selected select(const Catalogue&, const Parameters&, const Tamper&) const;
    ScriptedResponse listed(const Catalogue&, const Parameters&, const Tamper&) const;
    ScriptedResponse exported(const Catalogue&, const Parameters&, const Tamper&) const;
    ScriptedResponse shown(const Catalogue&, std::string_view id, const Tamper&) const;
    Json dataset(const Catalogue&, std::uint32_t rank) const;
    std::string datasets(const Catalogue&, const ShapedPage&, const Tamper&) const;
    std::string
    selected_members(const Catalogue&, const ShapedPage&, const std::string& select, const Tamper&)
        const;
    ShapeFields fields() const;

    OpendatasoftOptions options_;
    CatalogueAt catalogue_;
};

std::string Opendatasoft::operation(const PortalRequest& request) const {
    std::string_view path = request.path();
    if (!path.starts_with(options_.base_path))
        return {};
    path.remove_prefix(options_.base_path.size());
    if (path == "/robots.txt")
        return "robots";
    if (path.starts_with("/explore/"))
        return "page";
    if (!path.starts_with(root_of(options_.age)))
        return {};
    path.remove_prefix(root_of(options_.age).size());
    while (path.ends_with('/'))
        path.remove_suffix(1);
    if (options_.age == OdsAge::v1)
        return path == "search" ? "search" : "lookup";
    if (path == "catalog/datasets")
        return "datasets";
    if (path == "catalog/exports/json")
        return "export";
    return path.starts_with("catalog/datasets/") ? "lookup" : std::string();
}

std::optional<std::uint64_t> Opendatasoft::page_start(const PortalRequest& request) const {
    const std::string name = operation(request);
    if (name == "export")
        return 0;
    if (name != "datasets" && name != "search")
        return std::nullopt;
    const Parameters parameters = parse_query(request.query());
    return natural_or_all(parameters, name == "search" ? "start" : "offset", 0);
}

ShapeFields Opendatasoft::fields() const {
    ShapeFields fields;
    const std::string metas = options_.age == OdsAge::v1 ? "/metas/" : "/metas/default/";
    fields.ids = {"/dataset_uid", "/dataset_id", "/datasetid"};
    fields.tags = metas + "keyword";
    fields.description = metas + "description";
    fields.title = metas + "title";
    return fields;
}

Json Opendatasoft::dataset(const Catalogue& catalogue, std::uint32_t rank) const {
    Json json = Json::parse(catalogue.text(catalogue.records()[rank]));
    return options_.recorded ? json : opendatasoft_dataset(json, options_.age);
}

std::string
Opendatasoft::datasets(const Catalogue& catalogue, const ShapedPage& page, const Tamper& tamper)
    const {
    const bool wrapped = options_.age == OdsAge::v20;
    std::string text;
    for (std::size_t i = 0; i < page.ranks.size(); ++i) {
        text += i == 0 ? "" : ", ";
        text += wrapped ? R"({"links": [], "dataset": )" : "";
        text += shaped_text(dataset(catalogue, page.ranks[i]), fields(), tamper, i == 0);
        text += wrapped ? "}" : "";
    }
    return text;
}

// Bare members, as `select` answers.
std::string Opendatasoft::selected_members(
    const Catalogue& catalogue,
    const ShapedPage& page,
    const std::string& select,
    const Tamper& tamper
) const {
    Json list = Json::array();
    for (std::size_t i = 0; i < page.ranks.size(); ++i) {
        const Json whole =
            Json::parse(shaped_text(dataset(catalogue, page.ranks[i]), fields(), tamper, false));
        Json item;
        for (const char* name : {"dataset_id", "dataset_uid"})
            if (select.find(name) != std::string::npos && whole.contains(name))
                item[name] = whole[name];
        const Json& metas =
            whole["metas"].contains("default") ? whole["metas"]["default"] : whole["metas"];
        for (const char* name : {"modified", "data_processed", "metadata_processed"})
            if (select.find(name) != std::string::npos && metas.contains(name))
                item[name] = metas[name];
        list.push_back(std::move(item));
    }
    return list.dump();
}

// What `where` (v2) or `q` (v1) asks for, in the order asked.
Opendatasoft::Selected
Opendatasoft::select(const Catalogue& catalogue, const Parameters& parameters, const Tamper& tamper)
    const {
    const bool old = options_.age == OdsAge::v1;
    Selected selected;
    selected.ranks = shown_ranks(catalogue, tamper);
    const std::string where = parameter(parameters, old ? "q" : "where").value_or("");
    if (!where.empty()) {
        const std::optional<OdsPredicate> holds = parse_odsql(where);
        if (!holds) {
            selected.refused = refusal(400, "ODSQLError", "ODSQL query is malformed: " + where);
            return selected;
        }
        std::erase_if(selected.ranks, [&](std::uint32_t rank) {
            const Record& record = catalogue.records()[rank];
            return !(*holds)([&](std::string_view field) -> std::string {
                if (field == "dataset_id")
                    return generation_of(record.name, tamper);
                if (field == "dataset_uid")
                    return generation_of(
                        options_.recorded ? record.id : opendatasoft_uid(record.id),
                        tamper
                    );
                // The three dates of these catalogues move together.
                return record.modified.substr(0, 19);
            });
        });
    }
    const std::string order = parameter(parameters, old ? "sort" : "order_by").value_or("");
    if (order == "modified asc" || order == "-modified")
        std::ranges::stable_sort(selected.ranks, [&](std::uint32_t a, std::uint32_t b) {
            return catalogue.records()[a].modified < catalogue.records()[b].modified;
        });
    else if (order == "modified desc")
        std::ranges::stable_sort(selected.ranks, [&](std::uint32_t a, std::uint32_t b) {
            return catalogue.records()[a].modified > catalogue.records()[b].modified;
        });
    else if (!order.empty())
        selected.refused = refusal(400, "InvalidRESTParameterError", "order_by: " + order);
    return selected;
}

ScriptedResponse
Opendatasoft::listed(const Catalogue& catalogue, const Parameters& parameters, const Tamper& tamper)
    const {
    const bool old = options_.age == OdsAge::v1;
    std::optional<std::uint64_t> rows = natural_or_all(parameters, old ? "rows" : "limit", 10);
    const std::optional<std::uint64_t> start =
        natural_or_all(parameters, old ? "start" : "offset", 0);
    if (!rows || !start)
        return refusal(400, "InvalidRESTParameterError", "limit and offset are integers");
    if (old)
        rows = std::min(*rows, old_rows_max);
    else if (*rows > limit_max)
        return refusal(400, "InvalidRESTParameterError", "limit is at most 100");
    if (*start + *rows > offset_and_limit_max)
        return refusal(400, "InvalidRESTParameterError", "offset + limit is at most 10000");
    const Selected selected = select(catalogue, parameters, tamper);
    if (selected.refused)
        return *selected.refused;
    rows = std::min(*rows, options_.rows_max);
    const ShapedPage page = page_of_ranks(selected.ranks, *start, *rows, tamper);
    if (is_poisoned_page(page, tamper))
        return broken_page();
    const std::string count = std::to_string(page.count);
    std::string text;
    if (options_.age == OdsAge::v21)
        text = R"({"total_count": )" + count + R"(, "results": [)";
    else if (options_.age == OdsAge::v20)
        text = R"({"total_count": )" + count + R"(, "links": [], "datasets": [)";
    else
        text = R"({"nhits": )" + count + R"(, "parameters": {"format": "json"}, "datasets": [)";
    if (const auto members = parameter(parameters, "select"); members && !old) {
        const std::string bare = selected_members(catalogue, page, *members, tamper);
        return json_response(200, text + bare.substr(1) + "}");
    }
    return json_response(200, text + datasets(catalogue, page, tamper) + "]}");
}

// One array, however long.
ScriptedResponse Opendatasoft::exported(
    const Catalogue& catalogue,
    const Parameters& parameters,
    const Tamper& tamper
) const {
    if (!options_.exports_open)
        return refusal(404, "NotFoundError", "exports are closed on this domain");
    const std::optional<std::uint64_t> rows = natural_or_all(parameters, "limit", all);
    if (!rows)
        return refusal(400, "InvalidRESTParameterError", "limit is an integer");
    const Selected selected = select(catalogue, parameters, tamper);
    if (selected.refused)
        return *selected.refused;
    const ShapedPage page = page_of_ranks(selected.ranks, 0, *rows, tamper);
    const std::string members = parameter(parameters, "select").value_or("");
    if (!members.empty())
        return json_response(200, selected_members(catalogue, page, members, tamper));
    if (is_poisoned_page(page, tamper))
        return broken_page();
    return json_response(200, "[" + datasets(catalogue, page, tamper) + "]");
}

ScriptedResponse
Opendatasoft::shown(const Catalogue& catalogue, std::string_view id, const Tamper& tamper) const {
    std::string name = percent_decode(id, false);
    if (!tamper.id_generation.empty() && name.ends_with(tamper.id_generation))
        name.resize(name.size() - tamper.id_generation.size());
    const Record* record = catalogue.find(name);
    if (record == nullptr)
        return refusal(404, "NotFoundError", "The requested dataset does not exist: " + name);
    ShapedPage page;
    page.ranks = {static_cast<std::uint32_t>(record - catalogue.records().data())};
    const std::vector<std::uint32_t> shown = shown_ranks(catalogue, tamper);
    if (std::ranges::find(shown, page.ranks.front()) == shown.end())
        return refusal(404, "NotFoundError", "The requested dataset does not exist: " + name);
    if (is_poisoned_page(page, tamper))
        return broken_page();
    return json_response(200, datasets(catalogue, page, tamper));
}

ScriptedResponse
Opendatasoft::answer(const PortalRequest& request, Instant now, const Tamper& tamper) const {
    if (request.method != "GET" && request.method != "HEAD")
        return json_response(405, R"({"message": "only GET is allowed"})");
    const std::string name = operation(request);
    const Parameters parameters = parse_query(request.query());
    const std::shared_ptr<const Catalogue> catalogue = catalogue_(now);
    if (name == "datasets" || name == "search")
        return listed(*catalogue, parameters, tamper);
    if (name == "export")
        return exported(*catalogue, parameters, tamper);
    if (name == "lookup") {
        std::string_view path = request.path();
        while (path.ends_with('/'))
            path.remove_suffix(1);
        return shown(*catalogue, path.substr(path.rfind('/') + 1), tamper);
    }
    return ckan_page(request, options_.base_path, options_.title);
}

} // namespace

std::unique_ptr<Protocol> make_opendatasoft(OpendatasoftOptions options, CatalogueAt catalogue) {
    return std::make_unique<Opendatasoft>(std::move(options), std::move(catalogue));
}

} // namespace moisson::portals
