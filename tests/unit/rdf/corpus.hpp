// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where the recorded documents and the W3C suites are, and reading of whole files.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

namespace moisson::rdf::testing {

inline std::filesystem::path corpus() {
    const char* const path = std::getenv("MOISSON_CORPUS");
    return path != nullptr ? std::filesystem::path(path)
                           : std::filesystem::path(MOISSON_SOURCE_DIR) / ".." / "shared" / "corpus";
}

// False when there is no corpus: said plainly, and a failure in CI.
inline bool has_corpus(const std::string& folder) {
    if (std::filesystem::exists(corpus() / folder))
        return true;
    std::cout << "NON EXÉCUTÉ : pas de corpus (MOISSON_CORPUS)\n";
    const char* const ci = std::getenv("CI");
    EXPECT_FALSE(ci != nullptr && std::string(ci) == "true") << "the corpus is required in CI";
    return false;
}

inline std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

} // namespace moisson::rdf::testing
