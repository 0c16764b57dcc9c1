// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Takedowns (decision 26): what is taken down is hidden wherever datasets are read, and touched
// nowhere, so that lifting the takedown brings it back as it was. Rows are the audit.
// Results: NOT_FOUND, INVALID_ARGUMENT, STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "model/person.hpp"
#include "model/takedown.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

struct TakedownRow {
    std::int64_t id = 0;
    TakedownKind kind = TakedownKind::dataset;
    Uuid subject;
    // "slug", "portal/organization" or "slug#distribution".
    std::string label;
    Takedown takedown;
    std::string author;
    std::optional<Instant> lifted_at;
    std::string lifted_by;
    std::string lift_reason;
    // Datasets that it hid or showed when it was made or lifted; otherwise 0.
    std::int64_t datasets = 0;
    // It was so before: nothing was done.
    bool unchanged = false;
};

struct TakedownRequest {
    // Uuid, slug or alias of a dataset; portal/organization by slug or key; dataset#distribution by
    // uuid or by its number from 1.
    std::string name;
    // Of a takedown that is lifted by its number: the name is not read then.
    std::optional<std::int64_t> id;
    TakedownGround ground = TakedownGround::request;
    std::string by;
    std::string reason;
};

// One transaction with its change rows and its audit event; what is taken down already stays as it
// is (`unchanged`). NOT_FOUND: nothing of this name. INVALID_ARGUMENT: several organizations have
// the name.
asio::awaitable<Result<TakedownRow>> take_down(Database& database, TakedownRequest request);
// `ground` is not read. What was lifted before is `unchanged`. NOT_FOUND: nothing of this name, or
// of this number, was ever taken down.
asio::awaitable<Result<TakedownRow>> lift_takedown(Database& database, TakedownRequest request);

enum class TakedownList { in_force, all };
// Newest first, at most 1000, of portals within `remit`.
asio::awaitable<Result<std::vector<TakedownRow>>>
list_takedowns(Database& database, TakedownList which, Remit remit);

} // namespace moisson::store
