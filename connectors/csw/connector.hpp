// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The CSW connector: catalogue services 2.0.2 of GeoNetwork, GeoNode (pycsw) and others, ISO 19139
// or Dublin Core (README.md of this room). One object serves one run.
#pragma once

#include "kit/registry.hpp"

#include <memory>

namespace moisson::csw {

// Raised whenever mapping or canonical form change what is made of the same record.
inline constexpr int mapping_version = 1;

// Matches kit::Factory: `registry.add("csw", csw::make_connector)`.
std::unique_ptr<kit::Connector> make_connector(const Source& source, const kit::Services& services);

} // namespace moisson::csw
