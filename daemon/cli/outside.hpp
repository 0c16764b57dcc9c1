// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The way to the portals for commands that ask them without a harvest: the guarded client, the
// connectors, and a budget per host that lives as long as the command.
#pragma once

#include "async/host_budget.hpp"
#include "async/timer_source.hpp"
#include "cli/requests.hpp"
#include "core/rng.hpp"
#include "detect/detector.hpp"
#include "kit/registry.hpp"
#include "net/make_http_client.hpp"
#include "settings/catalogue.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::cli {

class Outside {
public:
    // `io` outlives this object, which belongs to its thread.
    Outside(const settings::Settings& settings, asio::io_context& io);

    asio::io_context& io;
    SystemTimers timers;
    Rng rng;
    std::unique_ptr<HostBudget> budget;
    std::unique_ptr<net::HttpClient> http;
    kit::Registry registry;
    kit::DocumentOptions documents;
    asio::thread_pool cpu;

    detect::DetectorParts detector_parts();
    kit::Services services();

    // Runs the coroutine to its end on this thread; its exception is thrown here. Connections that
    // the client keeps open do not hold it up.
    template <class T>
    T await(asio::awaitable<T> operation) {
        std::optional<T> out;
        std::exception_ptr failure;
        asio::co_spawn(
            io,
            keep<T>(std::move(operation), out),
            [&failure, this](const std::exception_ptr& error) {
                failure = error;
                io.stop();
            }
        );
        io.restart();
        io.run();
        if (failure)
            std::rethrow_exception(failure);
        return std::move(*out);
    }

private:
    template <class T>
    static asio::awaitable<void> keep(asio::awaitable<T> operation, std::optional<T>& out) {
        T result = co_await std::move(operation);
        out.emplace(std::move(result));
    }
};

// How a visit asks this address: without pauses on this machine, else once a second.
detect::VisitOptions visit_options(const std::string& url);

// The portal with this one source, or nothing.
std::optional<Portal> find_source(const std::vector<Portal>& portals, std::string_view key);

// The portals and vocabularies; prints what is wrong with them and answers nothing.
std::optional<settings::Catalogue>
read_catalogue(const settings::Settings& settings, const Output& output);

// Says that no source has this key, and the nearest one that is; returns the exit code.
int unknown_source(const Output& output, std::string key, const std::vector<Portal>& portals);

} // namespace moisson::cli
