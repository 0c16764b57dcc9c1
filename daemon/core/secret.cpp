// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/secret.hpp"

#include "core/assert.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

namespace moisson {

std::string secret_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    auto* const data = reinterpret_cast<unsigned char*>(bytes.data());
    MOISSON_ASSERT(RAND_bytes(data, static_cast<int>(count)) == 1);
    return bytes;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

} // namespace moisson
