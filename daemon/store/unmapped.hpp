// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Values that no vocabulary knows, per source and over time. Blocking, in the caller's transaction.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace moisson::store {

class Connection;

// UNMAPPED_*: the issues whose detail is the value itself.
std::vector<std::string> unmapped_codes();

// Compares what the active records of the source carry now with what is noted: values that came,
// that went, whose number changed. The thousand most frequent of each code are noted.
void note_unmapped(Connection& connection, std::int64_t source);

} // namespace moisson::store
