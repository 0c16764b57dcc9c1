// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "stand.hpp"

#include "async/deadline.hpp"
#include "settings/catalogue.hpp"
#include "support/pg_cluster.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <pqxx/pqxx>
#include <stdexcept>

namespace moisson::testing {
namespace {

store::DatabaseOptions database_options(const std::string& conninfo) {
    store::DatabaseOptions options;
    options.conninfo = conninfo;
    options.application_name = "harvest_it";
    return options;
}

portals::ServerOptions server_options() {
    portals::ServerOptions options;
    options.now = [] { return Instant(std::chrono::sys_days(std::chrono::days(20'500))); };
    return options;
}

std::string row(const std::string& conninfo, const std::string& sql) {
    pqxx::connection connection(conninfo);
    pqxx::work work(connection);
    work.exec("set search_path = moisson");
    const pqxx::result rows = work.exec(sql);
    work.commit();
    return rows.empty() ? std::string() : rows[0][0].c_str();
}

std::unique_ptr<portals::Protocol> small_ckan(portals::CatalogueAt catalogue) {
    portals::CkanOptions ckan;
    ckan.rows_max = 50;
    return portals::make_ckan(ckan, std::move(catalogue));
}

} // namespace

Stand::Stand(std::shared_ptr<const portals::Catalogue> catalogue)
    : Stand(std::move(catalogue), small_ckan) {}

Stand::Stand(std::shared_ptr<const portals::Catalogue> catalogue, const Software& software)
    : conninfo_(PgCluster::instance().fresh_database()), database_(database_options(conninfo_)),
      harvests_(store::make_harvest_store(database_)),
      schedules_(store::make_schedule_store(database_)),
      catalog_(store::make_catalog_store(database_)),
      log_(telemetry::make_stderr_logger(timers_, telemetry::LogLevel::warning)),
      budget_(make_local_host_budget(timers_)), registry_(settings::make_registry()),
      vocabularies_(settings::load_vocabularies(MOISSON_SOURCE_DIR "/config/vocabularies")),
      served_(std::move(catalogue)), server_(server_options()) {
    if (!vocabularies_.ok())
        throw std::runtime_error(to_string(vocabularies_.problems));
    portals::PortalOptions options;
    options.key = "essai";
    options.script =
        portals::Script::from_text(R"({"rules":[{"when":{},"do": "status", "status": 500}]})");
    std::shared_ptr<const portals::Protocol> protocol = software([this](Instant) {
        const std::scoped_lock lock(mutex_);
        return served_;
    });
    simulated_ = std::make_shared<portals::Portal>(std::move(options), protocol);
    simulated_->set_script_active(false);
    const std::uint16_t port = server_.add(simulated_);
    server_.start();
    net::ClientOptions client;
    client.user_agent = "Moisson-test";
    client.allow.emplace_back(asio::ip::make_address("127.0.0.1"), port);
    const net::ClientDeps deps(timers_, *budget_, rng_);
    http_ = net::make_http_client(io_.get_executor(), std::move(client), deps);
    portal_.key = "essai";
    portal_.title = "Portail d'essai";
    portal_.url = "http://127.0.0.1:" + std::to_string(port);
    portal_.countries = {"BF"};
    portal_.languages = {"fr"};
    Source source;
    source.key = "essai";
    source.portal_key = "essai";
    source.connector = protocol->kind();
    source.url = portal_.url;
    source.rate = 0;
    portal_.sources.push_back(std::move(source));
}

Stand::~Stand() {
    server_.stop();
}

void Stand::serve(std::shared_ptr<const portals::Catalogue> catalogue) {
    const std::scoped_lock lock(mutex_);
    served_ = std::move(catalogue);
}

std::unique_ptr<harvest::Engine> Stand::engine() {
    harvest::EngineParts parts;
    parts.store = harvests_.get();
    parts.schedules = schedules_.get();
    parts.http = http_.get();
    parts.registry = &registry_;
    parts.timers = &timers_;
    parts.rng = &rng_;
    parts.log = log_.get();
    parts.observer = &observer_;
    parts.cpu = cpu_.get_executor();
    options_.worker = "harvest_it";
    auto made = std::make_unique<harvest::Engine>(parts, options_);
    made->configure({portal_}, vocabularies_.vocabularies);
    return made;
}

RunId Stand::ask(RunMode mode) {
    run_coro(io_, harvests_->sync_portals({portal_}), std::chrono::seconds(10)).value();
    return await(harvests_->request_run("essai", mode, "test"));
}

void Stand::harvest_until(RunMode mode, int pages) {
    ask(mode);
    const auto harvester = engine();
    asio::cancellation_signal stop;
    observer_.on_page = [&] {
        if (--pages == 0)
            asio::post(io_, [&] { stop.emit(asio::cancellation_type::terminal); });
    };
    bool over = false;
    auto ended = [&](const std::exception_ptr&, const Result<bool>&) { over = true; };
    asio::co_spawn(
        io_,
        harvester->run_one(),
        asio::bind_cancellation_slot(stop.slot(), std::move(ended))
    );
    io_.restart();
    while (!over && io_.run_one_for(std::chrono::seconds(60)) > 0)
        continue;
    observer_.on_page = nullptr;
    if (!over)
        throw std::runtime_error("the run does not stop");
}

HarvestRun Stand::resume() {
    const RunId run = summary().sources.front().last_run->id;
    const auto harvester = engine();
    if (!await(harvester->run_one()))
        throw std::runtime_error("no run was waiting");
    return await(catalog_->run(run)).run;
}

HarvestRun Stand::harvest(RunMode mode) {
    const RunId run = ask(mode);
    const auto harvester = engine();
    if (!await(harvester->run_one()))
        throw std::runtime_error("no run was waiting");
    return await(catalog_->run(run)).run;
}

void Stand::work(std::chrono::milliseconds time) {
    const auto harvester = engine();
    auto limited = with_deadline(timers_, timers_.steady_now() + time, harvester->run());
    if (run_coro(io_, std::move(limited), time + std::chrono::seconds(60)))
        throw std::runtime_error("the engine stopped by itself");
}

std::string Stand::value(const std::string& sql) const {
    return row(conninfo_, sql);
}

harvest::RemapReport Stand::remap() {
    const SourceId source = summary().sources.front().last_run->source;
    const auto harvester = engine();
    return await(harvester->remap(source, "essai"));
}

store::PortalSummary Stand::summary() {
    return await(catalog_->portal("essai"));
}

std::string Stand::fingerprint() {
    return await(catalog_->fingerprint());
}

std::int64_t Stand::changes() {
    return std::stoll(row(conninfo_, "select count(*) from change"));
}

std::size_t Stand::requests() const {
    return simulated_->log().entries().size();
}

std::size_t Stand::requests_with(std::string_view text, std::size_t after) const {
    std::size_t count = 0;
    const std::vector<portals::Access> all = simulated_->log().entries();
    for (std::size_t i = after; i < all.size(); ++i)
        count += all[i].query.find(text) != std::string::npos ? 1 : 0;
    return count;
}

void Stand::age_absences(int days) {
    row(conninfo_,
        "update absence set since = since - interval '" + std::to_string(days) + " days'");
}

} // namespace moisson::testing
