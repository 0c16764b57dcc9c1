// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Damage by seed, for builds without libFuzzer: the same seed gives the same inputs everywhere.
#pragma once

#include "core/rng.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace moisson::fuzz {

class Mutator {
public:
    // `inputs` is not empty.
    Mutator(
        std::uint64_t seed,
        std::vector<std::string> inputs,
        std::vector<std::string> dictionary,
        std::size_t bytes_max
    )
        : rng_(seed), inputs_(std::move(inputs)), dictionary_(std::move(dictionary)),
          bytes_max_(bytes_max) {}

    // One of the inputs after one to four blows, at most `bytes_max` long.
    std::string next();

private:
    void strike(std::string& text);
    std::string piece(const std::string& text);

    Rng rng_;
    std::vector<std::string> inputs_;
    std::vector<std::string> dictionary_;
    std::size_t bytes_max_;
};

} // namespace moisson::fuzz
