// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Content negotiation (RFC 9110, 12.5.1). Pure.
#pragma once

#include "opendata/formats.hpp"

#include <span>
#include <string_view>

namespace moisson::opendata {

// The offer that the value of Accept likes best; of equals the first offered. An empty value takes
// anything. Null: nothing offered is acceptable. What cannot be read of the value is passed over.
const Offer* choose(std::string_view accept, std::span<const Offer> offers);

} // namespace moisson::opendata
