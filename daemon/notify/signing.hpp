// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Signatures of links, forms and return paths, and random tokens. HMAC-SHA256 with the key of the
// database; compared in constant time. Pure but for random_token().
#pragma once

#include "core/time.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::notify {

// 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view text);
// RFC 4648, with padding.
std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);
// RFC 4648 section 5, without padding: for addresses.
std::string base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

// From the operating system's generator.
std::string random_bytes(std::size_t count);
// 32 random bytes as base64url.
std::string random_token();

bool same_secret(std::string_view a, std::string_view b);

struct Unsealed {
    std::string payload;
    // To the second.
    Instant expires{};
};

// Seals small texts that come back from outside: "<payload>.<expiry>.<signature>", all base64url.
class Sealer {
public:
    explicit Sealer(std::string key) : key_(std::move(key)) {}

    // `purpose` separates seals of different uses: one never passes for another.
    std::string seal(std::string_view purpose, std::string_view payload, Instant expires) const;
    // The payload, or nothing when it is not ours or over.
    std::optional<std::string>
    open(std::string_view purpose, std::string_view sealed, Instant now) const;
    std::optional<Unsealed>
    open_dated(std::string_view purpose, std::string_view sealed, Instant now) const;

    // 16 hexadecimal digits, for return paths: local parts are short and forget upper case.
    std::string short_mark(std::string_view purpose, std::string_view payload) const;

private:
    std::string signature(std::string_view purpose, std::string_view body) const;

    std::string key_;
};

} // namespace moisson::notify
