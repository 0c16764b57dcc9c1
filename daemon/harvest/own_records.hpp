// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Records that came from this node: a portal that harvests us gives our own catalogue back. Pure.
#pragma once

#include "model/dataset.hpp"
#include "routes/paths.hpp"

#include <string>

namespace moisson::harvest {

// The name or mark of the record that is an address of ours; empty when it has none. UUIDs are no
// proof: two nodes that harvest the same portal give the same ones (decision 16).
std::string own_address_in(const Dataset& dataset, const routes::PublicUrl& ours);

} // namespace moisson::harvest
