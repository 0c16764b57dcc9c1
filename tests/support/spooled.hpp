// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A body in a file, however small, for tests of what reads bodies.
#pragma once

#include "net/spool.hpp"

#include <string_view>

namespace moisson::testing {

inline net::SpoolOptions always_to_file() {
    net::SpoolOptions options;
    options.memory_bytes_max = 0;
    return options;
}

inline net::Body in_file(std::string_view text) {
    net::Spool spool(always_to_file());
    spool.append(text);
    return spool.finish().value();
}

} // namespace moisson::testing
