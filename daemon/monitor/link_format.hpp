// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a file is by its first bytes, and whether that is what was declared. Pure.
#pragma once

#include "monitor/probe_target.hpp"

#include <string>
#include <string_view>

namespace moisson::monitor {

// "html", "xml", "json", "pdf", "zip", "gzip", "ole", "parquet", "sqlite", "image", "rar", "7z",
// "text", "binary"; empty for no bytes.
std::string_view sniff(std::string_view head);

bool is_html(const net::Headers& headers, std::string_view body);

// A web page at this address would be a surprise.
bool expects_file(const LinkTarget& target);

// False only when the bytes contradict the declaration beyond doubt.
bool may_be(std::string_view format, std::string_view found);

} // namespace moisson::monitor
