// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Query strings and percent-encoding of our own addresses. Those of portals are read by normalise.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::routes {

// RFC 3986: everything but unreserved characters becomes %XX. For one path segment or one value.
std::string percent_encode(std::string_view text);
// "%XX" and, in query strings, "+"; malformed escapes stay as they are. The result may be invalid
// UTF-8: see parse_query.
std::string percent_decode(std::string_view text, bool plus_is_space = true);

// Parameters in the order of the address; names may repeat.
using Query = std::vector<std::pair<std::string, std::string>>;

// Names and values decoded and made clean UTF-8 (core/utf8.hpp). Keeps at most
// limits::query_parameters parameters; a parameter without "=" has an empty value.
Query parse_query(std::string_view text);
// "a=1&b=2", without "?". Empty values are kept.
std::string build_query(const Query& query);
// `path`, then "?" and the query when there is one.
std::string with_query(std::string_view path, const Query& query);

// First value of `name`, empty when absent.
std::string_view first(const Query& query, std::string_view name);

// A whole number from 1 on, as in "/passages/12"; nothing for any other text.
std::optional<std::int64_t> positive_number(std::string_view text);
// Without the parameters called `name`; with `value` given, only those equal to it.
Query without(Query query, std::string_view name);
Query without(Query query, std::string_view name, std::string_view value);
// With one more parameter, at the end.
Query with(Query query, std::string_view name, std::string_view value);

} // namespace moisson::routes
