// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Sizes, checksums, durations of the configuration. Promises: sizes are not negative, checksums are
// lower-case digits of the length of their algorithm and read as themselves, a duration prints as
// text that reads as the same.
#include "normalise/numbers.hpp"

#include "fuzz/harness.hpp"
#include "settings/duration.hpp"

#include <map>

namespace moisson::fuzz {

void numbers(std::string_view input) {
    const std::string text = clean(input);
    if (const auto size = normalise::read_size(text)) {
        require(*size >= 0, "a size is not negative");
        require(normalise::read_size(std::to_string(*size)) == size, "a size reads as itself");
    }
    const Steered line = steered(text);
    static const std::map<std::string, std::size_t, std::less<>> lengths =
        {{"md5", 32}, {"sha1", 40}, {"sha256", 64}, {"sha384", 96}, {"sha512", 128}};
    for (const std::string_view algorithm : {line.rest, std::string_view("sha256")}) {
        const auto checksum = normalise::read_checksum(line.first, algorithm);
        if (!checksum)
            continue;
        require(lengths.at(checksum->algorithm) == checksum->value.size(), "a digest is whole");
        require(
            checksum->value.find_first_not_of("0123456789abcdef") == std::string::npos,
            "a digest is lower-case hexadecimal"
        );
        const auto again = normalise::read_checksum(checksum->value, checksum->algorithm);
        require(
            again && again->value == checksum->value && again->algorithm == checksum->algorithm,
            "a checksum reads as itself"
        );
    }
    if (const auto time = settings::parse_duration(text))
        require(
            settings::parse_duration(settings::format_duration(*time)) == time,
            "a duration reads as itself"
        );
}

} // namespace moisson::fuzz
