// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Problems as text, and the environment of the process.
#include "settings/problem.hpp"

#include "settings/environment.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace moisson::settings {

std::string to_string(const Problem& problem) {
    if (problem.line == 0)
        return fmt::format("{} : {}", problem.file, problem.message);
    return fmt::format("{}:{} : {}", problem.file, problem.line, problem.message);
}

std::string to_string(const Problems& problems) {
    std::string out;
    for (const Problem& problem : problems)
        out += to_string(problem) + "\n";
    return out;
}

Environment process_environment() {
    return [](const std::string& name) -> std::optional<std::string> {
        const char* const value = std::getenv(name.c_str());
        if (value == nullptr)
            return std::nullopt;
        return std::string(value);
    };
}

} // namespace moisson::settings
