// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/parameters.hpp"

#include "core/limits.hpp"

#include <charconv>

namespace moisson::api {

std::optional<std::int64_t> positive(std::string_view text) {
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || value <= 0)
        return std::nullopt;
    return value;
}

routes::ParameterProblem invalid(std::string name, std::string_view value, std::string expected) {
    routes::ParameterProblem problem;
    problem.kind = routes::ParameterProblem::Kind::invalid;
    problem.parameter = std::move(name);
    problem.value = std::string(value);
    problem.expected = std::move(expected);
    return problem;
}

void read_page_size(
    const routes::Query& query,
    int& limit,
    std::vector<routes::ParameterProblem>& problems
) {
    const std::string_view size = routes::first(query, "page_size");
    if (size.empty())
        return;
    const auto number = positive(size);
    if (number && *number <= static_cast<std::int64_t>(limits::page_size))
        limit = static_cast<int>(*number);
    else
        problems.push_back(invalid("page_size", size, "un entier de 1 à 100"));
}

} // namespace moisson::api
