// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the digest of a data.json record covers (decision 23); the README lists the same.
#pragma once

#include "kit/canonical_json.hpp"

namespace moisson::datajson {

const kit::CanonicalRules& canonical_rules();

} // namespace moisson::datajson
