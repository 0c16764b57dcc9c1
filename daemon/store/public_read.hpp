// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// public_read: one short read-only transaction for anybody who asks, so that no crawler holds a
// connection longer than limits::public_read_time.
#pragma once

#include "async/asio.hpp"
#include "core/limits.hpp"
#include "core/result.hpp"
#include "store/connection.hpp"
#include "store/database.hpp"

#include <functional>
#include <string_view>
#include <utility>

namespace moisson::store {

template <class T>
asio::awaitable<Result<T>> public_read(
    Database& database,
    std::string_view label,
    std::function<Result<T>(Connection&)> query
) {
    return database.run<T>(label, [query = std::move(query)](Connection& connection) -> Result<T> {
        Transaction transaction(connection, Transaction::Kind::repeatable_read);
        connection.limit_statements(limits::public_read_time);
        Result<T> answer = query(connection);
        transaction.commit();
        return answer;
    });
}

} // namespace moisson::store
