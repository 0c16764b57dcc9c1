// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kit/connector.hpp"
#include "kit/registry.hpp"
#include "model/portal.hpp"

#include <memory>

namespace moisson::paths {

// Factory of the registry, kind "json". A source without a usable description answers
// CONFIG_INVALID to everything.
std::unique_ptr<kit::Connector> make_connector(const Source& source, const kit::Services& services);

} // namespace moisson::paths
