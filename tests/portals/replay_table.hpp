// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table of recorded catalogues, apart from the code that reads them.
#pragma once

#include "portals/replay.hpp"

#include <span>

namespace moisson::portals {

std::span<const RecordedCatalogue> replay_table();

} // namespace moisson::portals
