// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Redirects, followed by hand: where to, with which method, and what stays behind.
#pragma once

#include "core/result.hpp"
#include "net/http_client.hpp"
#include "net/web_address.hpp"
#include "net/wire.hpp"

#include <set>
#include <string>
#include <string_view>

namespace moisson::net {

// 301, 302, 303, 307, 308 with a Location.
bool is_redirect(const Answer& answer);

// True for headers that prove who we are (Authorization, Cookie, keys and tokens of APIs): they
// never leave the origin they were meant for.
bool is_credential(std::string_view header_name);

// Follows the redirects of one request.
class RedirectTrail {
public:
    explicit RedirectTrail(const WebAddress& start) { seen_.insert(start.url()); }

    // The address `answer` sends us to. Errors: REDIRECT_LOOP, REDIRECT_TOO_MANY,
    // BAD_REQUEST_URL; SSRF_BLOCKED for schemes that are not http or https.
    Result<WebAddress> next(const WebAddress& from, const Answer& answer);

    // How many redirects were followed.
    std::size_t followed() const { return seen_.size() - 1; }

private:
    std::set<std::string> seen_;
};

// Adapts `request` to a redirect from `from` to `to`: 303 (and 301, 302 after POST) become GET
// without body; another origin gets neither the policy's headers nor credentials.
void adapt_to_redirect(Request& request, int status, const WebAddress& from, const WebAddress& to);

} // namespace moisson::net
