// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The list actions of CKAN (packages, organizations, groups, licences, tags) and its few HTML
// pages.
#pragma once

#include "portals/catalogue.hpp"
#include "portals/protocol.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace moisson::portals {

// `result` of a list action; absent when the action is not one of them.
std::optional<nlohmann::ordered_json> ckan_listing(
    const std::string& action,
    const Catalogue& catalogue,
    const Parameters& parameters,
    const Tamper& tamper
);

// robots.txt, the home page, /dataset/{name}, 404 in HTML.
ScriptedResponse
ckan_page(const PortalRequest& request, const std::string& base_path, const std::string& title);

} // namespace moisson::portals
