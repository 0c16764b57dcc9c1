// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From the standing of links to `dataset_signal.links` (research S2.4). Blocking, on a db thread.
#pragma once

#include "core/uuid.hpp"

#include <cstdint>
#include <vector>

namespace moisson::store {

class Connection;

// Inside an open transaction, before number_changes(): rolls up the datasets that offer one of
// these links; returns how many changed.
std::int64_t roll_up_links(Connection& connection, const std::vector<Uuid>& links);

// Same, of these datasets those whose share of working links is not stored yet.
void fill_link_shares(Connection& connection, const std::vector<Uuid>& datasets);

// A transaction of its own: the datasets of the next `changes` changes. Returns how many changes it
// looked at; 0 when another worker is at it.
std::int64_t follow_changes(Connection& connection, int changes);

} // namespace moisson::store
