// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "house.hpp"

#include "async/host_budget.hpp"
#include "cli/cli.hpp"
#include "harvest/engine.hpp"
#include "net/make_http_client.hpp"
#include "portals/generator.hpp"
#include "settings/catalogue.hpp"
#include "store/stores.hpp"
#include "support/pg_cluster.hpp"
#include "support/run_coro.hpp"
#include "telemetry/log.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <pqxx/pqxx>
#include <stdexcept>

namespace moisson::testing {
namespace {

portals::ServerOptions server_options() {
    portals::ServerOptions options;
    options.now = [] { return portals::Instant(std::chrono::sys_days(std::chrono::days(20'500))); };
    return options;
}

std::string text_of(std::FILE* file) {
    std::string out(static_cast<std::size_t>(std::ftell(file)), '\0');
    std::rewind(file);
    out.resize(std::fread(out.data(), 1, out.size(), file));
    std::fclose(file);
    return out;
}

int next_house() {
    static int count = 0;
    return ++count;
}

} // namespace

std::shared_ptr<const portals::Catalogue> generated(std::uint64_t count, std::int64_t day) {
    portals::GeneratorOptions options;
    options.count = count;
    options.countries = {"BF"};
    options.day = day;
    options.changes = 0.01;
    return portals::generate(options);
}

std::shared_ptr<const portals::Catalogue>
first_of(const std::shared_ptr<const portals::Catalogue>& all, std::size_t count) {
    portals::CatalogueBuilder builder(false);
    for (std::size_t i = 0; i < std::min(count, all->size()); ++i) {
        const portals::Record& record = all->records()[i];
        builder.add(record, std::string(all->text(record)));
    }
    return builder.build();
}

House::House(std::shared_ptr<const portals::Catalogue> catalogue)
    : conninfo_(PgCluster::instance().fresh_database()),
      folder_(
          std::filesystem::temp_directory_path() /
          ("moisson-cli-" + std::to_string(::getpid()) + "-" + std::to_string(next_house()))
      ),
      served_(std::move(catalogue)), server_(server_options()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "portails");
    portals::CkanOptions ckan;
    ckan.rows_max = 50;
    portals::PortalOptions options;
    options.key = "essai";
    portal_ = std::make_shared<
        portals::Portal>(std::move(options), portals::make_ckan(ckan, [this](portals::Instant) {
                             const std::scoped_lock lock(mutex_);
                             return served_;
                         }));
    const std::uint16_t port = server_.add(portal_);
    server_.start();
    url_ = "http://127.0.0.1:" + std::to_string(port);
    file(
        "moisson.yaml",
        "db: {connection: '" + conninfo_ + "'}\n" +
            "net: {allow: ['127.0.0.1:" + std::to_string(port) +
            "']}\npaths: {portals: portails, vocabularies: '" MOISSON_SOURCE_DIR
            "/config/vocabularies'}\n"
    );
    write_portals(
        "  - key: essai\n    title: Essai\n    url: " + url_ +
        "\n    countries: [BF]\n    sources: [{connector: ckan, rate: 0, url: '" + url_ + "'}]\n"
    );
}

House::~House() {
    server_.stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void House::write_portals(const std::string& text) const {
    file("portails/a.yaml", "portals:\n" + text);
}

std::filesystem::path House::file(const std::string& name, const std::string& bytes) const {
    const std::filesystem::path path = folder_ / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
}

void House::serve(std::shared_ptr<const portals::Catalogue> catalogue) {
    const std::scoped_lock lock(mutex_);
    served_ = std::move(catalogue);
}

Outcome House::run(std::vector<std::string> arguments) const {
    const std::string config = (folder_ / "moisson.yaml").string();
    std::vector<const char*> values = {"moisson", "--config", config.c_str()};
    for (const std::string& argument : arguments)
        values.push_back(argument.c_str());
    std::FILE* const out = std::tmpfile();
    std::FILE* const problems = std::tmpfile();
    Outcome outcome;
    outcome.code = cli::run_cli(static_cast<int>(values.size()), values.data(), out, problems);
    outcome.out = text_of(out);
    outcome.problems = text_of(problems);
    return outcome;
}

void House::harvest(const std::string& source, const std::string& mode) {
    const Outcome asked = run({"moissonner", source, "--mode", mode});
    if (asked.code != 0)
        throw std::runtime_error(asked.problems);
    const settings::LoadedSettings loaded =
        settings::load_settings(folder_ / "moisson.yaml", settings::process_environment());
    const settings::Catalogue catalogue =
        settings::load_catalogue(loaded.settings, settings::process_environment());
    asio::io_context io;
    SystemTimers timers;
    Rng rng{1};
    store::DatabaseOptions options = loaded.settings.db.options;
    options.connections = 2;
    store::Database database(options);
    const auto harvests = store::make_harvest_store(database);
    const auto budget = make_local_host_budget(timers);
    net::ClientOptions client = loaded.settings.client;
    client.user_agent = "Moisson-test";
    const net::ClientDeps deps(timers, *budget, rng);
    const auto http = net::make_http_client(io.get_executor(), std::move(client), deps);
    const auto log = telemetry::make_stderr_logger(timers, telemetry::LogLevel::error);
    const kit::Registry registry = settings::make_registry();
    harvest::SilentObserver observer;
    harvest::EngineParts parts;
    parts.store = harvests.get();
    parts.http = http.get();
    parts.registry = &registry;
    parts.timers = &timers;
    parts.rng = &rng;
    parts.log = log.get();
    parts.observer = &observer;
    harvest::Engine engine(parts, loaded.settings.harvest);
    engine.configure(catalogue.portals, catalogue.vocabularies);
    run_coro(io, engine.run_one(), std::chrono::seconds(60)).value();
}

std::string House::fingerprint() const {
    return run({"base", "empreinte"}).out;
}

std::string House::rows() const {
    pqxx::connection connection(conninfo_);
    pqxx::work work(connection);
    work.exec("set search_path = moisson");
    std::string out;
    for (const char* table :
         {"run",
          "run_page",
          "dataset",
          "distribution",
          "raw_record",
          "change",
          "issue",
          "dataset_issue",
          "absence",
          "cluster_key",
          "cluster_dirty",
          "overlay",
          "takedown",
          "portal",
          "source",
          "host"}) {
        const pqxx::result rows = work.exec(
            std::string("select coalesce(md5(string_agg(t::text, '|' order by t::text)), '-') from "
            ) +
            table + " t"
        );
        out += std::string(table) + " " + rows[0][0].c_str() + "\n";
    }
    return out;
}

} // namespace moisson::testing
