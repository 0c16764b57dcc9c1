// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "portals/json_api.hpp"

#include "portals/ckan_answers.hpp"
#include "portals/ckan_listings.hpp"
#include "portals/datajson_record.hpp"
#include "portals/package_parts.hpp"
#include "portals/tampered.hpp"

#include <algorithm>
#include <charconv>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view list_path = "/api/jeux";
constexpr std::string_view all_path = "/api/tous";

std::uint64_t number_of(const Parameters& parameters, const char* name, std::uint64_t fallback) {
    const std::string text = parameter(parameters, name).value_or("");
    std::uint64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return text.empty() || read.ec != std::errc() ? fallback : value;
}

Json files_of(const Json& package) {
    Json files = Json::array();
    for (const Json& resource : package.value("resources", Json::array()))
        files.push_back(
            {{"nom", text_in(resource, "name")},
             {"lien", text_in(resource, "url")},
             {"type", text_in(resource, "format")},
             {"taille", resource.contains("size") ? resource["size"] : Json(nullptr)}}
        );
    return files;
}

Json entry_of(const Json& package, bool with_files) {
    Json entry;
    entry["reference"] = text_in(package, "id");
    entry["titre"] = {{"fr", text_in(package, "title")}};
    entry["resume"] = text_in(package, "notes");
    const auto organization = package.find("organization");
    entry["organisme"] = {
        {"nom", organization == package.end() ? "" : text_in(*organization, "title")},
        {"courriel", text_in(package, "maintainer_email")}};
    std::string words;
    for (const Json& tag : package.value("tags", Json::array()))
        words += (words.empty() ? "" : ", ") + text_in(tag, "name");
    entry["mots_cles"] = words;
    entry["licence"] = text_in(package, "license_title");
    entry["dates"] = {
        {"creation", text_in(package, "metadata_created")},
        {"maj", text_in(package, "metadata_modified")}};
    entry["consultations"] = text_in(package, "title").size();
    if (with_files)
        entry["fichiers"] = files_of(package);
    return entry;
}

class JsonApi final : public Protocol {
public:
    JsonApi(JsonApiOptions options, CatalogueAt catalogue)
        : options_(std::move(options)), catalogue_(std::move(catalogue)) {}

    std::string_view kind() const override { return "json"; }

    std::string operation(const PortalRequest& request) const override {
        std::string_view path = request.path();
        if (!path.starts_with(options_.base_path))
            return {};
        path.remove_prefix(options_.base_path.size());
        if (path == "/robots.txt")
            return "robots";
        if (path == list_path)
            return "liste";
        if (path == all_path)
            return "tous";
        return path.starts_with("/api/jeux/") ? "fiche" : std::string();
    }

    std::optional<std::uint64_t> page_start(const PortalRequest& request) const override {
        const std::string name = operation(request);
        if (name == "tous")
            return 0;
        return name == "liste" ? std::optional(start_of(request)) : std::nullopt;
    }

    std::uint64_t count(Instant now) const override { return catalogue_(now)->size(); }

    ScriptedResponse
    answer(const PortalRequest& request, Instant now, const Tamper& tamper) const override {
        const std::string name = operation(request);
        const std::shared_ptr<const Catalogue> catalogue = catalogue_(now);
        if (name == "liste" || name == "tous")
            return list(*catalogue, request, tamper, name == "tous");
        if (name == "fiche")
            return record(*catalogue, request, tamper);
        return ckan_page(request, options_.base_path, options_.title);
    }

private:
    std::uint64_t rows_of(const PortalRequest& request) const {
        const Parameters parameters = parse_query(request.query());
        return std::clamp<std::uint64_t>(
            number_of(parameters, "taille", options_.rows_max),
            1,
            options_.rows_max
        );
    }

    std::uint64_t start_of(const PortalRequest& request) const {
        const Parameters parameters = parse_query(request.query());
        if (parameter(parameters, "page"))
            return (std::max<std::uint64_t>(number_of(parameters, "page", 1), 1) - 1) *
                   rows_of(request);
        return number_of(parameters, "debut", 0);
    }

    ScriptedResponse
    list(const Catalogue& catalogue, const PortalRequest& request, const Tamper& tamper, bool all)
        const {
        const std::uint64_t start = all ? 0 : start_of(request);
        const std::uint64_t rows = all ? catalogue.size() : rows_of(request);
        const CkanPage page = page_of(catalogue, start, rows, "", tamper);
        if (holds_poison(page.ranks, tamper))
            return json_response(500, R"({"erreur":"interne"})");
        Json entries = Json::array();
        for (std::size_t i = 0; i < page.ranks.size(); ++i)
            entries.push_back(entry_of(
                tampered_package(catalogue, page.ranks[i], tamper, i == 0),
                options_.whole_list
            ));
        Json answer;
        answer["total"] = page.count;
        const std::uint64_t next = start + rows;
        if (!all && next < catalogue.size())
            answer["suivant"] = options_.base_path + std::string(list_path) +
                                "?debut=" + std::to_string(next) +
                                "&taille=" + std::to_string(rows);
        answer["resultats"] = {{"jeux", std::move(entries)}};
        std::string text = answer.dump(-1, ' ', false, Json::error_handler_t::replace);
        put_raw_bytes(text, tamper);
        return json_response(200, std::move(text));
    }

    ScriptedResponse
    record(const Catalogue& catalogue, const PortalRequest& request, const Tamper& tamper) const {
        std::string_view path = request.path();
        path.remove_prefix(options_.base_path.size() + list_path.size() + 1);
        const auto rank = rank_of(catalogue, percent_decode(path, false), tamper);
        if (!rank)
            return json_response(404, R"({"erreur":"inconnu"})");
        Json answer;
        answer["jeu"] = entry_of(tampered_package(catalogue, *rank, tamper, false), true);
        return json_response(200, answer.dump(-1, ' ', false, Json::error_handler_t::replace));
    }

    JsonApiOptions options_;
    CatalogueAt catalogue_;
};

} // namespace

std::unique_ptr<Protocol> make_json_api(JsonApiOptions options, CatalogueAt catalogue) {
    return std::make_unique<JsonApi>(std::move(options), std::move(catalogue));
}

} // namespace moisson::portals
