// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Documents and envelopes of the udata API.
#pragma once

#include "portals/catalogue.hpp"
#include "portals/protocol.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::portals {

// What the list needs to know of a udata document; `state` is "active", "archived" or "deleted".
Record describe_udata(const nlohmann::ordered_json& dataset);
// The udata document that says the same as a CKAN package dict.
nlohmann::ordered_json udata_of_package(const nlohmann::ordered_json& package);

// {"message": ...}, as every refusal of udata.
ScriptedResponse udata_failure(int status, std::string_view message);

// The page's documents, joined; runs of neighbours are one slice.
void add_datasets(
    Body& body,
    const Catalogue& catalogue,
    const std::vector<std::uint32_t>& ranks,
    const Tamper& tamper
);
// The same under an X-Fields mask: only these members.
std::string masked_datasets(
    const Catalogue& catalogue,
    const std::vector<std::uint32_t>& ranks,
    const std::vector<std::string>& members,
    const Tamper& tamper
);
// The same as v2 gives them: resources are the address of a list.
std::string linked_datasets(
    const Catalogue& catalogue,
    const std::vector<std::uint32_t>& ranks,
    const std::string& site,
    const Tamper& tamper
);
// Members named inside "data{...}" of a mask; nothing when the mask leaves `data` out or whole.
std::vector<std::string> mask_members(std::string_view mask);

} // namespace moisson::portals
