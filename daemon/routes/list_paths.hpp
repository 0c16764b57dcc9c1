// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Paths of the lists of the API, and of its description. The others are in paths.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace moisson::routes {

inline constexpr std::string_view api_distributions = "/api/v1/distributions";
inline constexpr std::string_view api_distribution = "/api/v1/distributions/{id}";
inline constexpr std::string_view api_organizations = "/api/v1/organizations";
inline constexpr std::string_view api_organization = "/api/v1/organizations/{id}";
inline constexpr std::string_view api_themes = "/api/v1/themes";
inline constexpr std::string_view api_formats = "/api/v1/formats";
inline constexpr std::string_view api_licences = "/api/v1/licences";
inline constexpr std::string_view api_countries = "/api/v1/countries";
inline constexpr std::string_view api_changes = "/api/v1/changes";
// All runs, with what their reports count.
inline constexpr std::string_view api_run_list = "/api/v1/runs.csv";
// What one run changed.
inline constexpr std::string_view api_run_changes = "/api/v1/runs/{id}/changes";
inline constexpr std::string_view api_run_change_table = "/api/v1/runs/{id}/changes.csv";
inline constexpr std::string_view api_stats = "/api/v1/stats";
inline constexpr std::string_view api_issues = "/api/v1/issues";
inline constexpr std::string_view api_openapi = "/api/v1/openapi.json";
// The description for people.
inline constexpr std::string_view api_page = "/api";

std::string api_distribution_of(std::string_view id);
std::string api_organization_of(std::string_view id);
std::string api_organization_measure_table_of(std::string_view id);
std::string api_run_changes_of(std::int64_t id);
std::string api_run_change_table_of(std::int64_t id);

} // namespace moisson::routes
