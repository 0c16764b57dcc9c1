// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The configuration. Promises: nothing is thrown, every problem names the file, a line inside it
// and a clean sentence; what is without problem is printed and read back as the same configuration.
#include "fuzz/harness.hpp"
#include "settings/settings.hpp"

#include <algorithm>

namespace moisson::fuzz {

void settings_file(std::string_view input) {
    const std::string text = clean(input);
    const settings::Environment none = [](const std::string&) {
        return std::optional<std::string>();
    };
    const settings::LoadedSettings loaded =
        settings::parse_settings(text, "/etc/moisson/moisson.yaml", none);
    const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
    for (const settings::Problem& problem : loaded.problems) {
        require(problem.line >= 0 && problem.line <= lines + 1, "a problem is inside the file");
        require(!problem.message.empty(), "a problem says what it is");
        require_clean(problem.message, "the sentence of a problem");
    }
    if (!loaded.ok())
        return;
    const std::string written = settings::dump_settings(loaded.settings);
    const settings::LoadedSettings again =
        settings::parse_settings(written, "/etc/moisson/moisson.yaml", none);
    // Secrets are masked, and a mask is no reference.
    if (loaded.settings.db.password.empty())
        require(again.ok(), "what is printed is read: " + to_string(again.problems));
    if (again.ok())
        require(settings::dump_settings(again.settings) == written, "printing is final");
}

} // namespace moisson::fuzz
