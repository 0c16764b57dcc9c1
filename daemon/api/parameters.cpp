// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/parameters.hpp"

#include "core/limits.hpp"
#include "routes/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace moisson::api {

routes::ParameterProblem
invalid_value(std::string name, std::string_view value, std::string expected) {
    routes::ParameterProblem problem;
    problem.kind = routes::ParameterProblem::Kind::invalid;
    problem.parameter = std::move(name);
    problem.value = std::string(value);
    problem.expected = std::move(expected);
    return problem;
}

void check_fields(
    const std::vector<std::string>& fields,
    std::span<const std::string_view> known,
    std::vector<routes::ParameterProblem>& problems
) {
    for (const std::string& field : fields) {
        if (std::find(known.begin(), known.end(), field) != known.end())
            continue;
        routes::ParameterProblem problem = invalid_value(
            "fields",
            field,
            fmt::format("des noms de champs séparés par des virgules : {}", fmt::join(known, ", "))
        );
        problem.nearest = std::string(routes::nearest_name(field, known));
        problems.push_back(std::move(problem));
    }
}

ParsedForm parse_csv_form(const routes::Query& query) {
    ParsedForm out;
    const std::string_view delimiter = routes::first(query, "delimiter");
    if (delimiter == "tab")
        out.form.delimiter = '\t';
    else if (delimiter == "," || delimiter == ";")
        out.form.delimiter = delimiter.front();
    else if (!delimiter.empty())
        out.problems.push_back(invalid_value("delimiter", delimiter, "« ; », « , » ou « tab »"));
    for (const auto& [name, mark] : query) {
        if (name != "bom")
            continue;
        // Empty as well: a value may be nothing that a text can hold.
        if (mark != "0" && mark != "1")
            out.problems.push_back(invalid_value("bom", mark, "0 ou 1"));
        out.form.mark = mark != "0";
        break;
    }
    return out;
}

std::vector<std::string_view> member_names(const Json& object) {
    std::vector<std::string_view> names;
    for (auto member = object.begin(); member != object.end(); ++member)
        names.emplace_back(member.key());
    return names;
}

void read_page_size(
    const routes::Query& query,
    int& limit,
    std::vector<routes::ParameterProblem>& problems
) {
    const std::string_view size = routes::first(query, "page_size");
    if (size.empty())
        return;
    const auto number = routes::positive_number(size);
    if (number && *number <= static_cast<std::int64_t>(limits::page_size))
        limit = static_cast<int>(*number);
    else
        problems.push_back(invalid_value("page_size", size, "un entier de 1 à 100"));
}

ParsedRuns parse_runs(const routes::Query& query) {
    ParsedRuns out;
    out.query.portal_key = std::string(routes::first(query, "portal"));
    out.query.source_key = std::string(routes::first(query, "source"));
    if (const auto state = routes::first(query, "state"); !state.empty()) {
        out.query.state = run_state_from_string(state);
        if (!out.query.state)
            out.problems.push_back(invalid_value("state", state, "un état comme complete ou failed")
            );
    }
    if (const auto before = routes::first(query, "before"); !before.empty()) {
        if (const auto number = routes::positive_number(before))
            out.query.before = RunId(*number);
        else
            out.problems.push_back(invalid_value("before", before, "le numéro d’un passage"));
    }
    read_page_size(query, out.query.limit, out.problems);
    return out;
}

} // namespace moisson::api
