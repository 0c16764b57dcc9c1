// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Answers of the admin port, all JSON.
#include "portals/admin.hpp"

#include "portals/faults.hpp"

#include <nlohmann/json.hpp>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

ScriptedResponse as_json(int status, const Json& json) {
    ScriptedResponse response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
    response.body.add(json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
    return response;
}

Json expected_codes(const std::string& fault) {
    for (const Json& item : faults_to_json())
        if (item["name"] == fault)
            return item["expected_codes"];
    return Json::array();
}

} // namespace

Json describe_portals(const Portals& portals) {
    Json list = Json::array();
    for (const auto& portal : portals) {
        const PortalOptions& options = portal->options();
        const std::string url = portal->url();
        const std::string authority = url.substr(url.find("//") + 2);
        Json item;
        item["key"] = options.key;
        item["title"] = options.title;
        item["url"] = url + options.base_path;
        item["country"] = options.country;
        item["connector"] = std::string(portal->protocol().kind());
        item["port"] = std::stoi("0" + authority.substr(authority.find(':') + 1));
        item["address"] = authority;
        item["base_path"] = options.base_path;
        item["tls"] = options.tls != Tls::none;
        item["fault"] = options.fault;
        item["expected_codes"] = expected_codes(options.fault);
        const Fault* fault = find_fault(options.fault);
        item["records"] = std::string(fault == nullptr ? "all" : to_string(fault->records));
        list.push_back(std::move(item));
    }
    return list;
}

ScriptedResponse admin_answer(const PortalRequest& request, const Portals& portals) {
    const std::string_view path = request.path();
    const std::string key = parameter(parse_query(request.query()), "portail").value_or("");
    const bool post = request.method == "POST";
    if (!post && path == "/portails")
        return as_json(200, describe_portals(portals));
    if (!post && path == "/fautes")
        return as_json(200, faults_to_json());
    Json result = Json::object();
    bool found = key.empty();
    for (const auto& portal : portals) {
        if (!key.empty() && portal->options().key != key)
            continue;
        found = true;
        if (!post && path == "/journal")
            result[portal->options().key] = portal->log().to_json();
        if (post && path == "/vider")
            portal->log().clear();
        if (post && (path == "/activer" || path == "/desactiver"))
            portal->set_script_active(path == "/activer");
    }
    const bool known =
        post ? path == "/vider" || path == "/activer" || path == "/desactiver" || path == "/arreter"
             : path == "/journal";
    if (!known || !found)
        return as_json(404, {{"erreur", "adresse ou portail inconnu"}});
    return as_json(200, result);
}

} // namespace moisson::portals
