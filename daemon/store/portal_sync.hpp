// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Portals and sources of the configuration as rows. Blocking, on a db thread.
#pragma once

#include "core/result.hpp"
#include "model/portal.hpp"

#include <string>
#include <vector>

namespace moisson::store {

class Connection;

// What changes the meaning of a run when it changes: connector, address, filters, bounds. Hex.
std::string config_hash(const Source& source);

Result<void> sync_portals(Connection& connection, const std::vector<Portal>& portals);

} // namespace moisson::store
