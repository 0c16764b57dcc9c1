// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The audit log: who did what. Rows are written in the transaction of what they tell; those of
// `event` with an author come by a trigger (migration people). Results: STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::store {

class Connection;

struct AuditRow {
    std::int64_t id = 0;
    Instant at{};
    std::string actor;
    std::string action;
    std::string subject;
    // A JSON object as text.
    std::string detail;
};

struct AuditQuery {
    // Those before this one; nothing = the newest.
    std::optional<std::int64_t> before;
    // Of this actor only; empty = all.
    std::string actor;
    int limit = 50;
};

// Newest first.
asio::awaitable<Result<std::vector<AuditRow>>> list_audit(Database& database, AuditQuery query);

// Blocking, on a db thread, inside the caller's transaction. `detail`: a JSON object.
void put_audit(
    Connection& connection,
    std::string_view actor,
    std::string_view action,
    std::string_view subject,
    std::string_view detail
);
// The same for what has a reason and nothing else to tell.
void put_audit_reason(
    Connection& connection,
    std::string_view actor,
    std::string_view action,
    std::string_view subject,
    const std::string& reason
);

} // namespace moisson::store
