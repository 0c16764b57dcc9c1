// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The value of @container as flags. Internal to the room.
#pragma once

#include "rdf/jsonld_context.hpp"

#include <cstdint>
#include <optional>

namespace moisson::rdf::jsonld {

// Nothing when `value` is none of the combinations that the specification allows.
std::optional<std::uint8_t> container_flags(const json::Value& value);

} // namespace moisson::rdf::jsonld
