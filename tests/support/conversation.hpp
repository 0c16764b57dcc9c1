// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a simulated portal answers to the connector of its kind: real bodies of each protocol, for
// whoever needs some.
#pragma once

#include <string>
#include <vector>

namespace moisson::testing {

// Bodies in the order they were asked for: probe, one crawl of a small catalogue, inventory, a few
// records by id. Throws for a kind without connector or without protocol.
std::vector<std::string> conversation(const std::string& kind);

} // namespace moisson::testing
