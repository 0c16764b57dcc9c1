// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Golden files: what was agreed, byte for byte. MOISSON_UPDATE_GOLDEN=1 writes them again.
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace moisson::test {

// The content of tests/golden/<name>; first writes `actual` there when an update was asked for.
inline std::string golden(const std::string& name, const std::string& actual) {
    const std::string path = std::string(MOISSON_SOURCE_DIR) + "/tests/golden/" + name;
    if (std::getenv("MOISSON_UPDATE_GOLDEN") != nullptr)
        std::ofstream(path, std::ios::binary) << actual;
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

} // namespace moisson::test
