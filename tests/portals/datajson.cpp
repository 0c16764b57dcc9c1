// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "portals/datajson.hpp"

#include "portals/ckan_answers.hpp"
#include "portals/ckan_listings.hpp"
#include "portals/datajson_record.hpp"
#include "portals/packed.hpp"
#include "portals/tampered.hpp"

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view hub_path = "/api/feed/dcat-us/1.1.json";

class Datajson final : public Protocol {
public:
    Datajson(DatajsonOptions options, CatalogueAt catalogue)
        : options_(std::move(options)), catalogue_(std::move(catalogue)) {}

    std::string_view kind() const override { return "datajson"; }

    std::string operation(const PortalRequest& request) const override {
        std::string_view path = request.path();
        if (!path.starts_with(options_.base_path))
            return {};
        path.remove_prefix(options_.base_path.size());
        if (path == "/robots.txt")
            return "robots";
        if (path == hub_path)
            return "feed";
        if (!options_.hub && path == "/data.json")
            return "data.json";
        return !options_.hub && path == "/data.json.gz" ? "data.json.gz" : "";
    }

    std::optional<std::uint64_t> page_start(const PortalRequest& request) const override {
        const std::string name = operation(request);
        return name.empty() || name == "robots" ? std::nullopt : std::optional<std::uint64_t>(0);
    }

    std::uint64_t count(Instant now) const override { return catalogue_(now)->size(); }

    ScriptedResponse
    answer(const PortalRequest& request, Instant now, const Tamper& tamper) const override {
        const std::string name = operation(request);
        if (name.empty() || name == "robots")
            return ckan_page(request, options_.base_path, options_.title);
        const std::shared_ptr<const Catalogue> catalogue = catalogue_(now);
        std::string body = document(*catalogue, tamper);
        if (name == "data.json.gz")
            body = gzipped(body);
        const std::string tag = tag_of(body);
        const bool known = options_.validators && header(request.headers, "if-none-match") == tag;
        ScriptedResponse response = json_response(200, known ? std::string() : std::move(body));
        if (name == "data.json.gz")
            response.headers = {{"Content-Type", "application/gzip"}};
        if (options_.validators)
            response.headers.emplace_back("ETag", tag);
        response.status = known ? 304 : 200;
        return response;
    }

private:
    std::string document(const Catalogue& catalogue, const Tamper& tamper) const {
        const CkanPage page = page_of(catalogue, 0, catalogue.size(), "", tamper);
        std::string text =
            R"({"@context":"https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",)"
            R"("@type":"dcat:Catalog","title":)" +
            Json(options_.title).dump() +
            R"(,"conformsTo":"https://project-open-data.cio.gov/v1.1/schema","dataset":[)";
        for (std::size_t i = 0; i < page.ranks.size(); ++i) {
            const Json package = tampered_package(catalogue, page.ranks[i], tamper, i == 0);
            text += i > 0 ? ",\n" : "\n";
            text += datajson_record(package).dump(-1, ' ', false, Json::error_handler_t::replace);
        }
        text += "\n]}\n";
        put_raw_bytes(text, tamper);
        return text;
    }

    DatajsonOptions options_;
    CatalogueAt catalogue_;
};

} // namespace

std::unique_ptr<Protocol> make_datajson(DatajsonOptions options, CatalogueAt catalogue) {
    return std::make_unique<Datajson>(std::move(options), std::move(catalogue));
}

} // namespace moisson::portals
