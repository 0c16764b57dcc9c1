// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The few options of moissond.
#pragma once

#include <optional>
#include <span>
#include <string>

namespace moisson::app {

enum class Action { serve, check_config, dump_config, version, help };

struct CommandLine {
    Action action = Action::serve;
    std::string config = "/etc/moisson/moisson.yaml";
    // French; set when the arguments make no sense.
    std::optional<std::string> problem;
};

// `arguments` without the program's name.
CommandLine parse_command_line(std::span<const char* const> arguments);

std::string help_text();

} // namespace moisson::app
