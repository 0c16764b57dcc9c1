// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Files that are read whole, where a source asks for it (`hash_files`): which, when, and what a
// reading is worth. It says whether the file changed, never whether its link works. Pure.
#pragma once

#include "core/time.hpp"
#include "model/portal.hpp"
#include "monitor/link_record.hpp"
#include "monitor/probe_target.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace moisson::monitor {

// Keys of the enabled sources whose files are read.
std::vector<std::string> hashed_sources(const std::vector<Portal>& portals);

// Whether a file that works, and of which that is remembered, has its turn.
bool whole_is_due(const LinkRecord& record, std::chrono::seconds every, Instant now);

// After the verdict: a file, without any fault, not longer than that as far as is known, and not
// shown by its ETag to be the one that was read last.
bool worth_reading(const LinkTarget& target, const ProbeResult& result, std::size_t bytes_max);

// Hexadecimal SHA-256 of a file that came whole; empty for anything else, a page of a firewall too.
std::string sum_of_file(const LinkTarget& target, const net::Response& answer);

} // namespace moisson::monitor
