// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/source_rates.hpp"

#include "core/result.hpp"
#include "net/budget_key.hpp"
#include "net/web_address.hpp"

#include <algorithm>

namespace moisson::monitor {
namespace {

// Empty: it has no server.
std::string key_of(std::string_view url) {
    const Result<net::WebAddress> address = net::parse_web_address(url);
    return address.has_value() ? net::budget_key(address->host) : std::string();
}

} // namespace

SourceRates::SourceRates(const std::vector<Portal>& portals) {
    const double usual = Source().rate;
    for (const Portal& portal : portals)
        for (const Source& source : portal.sources) {
            if (!source.enabled || source.rate <= 0 || source.rate >= usual)
                continue;
            const std::string key = key_of(source.url);
            if (key.empty())
                continue;
            const auto [place, added] = slowest_.try_emplace(key, source.rate);
            place->second = std::min(place->second, source.rate);
        }
}

double SourceRates::slower_of(double rate, std::string_view url) const {
    if (slowest_.empty())
        return rate;
    const auto found = slowest_.find(key_of(url));
    return found == slowest_.end() ? rate : std::min(rate, found->second);
}

} // namespace moisson::monitor
