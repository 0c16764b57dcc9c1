// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The pace that sources ask for, for whoever follows links to the same servers. Pure.
#pragma once

#include "model/portal.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::monitor {

class SourceRates {
public:
    SourceRates() = default;
    // Of enabled sources that go slower than by default: somebody knows that their server wants it.
    explicit SourceRates(const std::vector<Portal>& portals);

    // Requests per second for `url`: `rate`, or that of the slowest source of its server.
    double slower_of(double rate, std::string_view url) const;

private:
    // By the key of their budget.
    std::map<std::string, double, std::less<>> slowest_;
};

} // namespace moisson::monitor
