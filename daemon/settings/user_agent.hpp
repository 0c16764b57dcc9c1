// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// How this instance names itself to the portals.
#pragma once

#include "settings/settings.hpp"

#include <string>
#include <string_view>

namespace moisson::settings {

// `net.user_agent`, or the one made of the version, the robot page and the contact.
std::string user_agent(const Settings& settings, std::string_view version);

} // namespace moisson::settings
