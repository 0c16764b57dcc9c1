// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Purging: what has been archived for long is deleted but for its slug, which nobody gets again
// (decision 16). Blocking, on a db thread.
#pragma once

#include "core/result.hpp"

#include <chrono>
#include <cstdint>

namespace moisson::store {

class Connection;

// One transaction with its change rows. Returns how many records were purged, at most `count`; 0
// while another worker purges.
Result<std::int64_t> purge_archived(Connection& connection, std::chrono::seconds after, int count);

} // namespace moisson::store
