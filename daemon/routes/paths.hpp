// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The public base address and every path of the site, once. Pages are French, the API English.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace moisson::routes {

// -- Pages -------------------------------------------------------------------------------------
inline constexpr std::string_view home = "/";
inline constexpr std::string_view datasets_page = "/jeux-de-donnees";
inline constexpr std::string_view dataset_page = "/jeux-de-donnees/{slug}";
inline constexpr std::string_view portals_page = "/portails";
inline constexpr std::string_view portal_page = "/portails/{slug}";
inline constexpr std::string_view runs_page = "/passages";
inline constexpr std::string_view run_page = "/passages/{id}";
inline constexpr std::string_view alerts_page = "/alertes";
inline constexpr std::string_view dumps_page = "/donnees";
inline constexpr std::string_view subscriptions_page = "/abonnements";
inline constexpr std::string_view confirm_page = "/abonnements/confirmer";
inline constexpr std::string_view manage_page = "/abonnements/gerer";
// Leaving, pausing, answers: GET asks, POST does; also one-click unsubscribing (RFC 8058).
inline constexpr std::string_view signed_link_page = "/abonnements/lien";
inline constexpr std::string_view my_data_page = "/abonnements/donnees";
inline constexpr std::string_view robot_page = "/robot";
inline constexpr std::string_view robots_txt = "/robots.txt";
inline constexpr std::string_view opensearch = "/opensearch.xml";
// What the search field of a browser offers, named by opensearch.xml.
inline constexpr std::string_view suggestions = "/suggestions";
inline constexpr std::string_view assets = "/assets/{file}";
inline constexpr std::string_view assets_prefix = "/assets/";

// -- API ---------------------------------------------------------------------------------------
inline constexpr std::string_view api_prefix = "/api/";
inline constexpr std::string_view api_root = "/api/v1";
inline constexpr std::string_view api_datasets = "/api/v1/datasets";
inline constexpr std::string_view api_datasets_csv = "/api/v1/datasets.csv";
inline constexpr std::string_view api_datasets_ndjson = "/api/v1/datasets.ndjson";
inline constexpr std::string_view api_datasets_atom = "/api/v1/datasets.atom";
inline constexpr std::string_view api_datasets_rss = "/api/v1/datasets.rss";
inline constexpr std::string_view api_datasets_json_feed = "/api/v1/datasets.json-feed";
inline constexpr std::string_view api_dataset = "/api/v1/datasets/{id}";
inline constexpr std::string_view api_history = "/api/v1/datasets/{id}/history";
inline constexpr std::string_view api_freshness = "/api/v1/datasets/{id}/freshness";
inline constexpr std::string_view api_quality = "/api/v1/datasets/{id}/quality";
inline constexpr std::string_view api_dataset_measures = "/api/v1/datasets/{id}/measures";
inline constexpr std::string_view api_dataset_measure_table = "/api/v1/datasets/{id}/measures.csv";
inline constexpr std::string_view api_links = "/api/v1/datasets/{id}/links";
inline constexpr std::string_view api_suggest = "/api/v1/suggest";
inline constexpr std::string_view api_portals = "/api/v1/portals";
inline constexpr std::string_view api_portal = "/api/v1/portals/{id}";
inline constexpr std::string_view api_portal_health = "/api/v1/portals/{id}/health";
inline constexpr std::string_view api_portal_quality = "/api/v1/portals/{id}/quality";
inline constexpr std::string_view api_runs = "/api/v1/runs";
inline constexpr std::string_view api_run = "/api/v1/runs/{id}";
inline constexpr std::string_view api_alerts = "/api/v1/alerts";
inline constexpr std::string_view api_alerts_atom = "/api/v1/alerts.atom";
// Expected updates of a portal, an organization or a dataset.
inline constexpr std::string_view api_calendar = "/api/v1/calendar.ics";
inline constexpr std::string_view api_alert = "/api/v1/alerts/{id}";
inline constexpr std::string_view api_run_report = "/api/v1/runs/{id}/report";
inline constexpr std::string_view api_run_table = "/api/v1/runs/{id}/report.csv";
inline constexpr std::string_view api_portal_report = "/api/v1/portals/{id}/report";
inline constexpr std::string_view api_portal_table = "/api/v1/portals/{id}/report.csv";
inline constexpr std::string_view api_dumps = "/api/v1/dumps";
// The file of the newest dump, and that of a named one.
inline constexpr std::string_view api_dump_file = "/api/v1/dumps/{id}";
inline constexpr std::string_view api_dump_dated = "/api/v1/dumps/{dump}/{id}";
inline constexpr std::string_view api_measures = "/api/v1/measures";
inline constexpr std::string_view api_measure_table = "/api/v1/measures.csv";
inline constexpr std::string_view api_country_measures = "/api/v1/countries/{id}/measures";
inline constexpr std::string_view api_country_measure_table = "/api/v1/countries/{id}/measures.csv";
inline constexpr std::string_view api_portal_measures = "/api/v1/portals/{id}/measures";
inline constexpr std::string_view api_portal_measure_table = "/api/v1/portals/{id}/measures.csv";
inline constexpr std::string_view api_organization_measures = "/api/v1/organizations/{id}/measures";
inline constexpr std::string_view api_organization_measure_table =
    "/api/v1/organizations/{id}/measures.csv";
inline constexpr std::string_view api_version = "/api/v1/version";
// What people with a token do; behind daemon/access.
inline constexpr std::string_view api_admin = "/api/v1/admin";
inline constexpr std::string_view api_admin_prefix = "/api/v1/admin/";
inline constexpr std::string_view admin_me = "/api/v1/admin/me";
inline constexpr std::string_view admin_openapi = "/api/v1/admin/openapi.json";
inline constexpr std::string_view admin_tokens = "/api/v1/admin/tokens";
inline constexpr std::string_view admin_token = "/api/v1/admin/tokens/{id}";
inline constexpr std::string_view admin_approve = "/api/v1/admin/runs/{id}/approve";
inline constexpr std::string_view admin_refuse = "/api/v1/admin/runs/{id}/refuse";
inline constexpr std::string_view admin_cancel = "/api/v1/admin/runs/{id}/cancel";
inline constexpr std::string_view admin_harvest = "/api/v1/admin/sources/{id}/runs";
inline constexpr std::string_view admin_takedowns = "/api/v1/admin/takedowns";
inline constexpr std::string_view admin_takedown = "/api/v1/admin/takedowns/{id}";
inline constexpr std::string_view admin_corrections = "/api/v1/admin/corrections";
inline constexpr std::string_view admin_correction = "/api/v1/admin/corrections/{id}";
inline constexpr std::string_view admin_raw_record = "/api/v1/admin/datasets/{id}/raw";
inline constexpr std::string_view admin_ack = "/api/v1/admin/alerts/{id}/ack";
inline constexpr std::string_view admin_snooze = "/api/v1/admin/alerts/{id}/snooze";
inline constexpr std::string_view admin_storm = "/api/v1/admin/portals/{id}/alerts/approve";
inline constexpr std::string_view admin_silences = "/api/v1/admin/silences";
inline constexpr std::string_view admin_silence = "/api/v1/admin/silences/{id}";
// Messages to addresses of metadata: those that may be written to; one is.
inline constexpr std::string_view admin_invitations = "/api/v1/admin/invitations";
inline constexpr std::string_view admin_audit = "/api/v1/admin/audit";

// -- Machine -----------------------------------------------------------------------------------
inline constexpr std::string_view livez = "/livez";
inline constexpr std::string_view readyz = "/readyz";
inline constexpr std::string_view metrics = "/metrics";

// -- Feeds under the addresses that other software gave them (names end with ".atom") ------------
inline constexpr std::string_view udata_recent_feed = "/datasets/recent.atom";
inline constexpr std::string_view ckan_feeds = "/feeds/";
inline constexpr std::string_view ckan_dataset_feed = "/feeds/dataset.atom";
inline constexpr std::string_view ckan_organization_feed = "/feeds/organization/{id}";
inline constexpr std::string_view ckan_group_feed = "/feeds/group/{id}";
inline constexpr std::string_view ckan_tag_feed = "/feeds/tag/{id}";
inline constexpr std::string_view ckan_custom_feed = "/feeds/custom.atom";

// -- Open data: feeds, sitemaps and what machines read first -------------------------------------
// Each with ".ttl", ".rdf"..., or bare for content negotiation.
inline constexpr std::string_view catalog_feed = "/catalog";
inline constexpr std::string_view dataset_feeds = "/dataset/";
// Behind a dataset's, with a suffix: its scores.
inline constexpr std::string_view quality_feed = "/quality";
inline constexpr std::string_view portal_feeds = "/portal/";
inline constexpr std::string_view organization_feeds = "/organization/";
inline constexpr std::string_view records = "/record/";
inline constexpr std::string_view sitemap = "/sitemap.xml";
inline constexpr std::string_view sitemap_pages = "/sitemap-pages.xml";
// "/sitemap-8-3.xml": the third of eight parts.
inline constexpr std::string_view sitemap_parts = "/sitemap-";
inline constexpr std::string_view llms = "/llms.txt";
inline constexpr std::string_view void_description = "/.well-known/void";

// What the thing is called in statements; followed, it answers by content negotiation.
std::string dataset_iri_path(std::string_view id_or_slug);
std::string portal_iri_path(std::string_view key);
std::string record_iri_path(std::string_view id);
std::string portal_feed_of(std::string_view key);
std::string organization_iri_path(std::string_view slug);
std::string organization_feed_of(std::string_view slug);

std::string dataset_page_of(std::string_view slug);
std::string portal_page_of(std::string_view key);
std::string run_page_of(std::int64_t id);
std::string api_dataset_of(std::string_view id_or_slug);
std::string api_history_of(std::string_view id_or_slug);
std::string api_freshness_of(std::string_view id_or_slug);
std::string api_quality_of(std::string_view id_or_slug);
std::string api_dataset_measures_of(std::string_view id_or_slug);
std::string api_dataset_measure_table_of(std::string_view id_or_slug);
std::string api_links_of(std::string_view id_or_slug);
std::string api_portal_of(std::string_view key);
std::string api_portal_health_of(std::string_view key);
std::string api_portal_quality_of(std::string_view key);
std::string api_run_of(std::int64_t id);
std::string api_alert_of(std::int64_t id);
std::string api_run_report_of(std::int64_t id);
std::string api_run_table_of(std::int64_t id);
std::string api_portal_report_of(std::string_view key);
std::string api_portal_table_of(std::string_view key);

// `http.public_url`: decides every absolute link (decision 26).
class PublicUrl {
public:
    PublicUrl() = default;
    // "https://donnees.example.org", with or without a final "/", may have a path.
    explicit PublicUrl(std::string_view base);

    // `path` begins with "/". Without a base the path itself.
    std::string absolute(std::string_view path) const;
    // Whether an address is one of ours, by http or https. Without a base none is.
    bool covers(std::string_view address) const;
    const std::string& base() const { return base_; }
    // "donnees.example.org", without a port; "localhost" without a base.
    std::string host() const;

private:
    std::string base_;
};

} // namespace moisson::routes
