// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// House: every object of the process, in the order of the architecture; destroyed in reverse.
#pragma once

#include "app/instruments.hpp"
#include "async/request_limit.hpp"
#include "async/timer_source.hpp"
#include "core/rng.hpp"
#include "harvest/engine.hpp"
#include "i18n/code_labels.hpp"
#include "monitor/link_checker.hpp"
#include "monitor/portal_watch.hpp"
#include "monitor/source_rates.hpp"
#include "net/http_client.hpp"
#include "net/http_server.hpp"
#include "notify/desk.hpp"
#include "notify/mailer.hpp"
#include "notify/webhooks.hpp"
#include "search/follower.hpp"
#include "search/search_index.hpp"
#include "settings/catalogue.hpp"
#include "settings/settings.hpp"
#include "store/alert_store.hpp"
#include "store/export_store.hpp"
#include "store/host_budget.hpp"
#include "store/live_datasets.hpp"
#include "store/stores.hpp"
#include "store/token_store.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"
#include "views/fruitless_counter.hpp"
#include "views/list_views.hpp"
#include "views/make_views.hpp"
#include "views/open_data.hpp"
#include "views/selections.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <memory>
#include <string>

namespace moisson::app {

class House {
public:
    // Throws std::system_error when a listen address cannot be had.
    House(
        const settings::Settings& settings,
        settings::Catalogue catalogue,
        telemetry::Logger& log
    );
    House(const House&) = delete;
    House& operator=(const House&) = delete;

    settings::Settings settings;
    telemetry::Logger& log;
    SystemTimers timers;
    Rng rng;
    telemetry::Metrics metrics;
    // One thread, the caller's: every coroutine.
    asio::io_context io{1};
    // Parsing, normalisation, compression, index builds.
    asio::thread_pool cpu;
    // Spools are written here: a slow disk keeps neither parsing nor the site waiting.
    asio::thread_pool disk{1};
    // Apart from harvesting, whose jobs are long.
    asio::thread_pool searches;

    // Reads of the site and writes of the harvest do not wait for one another.
    store::Database reads;
    store::Database writes;
    std::unique_ptr<store::CatalogStore> catalog_store;
    std::unique_ptr<store::LiveStore> live_store;
    std::unique_ptr<store::ListStore> list_store;
    std::unique_ptr<store::ExportStore> export_store;
    std::unique_ptr<store::FruitlessStore> fruitless_store;
    std::unique_ptr<store::ChangeFeed> feed;
    std::unique_ptr<store::HarvestStore> harvest_store;
    std::unique_ptr<store::ScheduleStore> schedule_store;
    std::unique_ptr<store::ClusterStore> cluster_store;
    std::unique_ptr<store::AssessmentStore> assessment_store;
    std::unique_ptr<store::HealthStore> health_store;
    std::unique_ptr<store::LinkStore> link_store;
    // The engine writes; the site reads beside it.
    std::unique_ptr<store::AlertStore> alert_store;
    std::unique_ptr<store::AlertStore> alerts;

    settings::Catalogue catalogue;
    i18n::CodeLabels labels;

    // Set with the role that needs them.
    std::unique_ptr<store::SharedHostBudget> budget;
    std::unique_ptr<RequestLimit> request_limit;
    std::unique_ptr<net::HttpClient> client;
    kit::Registry registry;
    HarvestInstruments instruments;
    std::unique_ptr<harvest::Engine> engine;
    monitor::SelfGuard self_guard;
    monitor::WatchParts watch;
    // Outlives `links`.
    monitor::SourceRates source_rates;
    std::unique_ptr<monitor::LinkChecker> links;
    // libcurl waits for mail servers here.
    asio::thread_pool mail{1};
    std::unique_ptr<notify::Mailer> mailer;
    std::unique_ptr<net::HttpClient> webhook_client;
    std::unique_ptr<notify::Webhooks> webhooks;
    std::unique_ptr<notify::Desk> desk;

    std::unique_ptr<search::SearchIndex> index;
    std::unique_ptr<search::Follower> follower;
    std::unique_ptr<views::CatalogViews> views;
    std::unique_ptr<views::OpenData> open_data;
    std::unique_ptr<views::ListViews> lists;
    std::unique_ptr<store::TokenStore> tokens;
    // Null without a directory for them.
    std::shared_ptr<const views::DumpShelf> dumps;
    views::FruitlessCounter fruitless{rng};
    std::unique_ptr<views::Selections> selections;
    std::unique_ptr<net::HttpServer> server;
    std::unique_ptr<net::HttpServer> admin_server;

    std::atomic<bool> draining{false};
    // Of the server that the site reads, when it is one; the io executor's.
    std::optional<std::chrono::seconds> standby_lag;

private:
    void wire_client();
    void wire_harvest();
    void wire_monitor();
    void wire_links();
    void wire_notify();
    void wire_webhooks();
    void wire_site();
    void wire_views();
    net::Handler guarded(net::Handler site);
    // `api` answers machines apart from the site when they have an address of their own.
    void open_servers(const net::Handler& site, const net::Handler& api);
    std::string metrics_text();
};

// As set, else the processors; at least one.
unsigned cpu_threads(const settings::Settings& settings);
// The User-Agent of every request we send.
std::string sent_user_agent(const settings::Settings& settings);

} // namespace moisson::app
