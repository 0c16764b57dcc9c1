// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// BodyDates: since when an address answers with the same bytes. The newest entry of a list is no
// date of the list: what is taken down leaves it as it was.
#pragma once

#include "core/time.hpp"

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace moisson::api {

class BodyDates {
public:
    // Forgets everything when that many addresses are known: their answers are "new" once more.
    explicit BodyDates(std::size_t addresses_max = 4096) : addresses_max_(addresses_max) {}

    // Whole seconds, later than every date of other bytes at this address, so that who has this
    // date has these bytes. Any thread.
    Instant since(const std::string& address, std::string_view body, Instant now);

private:
    struct Known {
        std::size_t hash = 0;
        Instant since;
    };
    const std::size_t addresses_max_;
    std::mutex mutex_;
    std::unordered_map<std::string, Known> known_;
    // Of everything that was forgotten.
    Instant floor_{};
};

} // namespace moisson::api
