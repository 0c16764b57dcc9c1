// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "simulation/many.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

namespace moisson::simulation {

Worlds live_through_many(
    const WorldOptions& options,
    int worlds,
    int threads,
    const std::function<void(const WorldOptions&, const WorldReport&)>& tell
) {
    Worlds lived;
    std::mutex mutex;
    std::atomic<int> next{0};
    const auto work = [&] {
        for (int i = next++; i < worlds; i = next++) {
            WorldOptions one = options;
            one.seed += static_cast<std::uint64_t>(i);
            const WorldReport report = live_through(one);
            const std::scoped_lock lock(mutex);
            lived.sum.add(report);
            tell(one, report);
        }
    };
    const auto begun = std::chrono::steady_clock::now();
    std::vector<std::thread> crew;
    for (int i = 0; i < threads; ++i)
        crew.emplace_back(work);
    for (std::thread& one : crew)
        one.join();
    lived.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return lived;
}

} // namespace moisson::simulation
