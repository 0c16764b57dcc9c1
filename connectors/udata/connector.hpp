// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The udata connector: API v1 of udata 1.x to 17.x (README.md of this room). One object serves one
// run.
#pragma once

#include "kit/registry.hpp"

#include <memory>

namespace moisson::udata {

// Matches kit::Factory: `registry.add("udata", udata::make_connector)`.
std::unique_ptr<kit::Connector> make_connector(const Source& source, const kit::Services& services);

} // namespace moisson::udata
