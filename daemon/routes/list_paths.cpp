// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "routes/list_paths.hpp"

#include "routes/paths.hpp"
#include "routes/url.hpp"

#include <fmt/format.h>

namespace moisson::routes {

std::string api_distribution_of(std::string_view id) {
    return fmt::format("{}/{}", api_distributions, percent_encode(id));
}

std::string api_organization_of(std::string_view id) {
    return fmt::format("{}/{}", api_organizations, percent_encode(id));
}

std::string api_organization_measure_table_of(std::string_view id) {
    return api_organization_of(id) + "/measures.csv";
}

std::string api_run_changes_of(std::int64_t id) {
    return api_run_of(id) + "/changes";
}

std::string api_run_change_table_of(std::int64_t id) {
    return api_run_changes_of(id) + ".csv";
}

} // namespace moisson::routes
