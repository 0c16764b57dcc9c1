// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Recognises the pages by which firewalls turn robots away, so that they are never taken for a
// vanished catalogue.
#pragma once

#include "net/http_client.hpp"

#include <string>
#include <string_view>

namespace moisson::net {

// True for 403, 429 and 503 whose headers or HTML body belong to a challenge or block page.
bool is_challenge(int status, const Headers& headers, std::string_view body);

} // namespace moisson::net
