// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// First inputs of a harness: small files of the project, golden cases, what the simulator answers
// to the connector, and, where recorded catalogues are at hand, pieces of those.
#pragma once

#include "fuzz/table.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace moisson::fuzz {

struct Seed {
    // Tells where it comes from.
    std::string name;
    std::string bytes;
};

// Recorded files read for one harness, the smallest ones of each folder.
inline constexpr std::size_t corpus_files_max = 40;

// Sorted by source, each at most harness.input_bytes_max long. Deterministic.
std::vector<Seed> own_seeds(const Harness& harness);
// Empty without MOISSON_CORPUS.
std::vector<Seed> corpus_seeds(const Harness& harness);
// Inputs that once broke something: found/<name>/, whole.
std::vector<Seed> found_inputs(const Harness& harness);
// Words of the dictionary, unescaped.
std::vector<std::string> dictionary_of(const Harness& harness);

} // namespace moisson::fuzz
