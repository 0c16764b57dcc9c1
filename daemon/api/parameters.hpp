// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Parameters that several lists share. Inside the room only.
#pragma once

#include "routes/search_parameters.hpp"
#include "routes/url.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::api {

// A whole number above 0, nothing else.
std::optional<std::int64_t> positive(std::string_view text);

// `expected`: French, what the value should have been.
routes::ParameterProblem invalid(std::string name, std::string_view value, std::string expected);

// `page_size` when it was given.
void read_page_size(
    const routes::Query& query,
    int& limit,
    std::vector<routes::ParameterProblem>& problems
);

} // namespace moisson::api
