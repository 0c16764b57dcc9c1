// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The canonical form of a CKAN package (decision 23): what is volatile, what has no order. The
// README of this room shows the same table.
#pragma once

#include "kit/canonical_json.hpp"

namespace moisson::ckan {

const kit::CanonicalRules& canonical_rules();

} // namespace moisson::ckan
