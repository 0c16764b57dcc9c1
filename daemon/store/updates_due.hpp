// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// When datasets are next expected to be updated, for calendars. Results: STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/uuid.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

struct UpdateDue {
    Uuid dataset;
    std::string slug;
    std::string title;
    std::string publisher;
    std::string portal_title;
    std::string frequency;
    // The last update, and the days at which the next is expected and late.
    Instant counted_from{};
    Instant expected_at{};
    std::optional<Instant> late_at;
};

// One of them is given.
struct UpdatesQuery {
    // Key.
    std::string portal;
    std::optional<Uuid> organization;
    // As the filter of searches calls it, whatever the portal: its slug, its key where it has none.
    std::string organization_name;
    std::optional<Uuid> dataset;
};

inline constexpr int updates_due_max = 1'000;

// Of declared frequencies only, expected within a year or overdue by less than a year; the next
// first, at most updates_due_max. What is withdrawn from view is not there.
asio::awaitable<Result<std::vector<UpdateDue>>>
read_updates_due(Database& database, UpdatesQuery query);

} // namespace moisson::store
