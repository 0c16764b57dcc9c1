// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The canonical form of a dataset (decision 23): what is volatile, what has no order. The README of
// this room shows the same table.
#pragma once

#include "kit/canonical_json.hpp"

namespace moisson::opendatasoft {

const kit::CanonicalRules& canonical_rules();

} // namespace moisson::opendatasoft
