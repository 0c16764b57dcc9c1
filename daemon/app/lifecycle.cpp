// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The order of things: listen, schema, follow, harvest; then on a signal: drain, stop, save, leave.
#include "app/lifecycle.hpp"

#include "app/background.hpp"
#include "app/descriptors.hpp"
#include "app/exit_code.hpp"
#include "app/notify.hpp"
#include "app/schema_gate.hpp"
#include "app/version.hpp"
#include "async/backoff.hpp"
#include "async/deadline.hpp"
#include "async/task_group.hpp"
#include "harvest/clustering.hpp"
#include "i18n/details.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <system_error>

namespace moisson::app {
namespace {

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

// What one run of the process needs beside the house.
struct Life {
    explicit Life(House& owner)
        : house(owner), tasks(owner.io.get_executor()), stop_signals(owner.io, SIGTERM, SIGINT),
          reload_signal(owner.io, SIGHUP) {}

    House& house;
    TaskGroup tasks;
    asio::signal_set stop_signals;
    asio::signal_set reload_signal;
    int exit_code = exit_ok;
    // A task asked for the end; the wait for signals may not have begun yet.
    bool ended = false;

    void end(int code) {
        exit_code = code;
        ended = true;
        stop_signals.cancel();
    }
};

// A task that fails and is not kept up is a bug: said, and the process ends so that systemd starts
// it again.
asio::awaitable<void> guarded(Life& life, std::string name, asio::awaitable<void> task) {
    std::string failure;
    try {
        co_await std::move(task);
    } catch (const boost::system::system_error& error) {
        if (error.code() == asio::error::operation_aborted)
            throw;
        failure = error.what();
    } catch (const std::exception& error) {
        failure = error.what();
    }
    if (failure.empty())
        co_return;
    life.house.log.error("task failed", {{"task", name}, {"error", failure}});
    life.end(exit_internal);
}

void spawn(Life& life, std::string name, asio::awaitable<void> task) {
    life.tasks.spawn(guarded(life, std::move(name), std::move(task)));
}

// The house outlives whatever a task meets: a table that is not there, a database put back under
// it. It begins again after a pause that grows to a minute, and is over when it returns.
asio::awaitable<void>
kept_up(House& house, std::string name, std::function<asio::awaitable<void>()> task) {
    Backoff pauses;
    pauses.cap = std::chrono::minutes(1);
    int failures = 0;
    for (;;) {
        const Steady begin = house.timers.steady_now();
        std::string failure;
        try {
            asio::awaitable<void> running = task();
            co_await std::move(running);
            co_return;
        } catch (const boost::system::system_error& error) {
            if (error.code() == asio::error::operation_aborted)
                throw;
            failure = error.what();
        } catch (const std::exception& error) {
            failure = error.what();
        }
        if (house.timers.steady_now() - begin > pauses.cap)
            failures = 0;
        const auto pause = std::max(backoff_ceiling(failures++, pauses) / 2, pauses.base);
        house.log.warning(
            "task begins again",
            {{"task", name}, {"error", failure}, {"pause_ms", pause}}
        );
        co_await sleep_for(house.timers, pause);
    }
}

void keep_up(Life& life, std::string name, std::function<asio::awaitable<void>()> task) {
    asio::awaitable<void> kept = kept_up(life.house, name, std::move(task));
    spawn(life, std::move(name), std::move(kept));
}

void reload(Life& life) {
    House& house = life.house;
    notify_reloading(house.timers);
    settings::Catalogue found = settings::reload_catalogue(
        house.settings,
        settings::process_environment(),
        house.catalogue
    );
    if (!found.ok()) {
        for (const settings::Problem& problem : found.problems)
            house.log.error("reload refused", {{"problem", settings::to_string(problem)}});
        notify_ready("Configuration refusée au rechargement : voir le journal");
        return;
    }
    house.catalogue = std::move(found);
    house.source_rates = monitor::SourceRates(house.catalogue.portals);
    if (house.engine)
        house.engine->configure(house.catalogue.portals, house.catalogue.vocabularies);
    if (house.index && house.catalogue.lexicon)
        house.index->set_lexicon(house.catalogue.lexicon);
    house.log.info("reloaded", {{"portals", house.catalogue.portals.size()}});
    notify_ready("En service");
    keep_up(life, "remap", [&house] { return remap_all(house); });
}

asio::awaitable<void> reload_on_signal(Life& life) {
    for (;;) {
        const auto [error, number] = co_await life.reload_signal.async_wait(as_tuple);
        if (error)
            co_return;
        reload(life);
    }
}

void keep_watch(Life& life) {
    House& house = life.house;
    const monitor::WatchOptions& options = house.settings.monitor;
    keep_up(life, "assessment", [&house] { return assess_regularly(house); });
    keep_up(life, "measures", [&house, &options] {
        return monitor::measure_days(house.watch, options);
    });
    keep_up(life, "portal gauges", [&house] { return gauge_portals_regularly(house); });
    if (house.settings.alerts.enabled)
        keep_up(life, "alerts", [&house] { return alert_regularly(house); });
    if (options.probe_every.count() == 0)
        return;
    for (int i = 0; i < options.workers; ++i)
        keep_up(life, "portal health", [&house, &options] {
            return monitor::watch_portals(house.watch, options);
        });
}

asio::awaitable<void> harvest_when_ready(Life& life, SchemaOutcome outcome) {
    House& house = life.house;
    if (outcome == SchemaOutcome::wait) {
        notify_status("En attente de PostgreSQL");
        outcome = co_await wait_schema(house);
        notify_status("En service");
    }
    if (outcome == SchemaOutcome::refused) {
        life.end(exit_schema);
        co_return;
    }
    keep_up(life, "prune", [&house] { return prune_regularly(house); });
    if (house.settings.has(settings::Role::api))
        keep_up(life, "fruitless searches", [&house] { return count_fruitless_regularly(house); });
    if (house.settings.has(settings::Role::api) && house.dumps)
        keep_up(life, "dumps", [&house] { return dump_regularly(house); });
    if (house.budget)
        keep_up(life, "host budget", [&house] { return house.budget->keep(); });
    if (house.settings.has(settings::Role::monitor))
        keep_watch(life);
    if (house.mailer)
        keep_up(life, "mail", [&house] { return house.mailer->run(); });
    if (house.webhooks)
        keep_up(life, "webhooks", [&house] { return house.webhooks->run(); });
    if (house.links)
        keep_up(life, "links", [&house] { return house.links->run(); });
    if (!house.engine)
        co_return;
    keep_up(life, "compaction", [&house] { return compact_regularly(house); });
    keep_up(life, "corrections", [&house] { return follow_corrections(house); });
    keep_up(life, "harvest", [&house] { return house.engine->run(); });
    keep_up(life, "clusters", [&house] {
        return harvest::keep_clusters(
            *house.cluster_store,
            house.timers,
            house.log,
            harvest::ClusterOptions()
        );
    });
    // A new version of the program may map differently.
    keep_up(life, "remap", [&house] { return remap_all(house); });
}

void log_start(const House& house) {
    std::string roles;
    for (const settings::Role role : house.settings.roles)
        roles += (roles.empty() ? "" : " ") + std::string(settings::to_string(role));
    house.log.info(
        "started",
        {{"version", version()},
         {"commit", commit()},
         {"roles", roles},
         {"listen", house.settings.server.address},
         {"port", house.server ? house.server->port() : 0},
         {"portals", house.catalogue.portals.size()},
         {"demonstration", house.settings.demonstration}}
    );
}

asio::awaitable<void> start(Life& life) {
    House& house = life.house;
    if (house.server)
        spawn(life, "server", house.server->run());
    if (house.admin_server)
        spawn(life, "admin server", house.admin_server->run());
    spawn(life, "watchdog", feed_watchdog(house.timers));
    spawn(life, "reload", reload_on_signal(life));
    log_start(house);
    // The first attempt before anything reads the schema; without a database the site opens with
    // what the snapshot holds.
    const SchemaOutcome first = co_await try_schema(house);
    if (house.follower && first != SchemaOutcome::refused) {
        keep_up(life, "follower", [&house] { return house.follower->run(); });
        keep_up(life, "standby", [&house] { return watch_standby(house); });
    }
    spawn(life, "harvest", harvest_when_ready(life, first));
    notify_ready(first == SchemaOutcome::wait ? "En attente de PostgreSQL" : "En service");
}

asio::awaitable<void> drain_servers(House& house, std::chrono::milliseconds limit) {
    if (house.server)
        co_await house.server->drain(limit);
    if (house.admin_server)
        co_await house.admin_server->drain(std::chrono::milliseconds(100));
}

asio::awaitable<void> save_index(House& house) {
    const Result<void> saved = co_await house.follower->save_snapshot();
    if (saved.has_error())
        house.log.warning("snapshot not saved", {{"error", saved.error().detail}});
}

// Runs and requests end side by side; then, in what is left of the time, the index is saved.
asio::awaitable<void> shut_down(Life& life) {
    House& house = life.house;
    notify_stopping();
    house.draining = true;
    const Steady begin = house.timers.steady_now();
    const auto limit = house.settings.drain_time;
    house.log.info("stopping", {{"limit_ms", limit}});
    life.reload_signal.cancel();
    life.tasks.cancel();
    co_await drain_servers(house, limit * 3 / 4);
    const bool all_ended = co_await life.tasks.join_until(begin + limit);
    if (!all_ended)
        house.log.warning("tasks left behind", {{"count", life.tasks.size()}});
    const bool may_save = all_ended && house.follower && house.index->ready() &&
                          !house.settings.search.snapshot_path.empty();
    if (may_save && house.timers.steady_now() < begin + limit) {
        asio::awaitable<void> saving = save_index(house);
        const bool saved = co_await with_deadline(house.timers, begin + limit, std::move(saving));
        if (!saved)
            house.log.warning("snapshot not saved", {{"error", "no time left"}});
    }
    house.log.info("stopped", {{"took_ms", house.timers.steady_now() - begin}});
}

asio::awaitable<void> live(Life& life) {
    co_await start(life);
    // Also ends when a task gave up and cancelled the wait.
    if (!life.ended) {
        const auto [error, number] = co_await life.stop_signals.async_wait(as_tuple);
        if (!error)
            life.house.log.info("signal received", {{"signal", number}});
    }
    // A second signal ends the process at once, as the kernel does by default.
    boost::system::error_code ignored;
    life.stop_signals.clear(ignored);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    co_await shut_down(life);
}

int run_house(House& house) {
    Life life(house);
    std::exception_ptr failure;
    asio::co_spawn(house.io, live(life), [&](const std::exception_ptr& error) {
        failure = error;
        house.io.stop();
    });
    house.io.run();
    house.writes.stop();
    house.reads.stop();
    if (life.tasks.size() > 0) {
        // What did not end in time still holds parts of the house: leave without taking it down.
        house.log.warning("left at once", {{"tasks", life.tasks.size()}});
        house.log.flush();
        std::_Exit(failure ? exit_internal : life.exit_code);
    }
    for (asio::thread_pool* pool : {&house.searches, &house.cpu, &house.disk}) {
        pool->stop();
        pool->join();
    }
    if (failure)
        std::rethrow_exception(failure);
    return life.exit_code;
}

// Visitors may not take the descriptors that PostgreSQL and harvests need.
void fit_connections(settings::Settings& settings, telemetry::Logger& log) {
    const std::size_t descriptors = raise_descriptors();
    const std::size_t reserved = reserved_descriptors(settings);
    const std::size_t wanted = settings.server.connections_max;
    const std::size_t fitting = connections_within(wanted, descriptors, reserved);
    if (fitting == wanted)
        return;
    settings.server.connections_max = fitting;
    log.warning(
        "fewer connections than configured",
        {{"problem",
          fmt::format(
              "http.connections_max : {} connexions au lieu de {}, car le système ne permet que {} "
              "fichiers ouverts, dont {} réservés à PostgreSQL et aux moissonnages ; augmentez la "
              "limite (LimitNOFILE de systemd, ou « ulimit -n »)",
              fitting,
              wanted,
              descriptors,
              reserved
          )}}
    );
}

std::string listen_addresses(const settings::Settings& settings) {
    std::string out = fmt::format("{}:{}", settings.server.address, settings.server.port);
    if (!settings.admin_listen.empty())
        out += ", " + settings.admin_listen;
    return out;
}

} // namespace

int serve(const settings::Settings& settings) {
    const SystemTimers timers;
    const auto log = telemetry::make_stderr_logger(timers, settings.log_level);
    settings::Catalogue catalogue =
        settings::load_catalogue(settings, settings::process_environment());
    if (!catalogue.ok()) {
        for (const settings::Problem& problem : catalogue.problems)
            log->error("configuration refused", {{"problem", settings::to_string(problem)}});
        return exit_configuration;
    }
    std::error_code error;
    if (!settings.paths.state.empty())
        std::filesystem::create_directories(settings.paths.state, error);
    if (error)
        log->warning(
            "state folder not usable",
            {{"path", settings.paths.state}, {"error", error.message()}}
        );
    try {
        settings::Settings fitted = settings;
        fit_connections(fitted, *log);
        House house(fitted, std::move(catalogue), *log);
        return run_house(house);
    } catch (const std::system_error& failed) {
        // One French line for who looks; the log repeats nothing.
        log->flush();
        fmt::print(
            stderr,
            "moissond : l'adresse d'écoute ne peut pas être prise ({}) : {}\n",
            listen_addresses(settings),
            i18n::detail_text(Code::internal_error, failed.code().message())
        );
        return exit_listen;
    }
}

} // namespace moisson::app
