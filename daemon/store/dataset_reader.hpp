// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Complete datasets out of their tables, for the catalogue and for the followers.
#pragma once

#include "store/catalog_store.hpp"
#include "store/dataset_codec.hpp"

#include <vector>

namespace moisson::store {

class Connection;

// In the order asked; unknown ids are left out. Three queries whatever the number. Throws
// ErrorException (TABLE_DAMAGED) when a row cannot be read. What was taken down is complete, and
// says so: the caller hides it.
std::vector<DatasetRecord> read_datasets(
    Connection& connection,
    const std::vector<Uuid>& ids,
    DatasetParts parts = DatasetParts::all
);
// The same; those that cannot be read are left out.
std::vector<DatasetRecord> read_readable(Connection& connection, const std::vector<Uuid>& ids);
// The next `count` ids after `after`, purged ones excluded, and their datasets.
std::vector<DatasetRecord>
read_chunk(Connection& connection, const Uuid& after, int count, DatasetParts parts);

} // namespace moisson::store
