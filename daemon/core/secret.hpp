// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Secrets: drawn from the system's generator, never from Rng, and compared in constant time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moisson {

// `count` bytes nobody can guess. Thread-safe.
std::string secret_bytes(std::size_t count);

// Takes as long wherever they differ; texts of different lengths are told apart at once.
bool equal_in_constant_time(std::string_view left, std::string_view right);

} // namespace moisson
