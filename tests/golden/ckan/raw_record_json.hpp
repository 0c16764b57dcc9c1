// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A RawRecord as sorted JSON without its empty fields: what golden files hold.
#pragma once

#include "core/json_access.hpp"
#include "model/raw_record.hpp"

namespace moisson::testing {

json::Value to_json(const RawRecord& record);

} // namespace moisson::testing
