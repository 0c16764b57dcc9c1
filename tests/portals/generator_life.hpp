// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The life of a generated record: when it appears, changes its name or its content, and vanishes.
// All of it is computed from (seed, number, day): no day has to be simulated to reach the next.
#pragma once

#include "portals/generator.hpp"

#include <cstdint>
#include <vector>

namespace moisson::portals {

struct Life {
    std::uint64_t number = 0;
    Instant created;
    Instant modified;
    std::uint64_t changes = 0;
    std::uint64_t renames = 0;
    bool alive = true;
};

Life life_of(const GeneratorOptions& options, std::uint64_t number);
// Those alive on options.day.
std::vector<Life> lives(const GeneratorOptions& options);

} // namespace moisson::portals
