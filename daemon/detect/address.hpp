// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From the address that somebody pasted to the places where a software may be installed. Pure.
#pragma once

#include "net/web_address.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::detect {

// "opendata.gouv.tg" -> "https://opendata.gouv.tg"; an address with its scheme stays as it is.
std::string with_scheme(std::string_view text);

// "https://host", with the port only when it is unusual.
std::string site_of(const net::WebAddress& address);

// Where a software may be installed: the first folders of the address, the deepest first, and the
// origin last; at most `bases_max`. A last segment with a dot is a file and no folder.
inline constexpr std::size_t bases_max = 3;
std::vector<std::string> bases_of(const net::WebAddress& address);

// The address itself without query and final slash.
std::string whole_path(const net::WebAddress& address);

// What stands before the first of `api_paths` in the address; empty when it has none of them.
std::string
base_before(const net::WebAddress& address, std::span<const std::string_view> api_paths);

// `base` and `path` with one slash between them; a path that begins with "?" is appended.
std::string below(std::string_view base, std::string_view path);

// The same address at the other of "www.host" and "host"; empty for addresses that have no names.
std::string other_front_door(const net::WebAddress& address);

// The address without its query.
std::string without_query(std::string_view url);

// True when both are the same place but for "www.", the scheme, the case of the host and final
// slashes.
bool same_place(std::string_view left, std::string_view right);

// Host without "www.", lower case; empty when the address makes no sense.
std::string host_of(std::string_view url);

} // namespace moisson::detect
