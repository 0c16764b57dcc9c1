// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The canonical form of a udata data set (decision 23): what is volatile, what has no order. The
// README of this room shows the same table.
#pragma once

#include "kit/canonical_json.hpp"

namespace moisson::udata {

const kit::CanonicalRules& canonical_rules();

// Takes out what the rules cannot name: keys of `extras` by their prefix ("check:", "analysis:").
void drop_volatile_extras(json::Value& dataset);

} // namespace moisson::udata
