// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The options of `monitor.links`: how links are checked.
#include "core/limits.hpp"
#include "net/web_address.hpp"
#include "settings/option_kinds.hpp"
#include "settings/options.hpp"

namespace moisson::settings {
namespace {

using namespace std::chrono_literals;

std::string check_control(const std::string& url) {
    return net::parse_web_address(url)
               ? std::string()
               : fmt::format("« {} » n'est pas une adresse http ou https", url);
}

} // namespace

void add_link_options(std::vector<Option<Settings>>& out) {
    out.push_back(switch_option<Settings>("monitor.links.enabled", MOISSON_MEMBER(links.enabled)));
    out.push_back(
        number_option<Settings>("monitor.links.in_flight", MOISSON_MEMBER(links.in_flight), 1, 500)
    );
    out.push_back(number_option<Settings>(
        "monitor.links.links_per_host",
        MOISSON_MEMBER(links.links_per_host),
        1,
        100
    ));
    out.push_back(
        number_option<Settings>("monitor.links.rate", MOISSON_MEMBER(links.probe.rate), 0.01, 100.0)
    );
    out.push_back(switch_option<Settings>(
        "monitor.links.obey_robots",
        MOISSON_MEMBER(links.probe.obey_robots)
    ));
    out.push_back(number_option<Settings>(
        "monitor.links.hash_bytes_max",
        MOISSON_MEMBER(links.probe.hash_bytes_max),
        limits::mib,
        limits::hashed_file_bytes
    ));
    out.push_back(duration_option<Settings>(
        "monitor.links.hash_every",
        MOISSON_MEMBER(links.hash_every),
        24h,
        24h * 365
    ));
    out.push_back(list_option<Settings>(
        "monitor.links.control_urls",
        MOISSON_MEMBER(links.control_urls),
        check_control
    ));
    out.push_back(
        duration_option<Settings>("monitor.links.poll", MOISSON_MEMBER(links.poll), 1s, 1h)
    );
}

} // namespace moisson::settings
