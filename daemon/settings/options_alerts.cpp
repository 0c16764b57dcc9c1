// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The options of `alerts`.
#include "settings/option_kinds.hpp"
#include "settings/options.hpp"

namespace moisson::settings {

using namespace std::chrono_literals;

void add_alert_options(std::vector<Option<Settings>>& out) {
    out.push_back(switch_option<Settings>("alerts.enabled", MOISSON_MEMBER(alerts.enabled)));
    out.push_back(duration_option<Settings>("alerts.every", MOISSON_MEMBER(alerts.every), 1s, 1h));
    out.push_back(duration_option<Settings>(
        "alerts.datasets_every",
        MOISSON_MEMBER(alerts.datasets_every),
        1s,
        24h
    ));
}

} // namespace moisson::settings
