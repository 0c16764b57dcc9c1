// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Data Fair connector (README.md of this room). One object serves one run.
#pragma once

#include "kit/registry.hpp"

#include <memory>

namespace moisson::datafair {

// Raised whenever mapping or canonical form change what is made of the same dataset.
inline constexpr int mapping_version = 1;

// Matches kit::Factory: `registry.add("datafair", datafair::make_connector)`.
std::unique_ptr<kit::Connector> make_connector(const Source& source, const kit::Services& services);

} // namespace moisson::datafair
