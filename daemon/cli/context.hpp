// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What every command needs: settings, a database, and a way to wait for a coroutine.
#pragma once

#include "cli/requests.hpp"
#include "core/rng.hpp"
#include "settings/catalogue.hpp"
#include "store/stores.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>

namespace moisson::cli {

class Context {
public:
    Context(settings::Settings configuration, Output where);

    settings::Settings settings;
    Output output;
    Rng rng;
    asio::io_context io{1};
    store::Database database;
    std::unique_ptr<store::CatalogStore> catalog;
    std::unique_ptr<store::HarvestStore> harvests;

    // Runs the coroutine to its end on this thread; its exception is thrown here.
    template <class T>
    Result<T> await(asio::awaitable<Result<T>> operation) {
        std::optional<Result<T>> out;
        std::exception_ptr failure;
        asio::co_spawn(
            io,
            store_result<T>(std::move(operation), out),
            [&failure](const std::exception_ptr& error) { failure = error; }
        );
        io.restart();
        io.run();
        if (failure)
            std::rethrow_exception(failure);
        return std::move(*out);
    }

private:
    template <class T>
    static asio::awaitable<void>
    store_result(asio::awaitable<Result<T>> operation, std::optional<Result<T>>& out) {
        Result<T> result = co_await std::move(operation);
        out.emplace(std::move(result));
    }
};

// Says what failed in French and returns the exit code for it.
int report_error(const Output& output, const Error& error);

} // namespace moisson::cli
