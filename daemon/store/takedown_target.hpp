// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the name in a demand for a takedown means. Blocking, on a db thread.
#pragma once

#include "core/result.hpp"
#include "core/uuid.hpp"
#include "model/takedown.hpp"

#include <cstdint>
#include <string>

namespace moisson::store {

class Connection;

struct TakedownTarget {
    TakedownKind kind = TakedownKind::dataset;
    Uuid subject;
    // The agent of an organization, else the dataset.
    Uuid scope;
    std::int64_t portal = 0;
    std::string label;
};

// NOT_FOUND; INVALID_ARGUMENT when several organizations of the portal have the name.
Result<TakedownTarget> find_target(Connection& connection, const std::string& name);

} // namespace moisson::store
