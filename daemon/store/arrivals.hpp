// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// How much a source has grown since it was last settled. Blocking.
#pragma once

#include "store/harvest_store.hpp"

namespace moisson::store {

class Connection;

Result<Arrivals> count_arrivals(Connection& connection, SourceId source);

} // namespace moisson::store
