// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Envelopes and record texts of the CKAN action API.
#pragma once

#include "portals/catalogue.hpp"
#include "portals/ckan_search.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace moisson::portals {

ScriptedResponse json_response(int status, std::string text);
ScriptedResponse ckan_failure(const CkanFailure& failure);
// {"help":..,"success":true,"result":<result>}
ScriptedResponse ckan_success(std::string_view help, const nlohmann::ordered_json& result);

// The page's records, joined; runs of neighbours in id order are one slice.
void add_records(
    Body& body,
    const Catalogue& catalogue,
    const std::vector<std::uint32_t>& ranks,
    const Tamper& tamper
);
// Flat objects of `fl`, as the search index holds them.
std::string flat_records(
    const Catalogue& catalogue,
    const std::vector<std::uint32_t>& ranks,
    const std::vector<std::string>& fields,
    const Tamper& tamper
);
// id or name of a record after a change of generation.
std::string generation_of(const std::string& name, const Tamper& tamper);

} // namespace moisson::portals
