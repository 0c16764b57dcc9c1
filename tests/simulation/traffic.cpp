// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "simulation/traffic.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::simulation {
namespace {

// Waits are counted in whole ticks of several clocks.
constexpr std::chrono::milliseconds tolerance{1};

} // namespace

Instant Traffic::Host::peace() const {
    Instant latest{};
    for (const auto& [by, until] : peace_until)
        latest = std::max(latest, until);
    return latest;
}

void Traffic::begin(
    const std::string& key,
    const std::string& worker,
    Instant now,
    std::chrono::microseconds spacing,
    std::chrono::microseconds takes
) {
    Host& host = hosts_[key];
    ++requests_;
    if (now < host.busy_until)
        complain_(
            {"budget",
             now,
             fmt::format("{} asks {} while {} still does", worker, key, host.last_worker)}
        );
    const auto gap = now - host.last;
    if (gap < spacing - tolerance)
        complain_(
            {"budget",
             now,
             fmt::format(
                 "{} asks {} {} ms after {}, instead of {}",
                 worker,
                 key,
                 gap.count() / 1000,
                 host.last_worker,
                 spacing.count() / 1000
             )}
        );
    if (const Instant peace = host.peace(); now < peace - tolerance)
        complain_(
            {"budget",
             now,
             fmt::format(
                 "{} asks {} {} s before the end of its Retry-After",
                 worker,
                 key,
                 (peace - now).count() / 1'000'000
             )}
        );
    host.last = now;
    host.last_worker = worker;
    host.busy_until = now + takes;
}

void Traffic::end(const std::string& key, const std::string& worker, Instant now) {
    Host& host = hosts_[key];
    // One that stood still may end its request after another has begun.
    if (host.last_worker == worker)
        host.busy_until = std::min(host.busy_until, now);
}

void Traffic::asked_for_peace(const std::string& key, const std::string& worker, Instant until) {
    Instant& wish = hosts_[key].peace_until[worker];
    wish = std::max(wish, until);
}

void Traffic::forgive(const std::string& worker) {
    for (auto& [key, host] : hosts_) {
        host.peace_until.erase(worker);
        if (host.last_worker == worker)
            host.busy_until = Instant{};
    }
}

void Traffic::bury(const std::string& worker) {
    forgive(worker);
    buried_.insert(worker);
}

} // namespace moisson::simulation
