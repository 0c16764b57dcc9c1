// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One program per harness under libFuzzer; MOISSON_HARNESS_NAME says which. A promise that is
// broken leaves as an exception nobody catches, which libFuzzer reports with the input.
#include "fuzz/harness.hpp"
#include "fuzz/library_leaks.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    moisson::fuzz::MOISSON_HARNESS_NAME(std::string_view(reinterpret_cast<const char*>(data), size)
    );
    return 0;
}
