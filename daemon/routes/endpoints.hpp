// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A router from a table of endpoints. A row says all of an endpoint in one place: at least its
// `method` and its `path`, and whatever its room needs beside them.
#pragma once

#include "routes/router.hpp"

#include <array>
#include <cstddef>

namespace moisson::routes {

// RouteMatch::handler is the place of the row.
template <class Row, std::size_t count>
RouteTable table_of(const std::array<Row, count>& rows) {
    RouteTable table;
    for (std::size_t i = 0; i < count; ++i)
        table.add(rows[i].method, rows[i].path, i);
    return table;
}

} // namespace moisson::routes
