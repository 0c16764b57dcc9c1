// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is new in the searches that people follow, from the index: the mailer asks.
#pragma once

#include "app/wiring.hpp"

#include <functional>

namespace moisson::app {

using SearchFollower =
    std::function<asio::awaitable<Result<notify::SearchNews>>(notify::SearchWish)>;
// No longer than the house stands; one search at a time.
SearchFollower follow_searches(House& house);

} // namespace moisson::app
