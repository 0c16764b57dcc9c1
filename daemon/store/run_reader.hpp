// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Rows of `run` as values, for the harvest and for the catalogue.
#pragma once

#include "model/harvest_run.hpp"

#include <vector>

namespace moisson::store {

class Connection;
class Rows;
class Params;

// Select list of read_run; `r` is the run, `s` its source, `p` its portal.
inline constexpr const char* run_columns =
    "r.id, r.source, s.key, p.key, r.mode, r.state, r.reason, r.started_at, r.ended_at, "
    "r.advertised, r.pages, r.received, r.created, r.updated, r.unchanged, r.remapped, r.refused, "
    "r.missing, r.archived, r.revived";
inline constexpr int run_column_count = 20;
inline constexpr const char* run_tables =
    " from run r join source s on s.id = r.source join portal p on p.id = s.portal ";

HarvestRun read_run(const Rows& rows, int row);
// Fills `issues` of all runs with one query.
void read_issue_counts(Connection& connection, std::vector<HarvestRun*> runs);

} // namespace moisson::store
