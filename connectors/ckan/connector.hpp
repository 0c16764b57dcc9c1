// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The CKAN connector: action API v3 and the shapes that older CKAN and DKAN serve under the same
// addresses (README.md of this room). One object serves one run.
#pragma once

#include "kit/registry.hpp"

#include <memory>

namespace moisson::ckan {

// Raised whenever mapping or canonical form change what is made of the same record.
inline constexpr int mapping_version = 2;

// Matches kit::Factory: `registry.add("ckan", ckan::make_connector)`.
std::unique_ptr<kit::Connector> make_connector(const Source& source, const kit::Services& services);

} // namespace moisson::ckan
