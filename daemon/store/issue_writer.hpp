// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Issues of a run: rows up to a bound for each code, a count of all of them.
#pragma once

#include "model/ids.hpp"
#include "model/issue.hpp"

#include <optional>
#include <vector>

namespace moisson::store {

class Connection;

// Inside the transaction of a page or of the end of a run.
void write_issues(
    Connection& connection,
    RunId run,
    std::optional<std::int64_t> page,
    const std::vector<Issue>& issues
);

} // namespace moisson::store
