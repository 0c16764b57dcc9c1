// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/harvest_store.hpp"

#include <cstdint>

namespace moisson::store {

class Connection;

// What the runs of a source before `run` say of how this one may read it.
SourcePast read_past(Connection& connection, std::int64_t run);

} // namespace moisson::store
