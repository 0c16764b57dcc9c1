// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/numbers.hpp"

#include "core/ascii.hpp"
#include "text/key.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace moisson::normalise {
namespace {

std::optional<double> factor_of(std::string_view unit) {
    struct Unit {
        std::string_view name;
        double factor;
    };
    constexpr double kibi = 1024.0;
    static constexpr std::array<Unit, 28> units = {{
        {"", 1},
        {"b", 1},
        {"o", 1},
        {"byte", 1},
        {"bytes", 1},
        {"octet", 1},
        {"octets", 1},
        {"k", kibi},
        {"kb", kibi},
        {"ko", kibi},
        {"kib", kibi},
        {"kio", kibi},
        {"kbytes", kibi},
        {"m", kibi * kibi},
        {"mb", kibi * kibi},
        {"mo", kibi * kibi},
        {"mib", kibi * kibi},
        {"mio", kibi * kibi},
        {"mbytes", kibi * kibi},
        {"g", kibi * kibi * kibi},
        {"gb", kibi * kibi * kibi},
        {"go", kibi * kibi * kibi},
        {"gib", kibi * kibi * kibi},
        {"gio", kibi * kibi * kibi},
        {"t", kibi * kibi * kibi * kibi},
        {"tb", kibi * kibi * kibi * kibi},
        {"to", kibi * kibi * kibi * kibi},
        {"tib", kibi * kibi * kibi * kibi},
    }};
    for (const Unit& known : units)
        if (known.name == unit)
            return known.factor;
    return std::nullopt;
}

// The length in hexadecimal digits of what each algorithm gives.
struct Algorithm {
    std::string_view name;
    std::size_t digits;
};
constexpr std::array<Algorithm, 5> algorithms = {
    {{"md5", 32}, {"sha1", 40}, {"sha256", 64}, {"sha384", 96}, {"sha512", 128}}};

} // namespace

std::optional<std::int64_t> read_size(std::string_view raw) {
    raw = text::trim(raw);
    std::string digits;
    std::size_t i = 0;
    for (; i < raw.size(); ++i) {
        const char c = raw[i];
        if (c >= '0' && c <= '9')
            digits += c;
        else if (c == '.' || c == ',')
            digits += '.';
        else if (c == ' ' && i + 1 < raw.size() && raw[i + 1] >= '0' && raw[i + 1] <= '9')
            continue; // 1 234 567
        else if (raw.substr(i).starts_with("\u00A0") || raw.substr(i).starts_with("\u202F"))
            i += raw[i] == '\xC2' ? 1U : 2U;
        else
            break;
    }
    double value = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || parsed.ec != std::errc{} || parsed.ptr != digits.data() + digits.size())
        return std::nullopt;
    const auto factor = factor_of(text::vocabulary_key(raw.substr(i)));
    constexpr double size_max = 9.0e15;
    if (!factor || value * *factor > size_max)
        return std::nullopt;
    return static_cast<std::int64_t>(value * *factor);
}

std::optional<Checksum> read_checksum(std::string_view value, std::string_view algorithm) {
    value = text::trim(value);
    if (const auto colon = value.find(':'); colon != std::string_view::npos) {
        if (algorithm.empty())
            algorithm = value.substr(0, colon);
        value = text::trim(value.substr(colon + 1));
    }
    Checksum checksum;
    for (const char c : value)
        checksum.value += ascii_lower(c);
    if (checksum.value.find_first_not_of("0123456789abcdef") != std::string::npos)
        return std::nullopt;
    std::string said = text::vocabulary_key(algorithm);
    said.erase(std::remove(said.begin(), said.end(), ' '), said.end());
    for (const Algorithm& known : algorithms)
        if (known.digits == checksum.value.size())
            checksum.algorithm = known.name;
    // What is said must not contradict the length.
    const bool contradicted =
        std::any_of(algorithms.begin(), algorithms.end(), [&](const Algorithm& known) {
            return said.ends_with(known.name) && known.name != checksum.algorithm;
        });
    if (checksum.algorithm.empty() || contradicted)
        return std::nullopt;
    return checksum;
}

} // namespace moisson::normalise
