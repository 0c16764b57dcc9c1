// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Lists of datasets: size, skip, page, sort, select, ids.
#include "portals/datafair.hpp"

#include "portals/ckan_answers.hpp"
#include "portals/ckan_listings.hpp"
#include "portals/shaped_page.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view root = "/data-fair/api/v1/";
constexpr std::uint64_t skip_and_size_max = 10'000;

std::set<std::string> words_of(const std::string& text) {
    std::set<std::string> words;
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        words.emplace(rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return words;
}

class DataFair final : public Protocol {
public:
    DataFair(DataFairOptions options, CatalogueAt catalogue)
        : options_(std::move(options)), catalogue_(std::move(catalogue)) {}

    std::string_view kind() const override { return "datafair"; }
    std::uint64_t count(Instant now) const override { return catalogue_(now)->size(); }

    std::string operation(const PortalRequest& request) const override {
        std::string_view path = request.path();
        if (!path.starts_with(options_.base_path))
            return {};
        path.remove_prefix(options_.base_path.size());
        if (path == "/robots.txt")
            return "robots";
        if (!path.starts_with(root))
            return path.starts_with("/datasets/") ? "page" : std::string();
        const std::string_view tail = path.substr(root.size());
        if (tail == "catalog/datasets")
            return "catalog";
        return tail == "datasets" ? "datasets" : std::string();
    }

    std::optional<std::uint64_t> page_start(const PortalRequest& request) const override {
        const std::string name = operation(request);
        if (name != "catalog" && name != "datasets")
            return std::nullopt;
        return start_of(parse_query(request.query()));
    }

    ScriptedResponse
    answer(const PortalRequest& request, Instant now, const Tamper& tamper) const override;

private:
    static std::uint64_t start_of(const Parameters& parameters) {
        const std::uint64_t page = natural_parameter(parameters, "page", 1);
        const std::uint64_t size = natural_parameter(parameters, "size", 12);
        return natural_parameter(parameters, "skip", page > 0 ? (page - 1) * size : 0);
    }
    static std::vector<std::uint32_t> select(const Catalogue&, const Parameters&, const Tamper&);
    ScriptedResponse listed(const Catalogue&, const Parameters&, bool catalog, const Tamper&) const;

    DataFairOptions options_;
    CatalogueAt catalogue_;
};

// Records that `ids` names, in the order of `sort`.
std::vector<std::uint32_t>
DataFair::select(const Catalogue& catalogue, const Parameters& parameters, const Tamper& tamper) {
    std::vector<std::uint32_t> ranks = shown_ranks(catalogue, tamper);
    if (const std::optional<std::string> ids = parameter(parameters, "ids")) {
        const std::set<std::string> wanted = words_of(*ids);
        std::erase_if(ranks, [&](std::uint32_t rank) {
            return !wanted.contains(generation_of(datafair_id(catalogue.records()[rank].id), tamper)
            );
        });
    }
    const std::string sort = parameter(parameters, "sort").value_or("createdAt:-1");
    const bool by_creation = sort.starts_with("createdAt");
    const bool descending = sort.find(":-1") != std::string::npos;
    std::ranges::stable_sort(ranks, [&](std::uint32_t a, std::uint32_t b) {
        const Record& left = catalogue.records()[a];
        const Record& right = catalogue.records()[b];
        const auto key = [&](const Record& record) {
            return (by_creation ? record.created : record.modified) + ' ' +
                   (by_creation ? record.id : std::string());
        };
        return descending ? key(left) > key(right) : key(left) < key(right);
    });
    return ranks;
}

ScriptedResponse DataFair::listed(
    const Catalogue& catalogue,
    const Parameters& parameters,
    bool catalog,
    const Tamper& tamper
) const {
    const std::uint64_t size = natural_parameter(parameters, "size", 12);
    const std::uint64_t start = start_of(parameters);
    if (size + start > skip_and_size_max) {
        ScriptedResponse refused;
        refused.status = 400;
        refused.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
        refused.body.add(R"("size + skip" cannot be more than 10000)");
        return refused;
    }
    const std::vector<std::uint32_t> ranks = select(catalogue, parameters, tamper);
    const ShapedPage page = page_of_ranks(ranks, start, std::min(size, options_.rows_max), tamper);
    const std::set<std::string> members = words_of(parameter(parameters, "select").value_or(""));
    if (members.empty() && is_poisoned_page(page, tamper))
        return broken_page();
    ShapeFields fields;
    fields.ids = {"/id", "/slug"};
    fields.tags = "/keywords";
    fields.description = "/description";
    fields.title = "/title";
    std::string text = R"({"count": )" + std::to_string(page.count) + R"(, "results": [)";
    for (std::size_t i = 0; i < page.ranks.size(); ++i) {
        const Record& record = catalogue.records()[page.ranks[i]];
        Json dataset = datafair_dataset(Json::parse(catalogue.text(record)));
        if (!members.empty()) {
            Json some;
            for (const auto& [key, value] : dataset.items())
                if (members.contains(key) || key == "id" || key == "slug" || key == "owner")
                    some[key] = value;
            dataset = std::move(some);
        }
        // What a publication site lists does not say whose it is.
        if (catalog)
            dataset.erase("owner");
        text += i == 0 ? "" : ", ";
        text += shaped_text(std::move(dataset), fields, tamper, i == 0 && members.empty());
    }
    return json_response(200, text + "]}");
}

ScriptedResponse
DataFair::answer(const PortalRequest& request, Instant now, const Tamper& tamper) const {
    if (request.method != "GET" && request.method != "HEAD")
        return json_response(405, R"("Method not allowed")");
    const std::string name = operation(request);
    const bool catalog = name == "catalog";
    if (!catalog && name != "datasets")
        return ckan_page(request, options_.base_path, options_.title);
    if (catalog && !options_.has_catalog)
        return json_response(
            400,
            R"("catalog API can only be used from a publication site, not the back-office")"
        );
    if (!catalog && !options_.datasets_open)
        return json_response(401, R"("Unauthorized")");
    return listed(*catalogue_(now), parse_query(request.query()), catalog, tamper);
}

} // namespace

std::unique_ptr<Protocol> make_datafair(DataFairOptions options, CatalogueAt catalogue) {
    return std::make_unique<DataFair>(std::move(options), std::move(catalogue));
}

} // namespace moisson::portals
