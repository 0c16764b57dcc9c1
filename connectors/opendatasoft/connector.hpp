// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Opendatasoft connector: Explore v2.1, Explore v2.0 and the v1 search (README.md of this room).
// One object serves one run: between two pages it keeps the export they are cut from.
#pragma once

#include "kit/registry.hpp"

#include <memory>

namespace moisson::opendatasoft {

// Raised whenever mapping or canonical form change what is made of the same dataset.
inline constexpr int mapping_version = 1;

// Matches kit::Factory: `registry.add("opendatasoft", opendatasoft::make_connector)`.
std::unique_ptr<kit::Connector> make_connector(const Source& source, const kit::Services& services);

} // namespace moisson::opendatasoft
