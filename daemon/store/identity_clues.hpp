// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Clues of identity: what the records that a source lost and those that it gained have in common.
// SQL narrows them to keys that both sides hold; the rule over them is model/identity.hpp.
// Blocking, in the caller's transaction.
#pragma once

#include "model/harvest_run.hpp"
#include "model/identity.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace moisson::store {

class Connection;

// The temporary tables of this session, before the transaction begins.
void prepare_identity(Connection& connection);

// Renames that a run found: among what its source has and the run did not name, and what was first
// seen since anything was last settled.
std::vector<Rename> find_renames(Connection& connection, RunId run);
// The same as of a held run: what that run or a later one named.
std::vector<Rename> find_renames_as_of(Connection& connection, RunId run);
// What two sources of one portal have in common: everything of the first against what is active in
// the second (moisson portails remplacer).
std::vector<Rename>
find_counterparts(Connection& connection, std::int64_t old_source, std::int64_t new_source);

// Two records that were at the source side by side are two, whatever they have in common; only an
// id that came back says more than that. `before`: runs of smaller ids are asked, back to the last
// one that settled.
void drop_neighbours(
    Connection& connection,
    SourceId source,
    std::int64_t before,
    std::vector<Rename>& renames
);

} // namespace moisson::store
