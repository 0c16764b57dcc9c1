// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where something is, for whoever may act on some portals and countries only; and the demand of a
// run by a person. Results: NOT_FOUND, INVALID_ARGUMENT, STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "model/harvest_run.hpp"
#include "model/person.hpp"
#include "store/claimed_run.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

struct Place {
    // Key.
    std::string portal;
    std::vector<std::string> countries;
    // Of a takedown, and of what may be taken down: its name.
    std::string label;
};

enum class PlaceOf {
    // By number.
    run,
    // By key; disabled ones too.
    source,
    // By what `take_down` understands.
    target,
    // By number, in force or not.
    takedown,
    // By number; of no portal: a host, the checker.
    alert,
    // By key.
    portal,
    // By id.
    organization,
    // By id, slug or alias.
    dataset,
    // By number, in force or not.
    correction
};

asio::awaitable<Result<Place>> find_place(Database& database, PlaceOf kind, std::string name);

// Keys of the portals that `remit` covers, as Principal::covers says; nothing: all of them. What a
// list is narrowed to. Blocking, on a db thread.
std::optional<std::vector<std::string>> portals_within(Connection& connection, const Remit& remit);

// As HarvestStore::request_run, told in the audit log.
asio::awaitable<Result<RequestedRun>> request_run(
    Database& database,
    std::string source_key,
    RunMode mode,
    std::string reason,
    std::string by
);

} // namespace moisson::store
