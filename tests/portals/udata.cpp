// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The addresses of the udata API.
#include "portals/udata.hpp"

#include "portals/ckan_answers.hpp"
#include "portals/ckan_listings.hpp"
#include "portals/ckan_search.hpp"
#include "portals/udata_answers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

// Absent = fallback; zero, negative or no number = nothing.
std::optional<std::uint64_t>
positive(const Parameters& parameters, const char* name, std::uint64_t fallback) {
    const std::optional<std::string> text = parameter(parameters, name);
    if (!text)
        return fallback;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc() || end != text->data() + text->size() || value == 0)
        return std::nullopt;
    return value;
}

// The order of the list in the words of the simulator's search; nothing when udata would refuse.
std::optional<std::string> order_of(std::string_view sort) {
    if (sort.empty() || sort == "-created")
        return "id desc";
    if (sort == "created" || sort == "views" || sort == "reuses" || sort == "followers")
        return "id asc";
    if (sort == "-views" || sort == "-reuses" || sort == "-followers")
        return "id desc";
    if (sort == "last_update")
        return "metadata_modified asc";
    if (sort == "-last_update")
        return std::string();
    if (sort == "title")
        return "title asc";
    return sort == "-title" ? std::optional<std::string>("title desc") : std::nullopt;
}

class Udata final : public Protocol {
public:
    Udata(UdataOptions options, UdataAt catalogue)
        : options_(std::move(options)), catalogue_(std::move(catalogue)) {}

    std::string_view kind() const override { return "udata"; }
    std::string operation(const PortalRequest& request) const override;
    std::optional<std::uint64_t> page_start(const PortalRequest& request) const override;
    ScriptedResponse
    answer(const PortalRequest& request, Instant now, const Tamper& tamper) const override;
    std::uint64_t count(Instant now) const override { return catalogue_(now)->listed->size(); }

private:
    // Path below the API: "datasets/", "site/"; `v2` tells the version.
    std::string_view below_api(const PortalRequest& request, bool& v2) const;
    std::uint64_t page_size(const Parameters& parameters, const Tamper& tamper) const;
    std::string site(const PortalRequest& request) const {
        return "http://" + std::string(header(request.headers, "host")) + options_.base_path;
    }
    ScriptedResponse list(const PortalRequest&, const Catalogue&, const Tamper&, bool v2) const;
    ScriptedResponse show(const UdataCatalogue&, std::string id, const Tamper&) const;
    ScriptedResponse about(const Catalogue&) const;

    UdataOptions options_;
    UdataAt catalogue_;
};

std::string_view Udata::below_api(const PortalRequest& request, bool& v2) const {
    std::string_view path = request.path();
    if (!path.starts_with(options_.base_path))
        return {};
    path.remove_prefix(options_.base_path.size());
    v2 = path.starts_with("/api/2/");
    if (!v2 && !path.starts_with("/api/1/"))
        return {};
    return path.substr(7);
}

std::string Udata::operation(const PortalRequest& request) const {
    if (request.path() == "/robots.txt")
        return "robots";
    bool v2 = false;
    const std::string_view path = below_api(request, v2);
    if (path == "datasets/" || path == "datasets")
        return "datasets";
    if (path.starts_with("datasets/licenses") || path.starts_with("datasets/frequencies"))
        return "vocabulary";
    if (path.starts_with("datasets/"))
        return "dataset";
    return path == "site/" || path == "site" ? "site" : std::string();
}

std::uint64_t Udata::page_size(const Parameters& parameters, const Tamper& tamper) const {
    const std::uint64_t most =
        std::min(tamper.rows_max.value_or(options_.page_size_max), options_.page_size_max);
    return std::min(positive(parameters, "page_size", 20).value_or(20), most);
}

std::optional<std::uint64_t> Udata::page_start(const PortalRequest& request) const {
    if (operation(request) != "datasets")
        return std::nullopt;
    const Parameters parameters = parse_query(request.query());
    const std::optional<std::uint64_t> page = positive(parameters, "page", 1);
    if (!page)
        return std::nullopt;
    return (*page - 1) * page_size(parameters, Tamper());
}

ScriptedResponse
Udata::list(const PortalRequest& request, const Catalogue& catalogue, const Tamper& tamper, bool v2)
    const {
    const Parameters parameters = parse_query(request.query());
    const std::optional<std::uint64_t> page = positive(parameters, "page", 1);
    const std::optional<std::string> order = order_of(parameter(parameters, "sort").value_or(""));
    if (!page || !positive(parameters, "page_size", 20) || !order)
        return udata_failure(400, "Input payload validation failed");
    const std::uint64_t size = page_size(parameters, tamper);
    CkanSearch query;
    query.sort = *order;
    query.rows = size;
    query.start = (*page - 1) * size;
    for (const auto& [name, value] : parameters) {
        if (name == "q" && !value.empty())
            query.q = value;
        if (name == "organization")
            query.fq.push_back("organization:\"" + value + "\"");
        if (name == "tag")
            query.fq.push_back("tags:\"" + value + "\"");
    }
    const auto found = ckan_search(catalogue, query, tamper);
    if (std::holds_alternative<CkanFailure>(found))
        return udata_failure(400, "Invalid query");
    const auto& result = std::get<CkanPage>(found);
    if (result.ranks.empty() && *page > 1 && !tamper.empty_page)
        return udata_failure(404, "The requested URL was not found on the server");
    const std::vector<std::string> members = mask_members(header(request.headers, "x-fields"));
    const bool poisoned =
        tamper.poison_rank &&
        std::ranges::find(result.ranks, *tamper.poison_rank) != result.ranks.end();
    if (poisoned && members.empty())
        return udata_failure(500, "Internal Server Error");
    ScriptedResponse response = json_response(200, R"({"data": [)");
    if (!members.empty())
        response.body.add(masked_datasets(catalogue, result.ranks, members, tamper));
    else if (v2)
        response.body.add(linked_datasets(catalogue, result.ranks, site(request), tamper));
    else
        add_datasets(response.body, catalogue, result.ranks, tamper);
    const auto link = [&](std::uint64_t number) {
        return Json(
                   site(request) + "/api/1/datasets/?page=" + std::to_string(number) +
                   "&page_size=" + std::to_string(size)
        )
            .dump();
    };
    response.body.add(
        R"(], "page": )" + std::to_string(*page) + R"(, "page_size": )" + std::to_string(size) +
        R"(, "total": )" + std::to_string(result.count) + R"(, "next_page": )" +
        (*page * size < result.count ? link(*page + 1) : "null") + R"(, "previous_page": )" +
        (*page > 1 ? link(*page - 1) : "null") + "}"
    );
    return response;
}

ScriptedResponse
Udata::show(const UdataCatalogue& catalogue, std::string id, const Tamper& tamper) const {
    while (id.ends_with('/'))
        id.pop_back();
    if (!tamper.id_generation.empty()) {
        if (!id.ends_with(tamper.id_generation))
            return udata_failure(404, "Not found");
        id.resize(id.size() - tamper.id_generation.size());
    }
    if (const auto hidden = catalogue.hidden.find(id); hidden != catalogue.hidden.end())
        return udata_failure(
            hidden->second,
            hidden->second == 410 ? "Dataset has been deleted" : "Not found"
        );
    const Record* record = catalogue.listed->find(id);
    if (record == nullptr || !is_kept(*record, tamper.keep_ratio))
        return udata_failure(404, "Not found");
    const std::vector<std::uint32_t> ranks{
        static_cast<std::uint32_t>(record - catalogue.listed->records().data())};
    if (tamper.poison_rank == ranks.front())
        return udata_failure(500, "Internal Server Error");
    ScriptedResponse response = json_response(200, "");
    add_datasets(response.body, *catalogue.listed, ranks, tamper);
    return response;
}

ScriptedResponse Udata::about(const Catalogue& catalogue) const {
    const Json site = {
        {"id", "portail"},
        {"title", options_.title},
        {"version", options_.version},
        {"metrics", {{"datasets", catalogue.size()}, {"organizations", 12}}}};
    return json_response(200, site.dump());
}

ScriptedResponse
Udata::answer(const PortalRequest& request, Instant now, const Tamper& tamper) const {
    if (request.method != "GET" && request.method != "HEAD")
        return udata_failure(405, "The method is not allowed for the requested URL.");
    const std::string asked = operation(request);
    bool v2 = false;
    const std::string_view path = below_api(request, v2);
    if (asked == "robots" || path.empty())
        return ckan_page(request, options_.base_path, options_.title);
    const std::shared_ptr<const UdataCatalogue> catalogue = catalogue_(now);
    if (asked == "datasets")
        return list(request, *catalogue->listed, tamper, v2);
    if (asked == "dataset")
        return show(*catalogue, percent_decode(path.substr(9), false), tamper);
    if (asked == "site")
        return about(*catalogue->listed);
    if (asked == "vocabulary")
        return json_response(200, R"([{"id": "lov2", "title": "Licence Ouverte version 2.0"}])");
    return udata_failure(404, "The requested URL was not found on the server");
}

} // namespace

std::unique_ptr<Protocol> make_udata(UdataOptions options, UdataAt catalogue) {
    return std::make_unique<Udata>(std::move(options), std::move(catalogue));
}

} // namespace moisson::portals
