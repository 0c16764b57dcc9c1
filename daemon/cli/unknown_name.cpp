// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/unknown_name.hpp"

#include "cli/terminal_text.hpp"
#include "routes/nearest.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace moisson::cli {

std::string
unknown_name(std::string_view what, std::string_view name, const std::vector<std::string>& known) {
    const std::vector<std::string_view> names(known.begin(), known.end());
    const std::string_view near = routes::nearest_name(name, names);
    if (near.empty())
        return fmt::format("{} : « {} »", what, name);
    return fmt::format("{} : « {} » ; vouliez-vous dire « {} » ?", what, name, near);
}

std::string
unknown_word(std::string_view what, std::string_view word, const std::vector<std::string>& known) {
    return fmt::format("{} : « {} » ; attendu : {}", what, word, fmt::join(known, ", "));
}

bool refuse_unknown_source(
    const Output& output,
    const std::vector<std::string>& sources,
    const std::vector<std::string>& known
) {
    for (const std::string& source : sources) {
        if (std::find(known.begin(), known.end(), source) != known.end())
            continue;
        fmt::print(
            output.problems,
            "moisson : {}\nEssayez : moisson portails\n",
            terminal_text(unknown_name("source inconnue", source, known))
        );
        return true;
    }
    return false;
}

} // namespace moisson::cli
