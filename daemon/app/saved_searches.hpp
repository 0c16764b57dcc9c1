// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is new in the searches that people follow, from the index: the mailer asks.
#pragma once

#include "app/wiring.hpp"

namespace moisson::app {

// STORE_UNAVAILABLE while the index or the database is away; INVALID_ARGUMENT for a search that is
// not understood any more.
asio::awaitable<Result<notify::SearchNews>> search_news(House& house, notify::SearchWish wish);

} // namespace moisson::app
