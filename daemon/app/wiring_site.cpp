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

auto vocabularies_of(const House& house) {
    return [&house] { return house.catalogue.vocabularies; };
}

auto fruitless_notes(House& house) {
    return [&house](const std::string& words, const std::string& who) {
        // Requests are handled on the strands of io, which has one thread.
        house.fruitless.note(words, net::client_key(who), house.timers.now());
    };
}

// Reads that no view of the catalogue answers.
void put_reads(api::ApiOptions& options, House& house) {
    options.measures = [&house](store::MeasureQuery query) {
        return store::read_measures(house.reads, std::move(query));
    };
    options.portal_quality = [&house](std::string portal) {
        return store::read_quality_tally(house.reads, std::move(portal));
    };
    options.verdicts = [&house](Uuid dataset) {
        return store::read_verdicts(house.reads, dataset);
    };
    options.dataset_days = [&house](store::DatasetDaysQuery query) {
        query.runs_kept = house.settings.db.prune.keep_runs;
        return store::read_dataset_days(house.reads, query);
    };
    options.updates = [&house](store::UpdatesQuery query) {
        return store::read_updates_due(house.reads, std::move(query));
    };
}

api::ApiOptions api_options(House& house) {
    api::ApiOptions options;
    options.public_url = routes::PublicUrl(house.settings.public_url);
    options.version = std::string(version());
    options.commit = std::string(commit());
    options.draining = [&house] { return house.draining.load(); };
    options.standby_lag = [&house] { return house.standby_lag; };
    options.lists = house.lists.get();
    options.alerts = house.alerts.get();
    options.vocabularies = vocabularies_of(house);
    options.exports = house.export_store.get();
    options.dumps = house.dumps;
    options.on_fruitless = fruitless_notes(house);
    options.disk = house.disk.get_executor();
    put_reads(options, house);
    return options;
}

pages::PagesOptions pages_options(House& house) {
    pages::PagesOptions options;
    options.public_url = routes::PublicUrl(house.settings.public_url);
    options.site_name = house.settings.site_name;
    options.version = std::string(version());
    options.demo = house.settings.demonstration;
    options.user_agent = sent_user_agent(house.settings);
    options.contact = house.settings.contact;
    options.contact_url = contact_url(house.settings.contact);
    options.web_directory = house.settings.paths.web;
    options.sends_mail = house.settings.mail.sends();
    options.alerts = house.alerts.get();
    options.vocabularies = vocabularies_of(house);
    options.desk = house.desk.get();
    options.dumps = house.dumps;
    options.on_fruitless = fruitless_notes(house);
    return options;
}

// Feeds, dumps and graphs.
net::Handler with_doors(House& house, net::Handler site) {
    opendata::DoorsOptions options;
    options.public_url = routes::PublicUrl(house.settings.public_url);
    options.site_name = house.settings.site_name;
    options.cpu = house.cpu.get_executor();
    options.vocabularies = vocabularies_of(house);
    options.dumps = house.dumps;
    return opendata::make_doors_handler(
        *house.views,
        *house.open_data,
        house.log,
        std::move(options),
        std::move(site)
    );
}

net::Handler with_facade(House& house, net::Handler site) {
    ckan_api::CkanOptions options;
    options.public_url = routes::PublicUrl(house.settings.public_url);
    options.site_name = house.settings.site_name;
    options.version = std::string(version());
    options.vocabularies = vocabularies_of(house);
    options.cpu = house.cpu.get_executor();
    return ckan_api::make_ckan_handler(
        *house.views,
        *house.open_data,
        *house.selections,
        house.labels,
        house.timers,
        house.log,
        std::move(options),
        std::move(site)
    );
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

void House::wire_views() {
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
}

void House::wire_site() {
    wire_views();
    notify::DeskOptions desk_options;
    desk_options.public_url = routes::PublicUrl(settings.public_url);
    desk_options.site_name = settings.site_name;
    desk = std::make_unique<notify::Desk>(writes, timers, std::move(desk_options));
    if (!settings.dumps.directory.empty())
        dumps = std::make_shared<const views::DumpShelf>(settings.dumps.directory);
    api::ApiOptions options = api_options(*this);
    options.metrics = [this] { return metrics_text(); };
    pages::PagesOptions page_options = pages_options(*this);
    page_options.measures = options.measures;
    page_options.portal_quality = options.portal_quality;
    net::Handler api = api::make_api_handler(*views, labels, timers, log, std::move(options));
    net::Handler pages =
        pages::make_pages_handler(*views, labels, timers, log, std::move(page_options));
    net::Handler site = with_doors(*this, api::make_site_handler(api, pages));
    site = guarded(with_facade(*this, std::move(site)));
    open_servers(site, api);
}

void House::open_servers(const net::Handler& site, const net::Handler& api) {
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
