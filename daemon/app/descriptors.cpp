// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "app/descriptors.hpp"

#include "core/limits.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace moisson::app {

std::size_t raise_descriptors() {
    rlimit bounds{};
    if (::getrlimit(RLIMIT_NOFILE, &bounds) != 0)
        return limits::descriptors;
    const rlim_t wanted = std::min<rlim_t>(bounds.rlim_max, limits::descriptors);
    if (bounds.rlim_cur < wanted) {
        rlimit raised = bounds;
        raised.rlim_cur = wanted;
        if (::setrlimit(RLIMIT_NOFILE, &raised) == 0)
            bounds = raised;
    }
    return static_cast<std::size_t>(bounds.rlim_cur);
}

std::size_t reserved_descriptors(const settings::Settings& settings) {
    std::size_t reserved = limits::descriptors_kept;
    reserved += static_cast<std::size_t>(std::max(0, settings.db.options.connections));
    if (!settings.admin_listen.empty())
        reserved += limits::admin_connections;
    const bool asks_others = settings.has(settings::Role::harvest) ||
                             settings.has(settings::Role::monitor) ||
                             settings.has(settings::Role::notify);
    if (asks_others)
        reserved += settings.client.idle_connections_max + limits::descriptors_of_client;
    if (settings.has(settings::Role::monitor) && settings.links.enabled)
        reserved += static_cast<std::size_t>(std::max(0, settings.links.in_flight));
    return reserved;
}

std::size_t connections_within(std::size_t wanted, std::size_t descriptors, std::size_t reserved) {
    const std::size_t left = descriptors > reserved ? descriptors - reserved : 0;
    const std::size_t most = std::max({left, descriptors / 4, std::size_t{1}});
    return std::min(wanted, most);
}

} // namespace moisson::app
