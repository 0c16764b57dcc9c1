// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The composition root: reads top to bottom as the architecture.
#include "app/wiring.hpp"

#include "app/saved_searches.hpp"
#include "app/version.hpp"
#include "core/limits.hpp"
#include "monitor/whole_file.hpp"
#include "settings/user_agent.hpp"
#include "settings/vocabularies.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <thread>

namespace moisson::app {
namespace {

int read_connections(const settings::Settings& settings) {
    if (!settings.has(settings::Role::harvest) && !settings.has(settings::Role::monitor))
        return settings.db.options.connections;
    return std::max(1, settings.db.options.connections / 3);
}

store::DatabaseOptions database_options(
    const settings::Settings& settings,
    std::string conninfo,
    const char* name,
    int connections,
    telemetry::Metrics& metrics
) {
    store::DatabaseOptions options = settings.db.options;
    options.conninfo = std::move(conninfo);
    options.application_name = name;
    options.connections = std::max(1, connections);
    options.observe = database_instrument(metrics);
    return options;
}

std::string worker_name() {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0)
        host[0] = '\0';
    return fmt::format("{}:{}", host.data(), ::getpid());
}

} // namespace

unsigned cpu_threads(const settings::Settings& settings) {
    if (settings.cpu_threads > 0)
        return static_cast<unsigned>(settings.cpu_threads);
    return std::max(1U, std::thread::hardware_concurrency());
}

std::string sent_user_agent(const settings::Settings& settings) {
    return settings::user_agent(settings, version());
}

House::House(const settings::Settings& given, settings::Catalogue found, telemetry::Logger& logger)
    : settings(given), log(logger), cpu(cpu_threads(given)), searches(cpu_threads(given)),
      reads(database_options(
          given,
          given.db.read_conninfo(),
          "moissond-lecture",
          read_connections(given),
          metrics
      )),
      writes(database_options(
          given,
          given.db.conninfo(),
          "moissond-moissonnage",
          given.db.options.connections - read_connections(given),
          metrics
      )),
      catalog_store(store::make_catalog_store(reads, limits::public_read_time)),
      live_store(store::make_live_store(reads)), list_store(store::make_list_store(reads)),
      export_store(store::make_export_store(reads)),
      fruitless_store(store::make_fruitless_store(writes)), feed(store::make_change_feed(reads)),
      harvest_store(store::make_harvest_store(
          writes,
          store::HarvestStoreOptions{given.harvest.runs_per_portal}
      )),
      schedule_store(store::make_schedule_store(writes)),
      cluster_store(store::make_cluster_store(writes)),
      assessment_store(store::make_assessment_store(writes)),
      health_store(store::make_health_store(writes)), link_store(store::make_link_store(writes)),
      alert_store(store::make_alert_store(writes)), alerts(store::make_alert_store(reads)),
      catalogue(std::move(found)), labels(settings::labels_of(*catalogue.vocabularies)),
      registry(settings::make_registry()), instruments(metrics, log) {
    if (settings.has(settings::Role::harvest) || settings.has(settings::Role::monitor) ||
        settings.has(settings::Role::notify))
        wire_client();
    if (settings.has(settings::Role::harvest))
        wire_harvest();
    if (settings.has(settings::Role::monitor)) {
        wire_monitor();
        wire_links();
    }
    if (settings.has(settings::Role::notify)) {
        wire_notify();
        wire_webhooks();
    }
    if (settings.has(settings::Role::api))
        wire_site();
    else if (!settings.admin_listen.empty())
        wire_site();
}

void House::wire_client() {
    store::SharedBudgetOptions budget_options;
    budget_options.holder = worker_name();
    budget = store::make_shared_host_budget(timers, writes, std::move(budget_options));
    net::ClientOptions client_options = settings.client;
    client_options.user_agent = sent_user_agent(settings);
    const auto links_max = static_cast<std::size_t>(settings.links.in_flight);
    request_limit = make_request_limit(*budget, timers, links_max);
    net::ClientDeps deps(timers, *request_limit, rng);
    client = net::make_http_client(io.get_executor(), std::move(client_options), deps);
}

void House::wire_harvest() {
    harvest::EngineParts parts;
    parts.store = harvest_store.get();
    parts.schedules = schedule_store.get();
    parts.http = client.get();
    parts.registry = &registry;
    parts.timers = &timers;
    parts.rng = &rng;
    parts.log = &log;
    parts.observer = &instruments;
    parts.cpu = cpu.get_executor();
    parts.documents = settings.documents;
    parts.documents.spool.disk = disk.get_executor();
    harvest::EngineOptions options = settings.harvest;
    options.worker = worker_name();
    engine = std::make_unique<harvest::Engine>(parts, options);
    engine->configure(catalogue.portals, catalogue.vocabularies);
}

void House::wire_monitor() {
    watch.store = health_store.get();
    watch.registry = &registry;
    watch.services.http = client.get();
    watch.services.clock = &timers;
    watch.services.cpu = cpu.get_executor();
    watch.services.documents = settings.documents;
    watch.services.documents.spool.disk = disk.get_executor();
    watch.timers = &timers;
    watch.log = &log;
    watch.guard = &self_guard;
    watch.control_urls = settings.links.control_urls;
    watch.portal = [this](const std::string& key) {
        const auto found = std::find_if(
            catalogue.portals.begin(),
            catalogue.portals.end(),
            [&](const Portal& one) { return one.key == key; }
        );
        return found == catalogue.portals.end() ? std::optional<Portal>() : *found;
    };
    watch.observe = portal_instrument(metrics);
}

void House::wire_links() {
    if (!settings.links.enabled)
        return;
    // Behind a proxy the address that is dialled is the proxy's: the guard would see nothing
    // (decision 20).
    if (!settings.client.proxy_http.empty() || !settings.client.proxy_https.empty()) {
        log.warning("links are not checked through a proxy");
        return;
    }
    monitor::LinkCheckerParts parts;
    parts.store = link_store.get();
    parts.http = client.get();
    parts.timers = &timers;
    parts.rng = &rng;
    parts.log = &log;
    LinkInstruments instruments_of_links = link_instruments(metrics);
    parts.on_probe = std::move(instruments_of_links.on_probe);
    parts.on_host = std::move(instruments_of_links.on_host);
    parts.on_states = std::move(instruments_of_links.on_states);
    monitor::LinkCheckerOptions options = settings.links;
    options.holder = worker_name();
    options.user_agent = sent_user_agent(settings);
    source_rates = monitor::SourceRates(catalogue.portals);
    options.probe.slower_rate = [this](double rate, const std::string& url) {
        return source_rates.slower_of(rate, url);
    };
    options.hashed_sources = [this] { return monitor::hashed_sources(catalogue.portals); };
    links = std::make_unique<monitor::LinkChecker>(std::move(parts), std::move(options));
}

void House::wire_notify() {
    notify::MailerParts parts;
    parts.database = &writes;
    parts.timers = &timers;
    parts.log = &log;
    parts.mail = mail.get_executor();
    parts.public_url = routes::PublicUrl(settings.public_url);
    parts.site_name = settings.site_name;
    parts.on_delivery = [this](std::string_view outcome) {
        metrics
            .counter(
                "moisson_notify_messages_total",
                "Messages handed to the mail server, by outcome.",
                {{"outcome", std::string(outcome)}}
            )
            .add(1);
    };
    parts.frequency_name = [this](std::string_view code) {
        return std::string(labels.find("frequency", code));
    };
    // Only who answers searches has the index.
    if (settings.has(settings::Role::api))
        parts.search = follow_searches(*this);
    else
        log.warning("searches that people follow are told by processes with the roles api and "
                    "notify: this one has no index");
    if (!settings.mail.sends())
        log.info("mail is not sent: mail.host or mail.from is empty");
    mailer = std::make_unique<notify::Mailer>(std::move(parts), settings.mail);
}

void House::wire_webhooks() {
    // Behind a proxy the guard would see the proxy's address only (decision 20).
    if (!settings.client.proxy_http.empty() || !settings.client.proxy_https.empty()) {
        log.warning("webhooks are not sent through a proxy");
        return;
    }
    net::ClientOptions client_options = settings.client;
    client_options.user_agent = sent_user_agent(settings);
    client_options.follow_redirects = false;
    net::ClientDeps deps(timers, *budget, rng);
    webhook_client = net::make_http_client(io.get_executor(), std::move(client_options), deps);
    notify::WebhookParts parts;
    parts.database = &writes;
    parts.http = webhook_client.get();
    parts.timers = &timers;
    parts.rng = &rng;
    parts.log = &log;
    parts.public_url = routes::PublicUrl(settings.public_url);
    parts.site_name = settings.site_name;
    parts.on_delivery = [this](std::string_view outcome) {
        metrics
            .counter(
                "moisson_notify_webhooks_total",
                "Webhook attempts, by outcome.",
                {{"outcome", std::string(outcome)}}
            )
            .add(1);
    };
    webhooks = std::make_unique<notify::Webhooks>(std::move(parts));
}

} // namespace moisson::app
