// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Range requests (RFC 9110, 14): one range of bytes. Pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace moisson::api {

struct ByteRange {
    enum class Kind {
        // No range, several, or one that cannot be read: everything is sent.
        whole,
        part,
        // Nothing of it exists: 416.
        beyond
    };
    Kind kind = Kind::whole;
    std::int64_t first = 0;
    std::int64_t count = 0;
};

// `value` of Range, for `size` bytes.
ByteRange read_range(std::string_view value, std::int64_t size);

} // namespace moisson::api
