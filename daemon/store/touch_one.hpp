// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One statement that must find its row. Inside the room only.
#pragma once

#include "store/connection.hpp"
#include "store/database.hpp"

#include <functional>
#include <memory>
#include <string_view>
#include <utility>

namespace moisson::store {

// `missing` where the statement touches no row. `sql` is a constant.
inline asio::awaitable<Result<void>> touch_one(
    Database& database,
    std::string_view label,
    const char* sql,
    Params params,
    Error missing
) {
    auto shared = std::make_shared<Params>(std::move(params));
    std::function<Result<void>(Connection&)> job =
        [sql, shared, missing = std::move(missing)](Connection& db) -> Result<void> {
        if (db.exec(sql, *shared).affected() == 0)
            return missing;
        return {};
    };
    co_return co_await database.run(label, std::move(job));
}

} // namespace moisson::store
