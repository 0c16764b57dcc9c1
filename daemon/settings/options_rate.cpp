// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The options of `api.rate`: how much a client may ask.
#include "settings/option_kinds.hpp"
#include "settings/options.hpp"

namespace moisson::settings {

void add_rate_options(std::vector<Option<Settings>>& out) {
    constexpr std::int64_t most = 10'000'000;
    const auto quota = [&out](const char* name, auto access) {
        out.push_back(number_option<Settings>(name, access, std::int64_t(1), most));
    };
    out.push_back(switch_option<Settings>("api.rate.enabled", MOISSON_MEMBER(rate.enabled)));
    quota("api.rate.anonymous", MOISSON_MEMBER(rate.anonymous));
    quota("api.rate.pages", MOISSON_MEMBER(rate.pages));
    quota("api.rate.standard", MOISSON_MEMBER(rate.standard));
    quota("api.rate.high", MOISSON_MEMBER(rate.high));
    quota("api.rate.exports_mib", MOISSON_MEMBER(rate.exports_mib));
    out.push_back(number_option<Settings>(
        "api.rate.clients_max",
        MOISSON_MEMBER(rate.clients_max),
        std::int64_t(100),
        std::int64_t(10'000'000)
    ));
    out.push_back(
        list_option<Settings>("api.rate.exempt", MOISSON_MEMBER(rate.exempt), check_network)
    );
}

} // namespace moisson::settings
