// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/body_dates.hpp"

#include <algorithm>

namespace moisson::api {

Instant BodyDates::since(const std::string& address, std::string_view body, Instant now) {
    constexpr std::chrono::seconds tick{1};
    const std::size_t hash = std::hash<std::string_view>()(body);
    const Instant second = std::chrono::floor<std::chrono::seconds>(now);
    const std::scoped_lock lock(mutex_);
    const auto at = known_.find(address);
    if (at != known_.end()) {
        if (at->second.hash != hash)
            at->second = Known{hash, std::max(second, at->second.since + tick)};
        return at->second.since;
    }
    if (known_.size() >= addresses_max_) {
        for (const auto& [name, known] : known_)
            floor_ = std::max(floor_, known.since + tick);
        known_.clear();
    }
    const Instant since = std::max(second, floor_);
    known_.emplace(address, Known{hash, since});
    return since;
}

} // namespace moisson::api
