// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The part of the table about what portals answer: one harness per format of a catalogue.
#pragma once

#include "fuzz/table.hpp"

#include <vector>

namespace moisson::fuzz {

inline constexpr std::size_t kib = 1024;

std::vector<Harness> wires();

} // namespace moisson::fuzz
