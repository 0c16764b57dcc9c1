// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The actions of NADA's API.
#include "portals/nada.hpp"

#include "portals/ckan_answers.hpp"
#include "portals/csw_records.hpp"
#include "portals/package_parts.hpp"
#include "portals/tampered.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view idno_prefix = "EXM_";
constexpr std::array<std::string_view, 6>
    forms{"open", "direct", "public", "licensed", "remote", "data_na"};

// Drawn from the id: the same for the row and the study.
std::string form_of(const std::string& id) {
    std::uint64_t sum = 0;
    for (const char c : id)
        sum = sum * 31 + static_cast<unsigned char>(c);
    return std::string(forms[sum % forms.size()]);
}

std::uint64_t number_of(std::uint32_t rank) {
    return rank + std::uint64_t{1};
}

std::string zoned(const std::string& ckan_date) {
    return ckan_date.empty() ? std::string() : ckan_date.substr(0, 19) + "+00:00";
}

std::string year_of(const Json& package) {
    const std::string start = extra_of(package, "temporal_start");
    return start.empty() ? "0" : start.substr(0, 4);
}

// A row of the search, with the numbers as strings that MySQL gives to PHP.
Json row_of(const Json& package, std::uint32_t rank, bool old) {
    const std::string id = text_in(package, "id");
    Json row;
    row["id"] = std::to_string(number_of(rank));
    row[old ? "surveyid" : "idno"] = nada_idno(id);
    row[old ? "titl" : "title"] = text_in(package, "title");
    row["nation"] = extra_of(package, "spatial-text");
    row[old ? "authenty" : "authoring_entity"] = package["organization"]["title"];
    row[old ? "model" : "form_model"] = form_of(id);
    row[old ? "data_coll_start" : "year_start"] = year_of(package);
    row[old ? "data_coll_end" : "year_end"] = year_of(package);
    row["repositoryid"] = "central";
    row["repo_title"] = nullptr;
    row["created"] = zoned(text_in(package, "metadata_created"));
    row["changed"] = zoned(text_in(package, "metadata_modified"));
    // Views grow with every visit: the volatile part.
    row["total_views"] = std::to_string(1000 + rank);
    row["total_downloads"] = "0";
    row["varcount"] = std::to_string(20 + rank % 300);
    if (!old)
        row["type"] = text_in(package, "type") == "dataset" ? "survey" : "document";
    return row;
}

Json study_desc_of(const Json& package) {
    Json keywords = Json::array();
    for (const Json& tag : package["tags"])
        keywords.push_back({{"keyword", tag["name"]}});
    Json topics = Json::array();
    for (const Json& group : package["groups"])
        topics.push_back({{"topic", group["title"]}});
    Json info;
    info["abstract"] = text_in(package, "notes");
    info["keywords"] = std::move(keywords);
    info["topics"] = std::move(topics);
    info["nation"] = Json::array({{{"name", extra_of(package, "spatial-text")}}});
    if (const std::string start = extra_of(package, "temporal_start"); !start.empty())
        info["coll_dates"] =
            Json::array({{{"start", start}, {"end", extra_of(package, "temporal_end")}}});
    Json desc;
    desc["title_statement"] = {
        {"idno", nada_idno(text_in(package, "id"))},
        {"title", text_in(package, "title")}};
    desc["authoring_entity"] = Json::array({{{"name", package["organization"]["title"]}}});
    desc["version_statement"] = {{"version", text_in(package, "version")}};
    desc["study_info"] = std::move(info);
    desc["distribution_statement"]["contact"] = Json::array(
        {{{"name", text_in(package, "maintainer")},
          {"email", text_in(package, "maintainer_email")}}}
    );
    return desc;
}

class Nada final : public Protocol {
public:
    Nada(NadaOptions options, CatalogueAt catalogue)
        : options_(std::move(options)), catalogue_(std::move(catalogue)) {}

    std::string_view kind() const override { return "nada"; }

    std::string operation(const PortalRequest& request) const override {
        std::string_view path = request.path();
        if (path == "/robots.txt")
            return "robots";
        if (!path.starts_with(options_.base_path))
            return {};
        path.remove_prefix(options_.base_path.size());
        const std::string_view api =
            options_.old ? "/index.php/api/v2/catalog/" : "/index.php/api/catalog/";
        if (!path.starts_with(api))
            return path.starts_with("/index.php/catalog") ? "page" : std::string();
        path.remove_prefix(api.size());
        if (path == "search")
            return "search";
        if (options_.old && options_.serves_ddi && path == "ddi")
            return "ddi";
        return options_.old || !options_.serves_studies ? std::string() : "study";
    }

    std::optional<std::uint64_t> page_start(const PortalRequest& request) const override {
        if (operation(request) != "search")
            return std::nullopt;
        const Parameters parameters = parse_query(request.query());
        return (natural_parameter(parameters, "page", 1) - 1) * page_size(parameters, Tamper());
    }

    std::uint64_t count(Instant now) const override { return catalogue_(now)->size(); }

    ScriptedResponse
    answer(const PortalRequest& request, Instant now, const Tamper& tamper) const override {
        const std::string action = operation(request);
        if (action == "search")
            return search(*catalogue_(now), parse_query(request.query()), tamper);
        if (action == "study")
            return study(*catalogue_(now), request, tamper);
        if (action == "ddi")
            return ddi(*catalogue_(now), parse_query(request.query()), tamper);
        if (action == "page" || action == "robots")
            return html(200);
        return html(404);
    }

private:
    ScriptedResponse html(int status) const {
        ScriptedResponse response;
        response.status = status;
        response.headers.emplace_back("Content-Type", "text/html; charset=UTF-8");
        response.body.add(
            "<!DOCTYPE html><html><head><title>" + options_.title +
            "</title></head><body></body></html>"
        );
        return response;
    }

    std::uint64_t page_size(const Parameters& parameters, const Tamper& tamper) const {
        if (options_.old)
            return 5;
        const std::uint64_t asked = natural_parameter(parameters, "ps", 15);
        std::uint64_t size = asked < 1 || asked > 300 || options_.ignores_page_size ? 15 : asked;
        if (tamper.rows_max)
            size = std::min(size, *tamper.rows_max);
        return size;
    }

    ScriptedResponse search(const Catalogue&, const Parameters&, const Tamper&) const;
    ScriptedResponse study(const Catalogue&, const PortalRequest&, const Tamper&) const;
    ScriptedResponse ddi(const Catalogue&, const Parameters&, const Tamper&) const;

    NadaOptions options_;
    CatalogueAt catalogue_;
};

// What PHP gives for a text that it cannot encode: nothing, with status 200.
ScriptedResponse empty_body() {
    return json_response(200, "");
}

ScriptedResponse
Nada::search(const Catalogue& catalogue, const Parameters& parameters, const Tamper& tamper) const {
    const std::uint64_t size = page_size(parameters, tamper);
    const std::uint64_t start =
        (std::max<std::uint64_t>(natural_parameter(parameters, "page", 1), 1) - 1) * size;
    const CkanPage page = page_of(catalogue, start, size, {}, tamper);
    if (holds_poison(page.ranks, tamper))
        return empty_body();
    Json rows = Json::array();
    for (std::size_t i = 0; i < page.ranks.size(); ++i)
        rows.push_back(row_of(
            tampered_package(catalogue, page.ranks[i], tamper, i == 0),
            page.ranks[i],
            options_.old
        ));
    Json result;
    result["found"] = std::to_string(page.count);
    result["total"] = std::to_string(page.count);
    result["limit"] = size;
    result["offset"] = start;
    result["rows"] = std::move(rows);
    Json envelope = options_.old ? std::move(result) : Json({{"result", std::move(result)}});
    std::string text = envelope.dump(-1, ' ', false, Json::error_handler_t::replace);
    put_raw_bytes(text, tamper);
    if (options_.prints_messages)
        text = "<br />\n<b>Warning</b>:  Undefined array key \"repo\" in "
               "<b>/var/www/nada/application/Catalog.php</b> on line <b>78</b><br />\n" +
               text;
    return json_response(200, std::move(text));
}

ScriptedResponse
Nada::study(const Catalogue& catalogue, const PortalRequest& request, const Tamper& tamper) const {
    const std::string_view path = request.path();
    std::string idno = percent_decode(path.substr(path.rfind('/') + 1), false);
    std::string id;
    if (idno.starts_with(idno_prefix)) {
        // The dashes of the uuid were taken out.
        id = idno.substr(idno_prefix.size());
        for (const std::size_t at : {8U, 13U, 18U, 23U})
            if (id.size() > at)
                id.insert(at, "-");
    }
    const std::optional<std::uint32_t> rank = rank_of(catalogue, id, tamper);
    if (!rank)
        return json_response(400, R"({"status":"failed","message":"IDNO-NOT-FOUND"})");
    if (tamper.poison_rank == *rank)
        return empty_body();
    const Json package = tampered_package(catalogue, *rank, tamper, *rank == 0);
    Json dataset = row_of(package, *rank, false);
    dataset.erase("form_model");
    dataset.erase("repo_title");
    dataset["data_access_type"] = form_of(text_in(package, "id"));
    dataset["published"] = "1";
    dataset["remote_data_url"] = nullptr;
    dataset["metadata"] = {
        {"doc_desc", Json::object()},
        {"study_desc", study_desc_of(package)},
        {"schematype", "survey"}};
    Json envelope;
    envelope["status"] = "success";
    envelope["dataset"] = std::move(dataset);
    std::string text = envelope.dump(-1, ' ', false, Json::error_handler_t::replace);
    put_raw_bytes(text, tamper);
    return json_response(200, std::move(text));
}

// DDI Codebook 2.5 with a few variables, which nobody needs to read.
ScriptedResponse
Nada::ddi(const Catalogue& catalogue, const Parameters& parameters, const Tamper& tamper) const {
    const std::uint64_t number = natural_parameter(parameters, "id", 0);
    if (number < 1 || number > catalogue.size())
        return html(404);
    const Json package =
        tampered_package(catalogue, static_cast<std::uint32_t>(number - 1), tamper, number == 1);
    std::string keywords;
    for (const Json& tag : package["tags"])
        keywords += "<keyword>" + xml_escaped(tag["name"].get<std::string>()) + "</keyword>";
    ScriptedResponse response;
    response.headers.emplace_back("Content-Type", "application/xml");
    response.body.add(
        R"(<?xml version="1.0" encoding="UTF-8"?><codeBook xmlns="ddi:codebook:2_5" version="2.5">)"
        "<docDscr><citation><titlStmt><titl>Notice</titl></titlStmt></citation></docDscr>"
        "<stdyDscr><citation><titlStmt><titl>" +
        xml_escaped(text_in(package, "title")) + "</titl><IDNo>" +
        nada_idno(text_in(package, "id")) + "</IDNo></titlStmt><rspStmt><AuthEnty>" +
        xml_escaped(package["organization"]["title"].get<std::string>()) +
        "</AuthEnty></rspStmt></citation><stdyInfo><subject>" + keywords + "</subject><abstract>" +
        xml_escaped(text_in(package, "notes")) +
        "</abstract></stdyInfo></stdyDscr><dataDscr><var name=\"v1\"><labl>Région</labl></var>"
        "</dataDscr></codeBook>"
    );
    return response;
}

} // namespace

std::string nada_idno(const std::string& id) {
    // The dashes of the uuid go; a mark of another generation behind it stays.
    constexpr std::size_t uuid_length = 36;
    std::string idno(idno_prefix);
    for (std::size_t i = 0; i < id.size(); ++i)
        if (id[i] != '-' || i >= uuid_length)
            idno += id[i];
    return idno;
}

std::unique_ptr<Protocol> make_nada(NadaOptions options, CatalogueAt catalogue) {
    return std::make_unique<Nada>(std::move(options), std::move(catalogue));
}

} // namespace moisson::portals
