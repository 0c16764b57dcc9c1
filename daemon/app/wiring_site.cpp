// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The doors of the house: search, API, pages, feeds, the facade, behind one gate.
#include "access/admin.hpp"
#include "api/api.hpp"
#include "app/machine_routes.hpp"
#include "app/version.hpp"
#include "app/wiring.hpp"
#include "ckan_api/ckan_api.hpp"
#include "core/limits.hpp"
#include "net/server/client_turns.hpp"
#include "opendata/doors.hpp"
#include "pages/pages.hpp"
#include "routes/paths.hpp"
#include "settings/correction_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace moisson::app {
namespace {

std::string contact_url(const std::string& contact) {
    const bool is_mail = contact.find('@') != contact.npos && contact.find(':') == contact.npos;
    return is_mail ? "mailto:" + contact : contact;
}

api::ApiOptions api_options(const settings::Settings& settings) {
    api::ApiOptions options;
    options.public_url = routes::PublicUrl(settings.public_url);
    options.version = std::string(version());
    options.commit = std::string(commit());
    return options;
}

ckan_api::CkanOptions ckan_options(const settings::Settings& settings) {
    ckan_api::CkanOptions options;
    options.public_url = routes::PublicUrl(settings.public_url);
    options.site_name = settings.site_name;
    options.version = std::string(version());
    return options;
}

pages::PagesOptions pages_options(const settings::Settings& settings) {
    pages::PagesOptions options;
    options.public_url = routes::PublicUrl(settings.public_url);
    options.site_name = settings.site_name;
    options.version = std::string(version());
    options.demo = settings.demonstration;
    options.user_agent = sent_user_agent(settings);
    options.contact = settings.contact;
    options.contact_url = contact_url(settings.contact);
    options.web_directory = settings.paths.web;
    options.sends_mail = settings.mail.sends();
    return options;
}

} // namespace

// One place for tokens and limits, whatever rooms stand behind.
net::Handler House::guarded(net::Handler site) {
    tokens = std::make_unique<store::TokenStore>(reads, timers);
    auto fault_of = [this](const Correction& correction) {
        const auto vocabularies = catalogue.vocabularies;
        return settings::correction_fault(correction, *vocabularies);
    };
    access::AdminParts parts(writes, *catalog_store, log, std::move(fault_of));
    parts.archive = settings.harvest.archive;
    parts.desk = desk.get();
    access::GateOptions options;
    options.rate = settings.rate;
    options.trusted_proxies = settings.server.trusted_proxies;
    access::Authenticate authenticate = [this](std::string presented) {
        return tokens->authenticate(std::move(presented));
    };
    return access::make_gate(
        std::move(site),
        access::make_admin_handler(std::move(parts)),
        std::move(authenticate),
        timers,
        std::move(options)
    );
}

void House::wire_site() {
    index = std::make_unique<search::SearchIndex>();
    if (catalogue.lexicon)
        index->set_lexicon(catalogue.lexicon);
    search::FollowerOptions following = settings.search;
    following.build_threads = cpu_threads(settings);
    follower = std::make_unique<search::Follower>(
        *index,
        *feed,
        timers,
        log,
        cpu.get_executor(),
        std::move(following)
    );
    views = views::make_catalog_views(
        *index,
        *catalog_store,
        timers,
        [this] { return follower->status(); },
        searches.get_executor()
    );
    open_data = views::make_open_data(*live_store, *views, timers);
    lists = views::make_list_views(*views, *catalog_store, *list_store);
    selections = views::make_selections(
        *index,
        *catalog_store,
        *list_store,
        *views,
        timers,
        searches.get_executor()
    );
    api::ApiOptions options = api_options(settings);
    options.lists = lists.get();
    options.metrics = [this] { return metrics_text(); };
    options.draining = [this] { return draining.load(); };
    options.standby_lag = [this] { return standby_lag; };
    options.alerts = alerts.get();
    const auto vocabularies = [this] { return catalogue.vocabularies; };
    options.vocabularies = vocabularies;
    options.exports = export_store.get();
    options.measures = [this](store::MeasureQuery query) {
        return store::read_measures(reads, std::move(query));
    };
    options.portal_quality = [this](std::string portal) {
        return store::read_quality_tally(reads, std::move(portal));
    };
    options.verdicts = [this](Uuid dataset) { return store::read_verdicts(reads, dataset); };
    options.dataset_days = [this](store::DatasetDaysQuery query) {
        query.runs_kept = settings.db.prune.keep_runs;
        return store::read_dataset_days(reads, query);
    };
    options.updates = [this](store::UpdatesQuery query) {
        return store::read_updates_due(reads, std::move(query));
    };
    pages::PagesOptions page_options = pages_options(settings);
    page_options.vocabularies = vocabularies;
    page_options.alerts = alerts.get();
    page_options.measures = options.measures;
    page_options.portal_quality = options.portal_quality;
    notify::DeskOptions desk_options;
    desk_options.public_url = routes::PublicUrl(settings.public_url);
    desk_options.site_name = settings.site_name;
    desk = std::make_unique<notify::Desk>(writes, timers, std::move(desk_options));
    page_options.desk = desk.get();
    if (!settings.dumps.directory.empty())
        dumps = std::make_shared<const views::DumpShelf>(settings.dumps.directory);
    options.dumps = dumps;
    const auto on_fruitless = [this](const std::string& words, const std::string& who) {
        // Requests are handled on the strands of io, which has one thread.
        fruitless.note(words, net::client_key(who), timers.now());
    };
    options.on_fruitless = on_fruitless;
    options.disk = disk.get_executor();
    page_options.dumps = dumps;
    page_options.on_fruitless = on_fruitless;
    net::Handler api = api::make_api_handler(*views, labels, timers, log, std::move(options));
    net::Handler pages =
        pages::make_pages_handler(*views, labels, timers, log, std::move(page_options));
    opendata::DoorsOptions doors;
    doors.public_url = routes::PublicUrl(settings.public_url);
    doors.site_name = settings.site_name;
    doors.cpu = cpu.get_executor();
    doors.vocabularies = vocabularies;
    doors.dumps = dumps;
    net::Handler site = opendata::make_doors_handler(
        *views,
        *open_data,
        log,
        std::move(doors),
        api::make_site_handler(api, pages)
    );
    ckan_api::CkanOptions ckan = ckan_options(settings);
    ckan.vocabularies = vocabularies;
    ckan.cpu = cpu.get_executor();
    site = ckan_api::make_ckan_handler(
        *views,
        *open_data,
        *selections,
        labels,
        timers,
        log,
        std::move(ckan),
        std::move(site)
    );
    site = guarded(std::move(site));
    net::ServerOptions server_options = settings.server;
    server_options.cpu = cpu.get_executor();
    server_options.on_access = access_instrument(metrics, log);
    server_options.on_error = error_instrument(log);
    server_options.on_starved = starved_instrument(log);
    const bool apart = !settings.admin_listen.empty();
    if (settings.has(settings::Role::api))
        server = net::make_http_server(
            io.get_executor(),
            server_options,
            apart ? without_machine_routes(site) : site
        );
    if (!apart)
        return;
    const auto listen = settings::parse_listen(settings.admin_listen);
    server_options.address = listen->address;
    server_options.port = listen->port;
    server_options.connections_max =
        std::min(server_options.connections_max, limits::admin_connections);
    admin_server =
        net::make_http_server(io.get_executor(), server_options, only_machine_routes(api));
}

std::string House::metrics_text() {
    const auto gauge = [this](const char* name, const char* help, double value) {
        metrics.gauge(name, help).set(value);
    };
    metrics
        .gauge(
            "moisson_build_info",
            "Always 1; the build is in the labels.",
            {{"version", std::string(version())}, {"commit", std::string(commit())}}
        )
        .set(1);
    const views::Readiness ready = views->readiness();
    gauge("moisson_index_ready", "1 when searches are answered.", ready.index_ready ? 1 : 0);
    gauge(
        "moisson_index_generation",
        "Last change number applied to the index.",
        static_cast<double>(ready.generation)
    );
    gauge("moisson_db_up", "1 when the database answered last time.", ready.database_ok ? 1 : 0);
    gauge(
        "moisson_db_standby_lag_seconds",
        "How far the standby that is read is behind; 0 on a primary.",
        static_cast<double>(standby_lag.value_or(std::chrono::seconds(0)).count())
    );
    gauge(
        "moisson_index_lag_seconds",
        "Age of what is served when the database is away.",
        static_cast<double>(ready.lag.count())
    );
    gauge(
        "moisson_http_connections",
        "Open connections.",
        server ? static_cast<double>(server->connections()) : 0
    );
    gauge("moisson_resident_bytes", "Resident memory.", resident_bytes());
    return metrics.text();
}

} // namespace moisson::app
