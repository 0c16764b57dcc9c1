// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Sizes and checksums of files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::normalise {

// Bytes of "12345", "12345.0", "9.99 KB", "1,5 Mo", "1 234 567 octets". Units count 1024, as the
// portals that print them do. Nothing when it is no size.
std::optional<std::int64_t> read_size(std::string_view raw);

struct Checksum {
    // Lower-case hexadecimal.
    std::string value;
    // "md5", "sha1", "sha256", "sha384", "sha512".
    std::string algorithm;
};

// The algorithm is read from its name or IRI, from a prefix ("sha256:..."), else from the length.
// Nothing when the value is no hexadecimal digest.
std::optional<Checksum> read_checksum(std::string_view value, std::string_view algorithm);

} // namespace moisson::normalise
