// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The NADA connector: catalogues of statistics offices (NADA 4 and 5, README.md of this room). One
// object serves one run.
#pragma once

#include "kit/registry.hpp"

#include <memory>

namespace moisson::nada {

// Raised whenever mapping or canonical form change what is made of the same record.
inline constexpr int mapping_version = 1;

// Matches kit::Factory: `registry.add("nada", nada::make_connector)`.
std::unique_ptr<kit::Connector> make_connector(const Source& source, const kit::Services& services);

} // namespace moisson::nada
