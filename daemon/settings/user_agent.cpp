// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "settings/user_agent.hpp"

#include "net/make_http_client.hpp"
#include "routes/paths.hpp"

namespace moisson::settings {

std::string user_agent(const Settings& settings, std::string_view version) {
    if (!settings.user_agent.empty())
        return settings.user_agent;
    const routes::PublicUrl base(settings.public_url);
    return net::user_agent(version, base.absolute(routes::robot_page), settings.contact);
}

} // namespace moisson::settings
