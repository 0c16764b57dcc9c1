// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The writing side of a dataset's history. Only changed records cost anything. Blocking, in the
// caller's transaction; merge::history turns what is noted here into rows.
#pragma once

#include "model/identity.hpp"
#include "store/staging.hpp"

#include <span>
#include <vector>

namespace moisson::store {

class Rows;

// Changes that a dataset keeps: the oldest go, however young.
inline constexpr int history_entries_max = 500;

// Before `records` replace what is stored: compares and notes the differences that are shown.
// `known`: ids of those that are stored already. A stored version that cannot be read any more is
// replaced without a word.
void note_differences(
    Connection& connection,
    std::span<const StagedRecord> records,
    const Rows& known
);

// The same before old datasets take what the new records hold.
void note_renames(Connection& connection, const std::vector<Rename>& renames);

} // namespace moisson::store
