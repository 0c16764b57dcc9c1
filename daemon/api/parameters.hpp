// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Parameters that several lists share. Inside the room only.
#pragma once

#include "routes/search_parameters.hpp"
#include "routes/url.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::api {

// `expected`: French, what the value should have been.
routes::ParameterProblem
invalid_value(std::string name, std::string_view value, std::string expected);

// `page_size` when it was given.
void read_page_size(
    const routes::Query& query,
    int& limit,
    std::vector<routes::ParameterProblem>& problems
);

} // namespace moisson::api
