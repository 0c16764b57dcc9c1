// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What an inventory run asks: the mode it was settled on, what is known of the records it lists,
// and which bodies it still wants. Blocking, on a db thread.
#pragma once

#include "store/harvest_store.hpp"

namespace moisson::store {

class Connection;

Result<void> settle_mode(Connection& connection, const Lease& lease, const SettledMode& mode);
Result<std::vector<ListedRecord>>
listed_records(Connection& connection, SourceId source, const std::vector<std::string>& remote_ids);
Result<std::vector<StampedId>> wanted_records(Connection& connection, const Lease& lease);
Result<std::vector<std::string>> met_ids(Connection& connection, const Lease& lease);

} // namespace moisson::store
