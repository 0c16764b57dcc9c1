// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The request target: split, percent-decoded and normalised before anybody looks at it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moisson::net {

struct RequestTarget {
    std::string path;
    std::string query;
};

// "/a/%C3%A9?q=1", "http://host/a?q=1" (absolute form) or "*". Nothing when the target is no valid
// one: bad escapes, control characters, bytes that are not UTF-8, a fragment.
// "//", "." and ".." are resolved after decoding, never above "/"; a trailing slash stays.
std::optional<RequestTarget> parse_request_target(std::string_view raw);

} // namespace moisson::net
