// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// `set_aside:` of the portal files. Private to the room.
#pragma once

#include "settings/option_kinds.hpp"
#include "settings/problem.hpp"
#include "settings/set_aside.hpp"

namespace moisson::settings {

void read_set_aside(
    const YAML::Node& node,
    const Check& check_key,
    const Check& check_country,
    std::vector<SetAside>& into,
    const Reader& reader
);

// What holds over all files: a portal is described or set aside, and nothing that is dead is
// harvested. The problems have no file yet.
Problems check_set_aside(const std::vector<SetAside>& entries, const std::vector<Portal>& portals);

// How sure a description is, and a date of any precision.
std::vector<std::pair<std::string, std::string>> confidence_words();
std::string check_as_of(const std::string& text);

} // namespace moisson::settings
