// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Problem: what is wrong in a configuration file, and where, in French.
#pragma once

#include <string>
#include <vector>

namespace moisson::settings {

struct Problem {
    std::string file;
    // From 1; 0 = the file as a whole.
    int line = 0;
    std::string message;

    bool operator==(const Problem&) const = default;
};

using Problems = std::vector<Problem>;

// "moisson.yaml:12: ..."
std::string to_string(const Problem& problem);
// One per line.
std::string to_string(const Problems& problems);

} // namespace moisson::settings
