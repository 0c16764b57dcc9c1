// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "routes/paths.hpp"

#include "routes/url.hpp"

#include <fmt/format.h>

namespace moisson::routes {

std::string dataset_page_of(std::string_view slug) {
    return fmt::format("{}/{}", datasets_page, percent_encode(slug));
}

std::string portal_page_of(std::string_view key) {
    return fmt::format("{}/{}", portals_page, percent_encode(key));
}

std::string run_page_of(std::int64_t id) {
    return fmt::format("/passages/{}", id);
}

std::string api_dataset_of(std::string_view id_or_slug) {
    return fmt::format("{}/{}", api_datasets, percent_encode(id_or_slug));
}

std::string api_links_of(std::string_view id_or_slug) {
    return api_dataset_of(id_or_slug) + "/links";
}

std::string api_history_of(std::string_view id_or_slug) {
    return api_dataset_of(id_or_slug) + "/history";
}

std::string api_freshness_of(std::string_view id_or_slug) {
    return api_dataset_of(id_or_slug) + "/freshness";
}

std::string api_quality_of(std::string_view id_or_slug) {
    return api_dataset_of(id_or_slug) + "/quality";
}

std::string api_dataset_measures_of(std::string_view id_or_slug) {
    return api_dataset_of(id_or_slug) + "/measures";
}

std::string api_dataset_measure_table_of(std::string_view id_or_slug) {
    return api_dataset_of(id_or_slug) + "/measures.csv";
}

std::string api_portal_of(std::string_view key) {
    return fmt::format("{}/{}", api_portals, percent_encode(key));
}

std::string api_portal_quality_of(std::string_view key) {
    return api_portal_of(key) + "/quality";
}

std::string api_portal_health_of(std::string_view key) {
    return api_portal_of(key) + "/health";
}

std::string api_run_of(std::int64_t id) {
    return fmt::format("{}/{}", api_runs, id);
}

std::string api_alert_of(std::int64_t id) {
    return fmt::format("{}/{}", api_alerts, id);
}

std::string api_run_report_of(std::int64_t id) {
    return api_run_of(id) + "/report";
}

std::string api_run_table_of(std::int64_t id) {
    return api_run_report_of(id) + ".csv";
}

std::string api_portal_report_of(std::string_view key) {
    return api_portal_of(key) + "/report";
}

std::string api_portal_table_of(std::string_view key) {
    return api_portal_report_of(key) + ".csv";
}

std::string dataset_iri_path(std::string_view id_or_slug) {
    return fmt::format("{}{}", dataset_feeds, percent_encode(id_or_slug));
}

std::string portal_iri_path(std::string_view key) {
    return fmt::format("{}{}", portal_feeds, percent_encode(key));
}

std::string record_iri_path(std::string_view id) {
    return fmt::format("{}{}", records, percent_encode(id));
}

std::string portal_feed_of(std::string_view key) {
    return fmt::format("{}{}", portal_iri_path(key), catalog_feed);
}

std::string organization_iri_path(std::string_view slug) {
    return fmt::format("{}{}", organization_feeds, percent_encode(slug));
}

std::string organization_feed_of(std::string_view slug) {
    return fmt::format("{}{}", organization_iri_path(slug), catalog_feed);
}

namespace {

std::string_view without_scheme(std::string_view address) {
    for (const std::string_view scheme : {"http://", "https://"})
        if (address.starts_with(scheme))
            return address.substr(scheme.size());
    return {};
}

} // namespace

PublicUrl::PublicUrl(std::string_view base) : base_(base) {
    while (base_.ends_with('/'))
        base_.pop_back();
}

std::string PublicUrl::absolute(std::string_view path) const {
    return base_ + std::string(path);
}

std::string PublicUrl::host() const {
    const std::string_view rest = without_scheme(base_);
    const std::string_view name = rest.substr(0, rest.find_first_of(":/"));
    return name.empty() ? "localhost" : std::string(name);
}

bool PublicUrl::covers(std::string_view address) const {
    const std::string_view ours = without_scheme(base_);
    std::string_view theirs = without_scheme(address);
    if (ours.empty() || !theirs.starts_with(ours))
        return false;
    theirs.remove_prefix(ours.size());
    return theirs.empty() || theirs.front() == '/' || theirs.front() == '?' ||
           theirs.front() == '#';
}

} // namespace moisson::routes
