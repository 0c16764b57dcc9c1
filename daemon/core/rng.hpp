// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where randomness comes from. Nobody else includes <random>: tests inject a seed.
#pragma once

#include <cstdint>
#include <mutex>
#include <random>

namespace moisson {

// Thread-safe. Not for secrets: see core/uuid.hpp for random identifiers.
class Rng {
public:
    explicit Rng(std::uint64_t seed) : engine_(seed) {}
    // Seeded by the operating system.
    Rng() : engine_(std::random_device{}()) {}

    // Uniform in [0, bound); 0 when bound is 0.
    std::uint64_t below(std::uint64_t bound) {
        if (bound == 0)
            return 0;
        const std::scoped_lock lock(mutex_);
        return std::uniform_int_distribution<std::uint64_t>(0, bound - 1)(engine_);
    }
    // Uniform in [0, 1).
    double unit() {
        const std::scoped_lock lock(mutex_);
        return std::uniform_real_distribution<double>(0.0, 1.0)(engine_);
    }

private:
    std::mutex mutex_;
    std::mt19937_64 engine_;
};

} // namespace moisson
