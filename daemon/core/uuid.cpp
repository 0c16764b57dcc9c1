// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/uuid.hpp"

#include "core/assert.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>

namespace moisson {
namespace {

// Fetched once: see sha256().
const EVP_MD* sha1_method() {
    static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA1", nullptr);
    MOISSON_ASSERT(method != nullptr);
    return method;
}

} // namespace

std::string to_string(const Uuid& uuid) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            text += '-';
        text += digits[uuid.bytes[i] >> 4U];
        text += digits[uuid.bytes[i] & 15U];
    }
    return text;
}

std::optional<Uuid> uuid_from_string(std::string_view text) {
    if (text.size() != 36)
        return std::nullopt;
    Uuid uuid;
    std::size_t position = 0;
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            if (text[position++] != '-')
                return std::nullopt;
        }
        unsigned value = 0;
        for (int k = 0; k < 2; ++k) {
            const char c = text[position++];
            unsigned nibble = 0;
            if (c >= '0' && c <= '9')
                nibble = static_cast<unsigned>(c - '0');
            else if (c >= 'a' && c <= 'f')
                nibble = static_cast<unsigned>(c - 'a') + 10;
            else if (c >= 'A' && c <= 'F')
                nibble = static_cast<unsigned>(c - 'A') + 10;
            else
                return std::nullopt;
            value = value * 16 + nibble;
        }
        uuid.bytes[i] = static_cast<std::uint8_t>(value);
    }
    return uuid;
}

Uuid random_uuid() {
    Uuid uuid;
    MOISSON_ASSERT(RAND_bytes(uuid.bytes.data(), static_cast<int>(uuid.bytes.size())) == 1);
    uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0FU) | 0x40U);
    uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3FU) | 0x80U);
    return uuid;
}

Uuid uuid5(const Uuid& space, std::string_view name) {
    std::string input(reinterpret_cast<const char*>(space.bytes.data()), space.bytes.size());
    input += name;
    std::array<std::uint8_t, 20> hash{};
    unsigned length = 0;
    MOISSON_ASSERT(
        EVP_Digest(input.data(), input.size(), hash.data(), &length, sha1_method(), nullptr) == 1
    );
    MOISSON_ASSERT(length == hash.size());
    Uuid uuid;
    std::copy_n(hash.begin(), uuid.bytes.size(), uuid.bytes.begin());
    uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0FU) | 0x50U);
    uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3FU) | 0x80U);
    return uuid;
}

} // namespace moisson
