// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/digest.hpp"

#include "core/assert.hpp"

#include <openssl/evp.h>
#include <xxhash.h>

namespace moisson {
namespace {

// Fetched once: what EVP_sha256() gives is looked up by its name at each hash, which takes longer
// than a short one.
const EVP_MD* sha256_method() {
    static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    MOISSON_ASSERT(method != nullptr);
    return method;
}

} // namespace

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { EVP_MD_CTX_free(context); }

    void begin() {
        MOISSON_ASSERT(context != nullptr);
        MOISSON_ASSERT(EVP_DigestInit_ex(context, sha256_method(), nullptr) == 1);
    }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    state_->begin();
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
    MOISSON_ASSERT(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1);
}

Digest Sha256::finish() {
    Digest digest{};
    unsigned length = 0;
    MOISSON_ASSERT(
        EVP_DigestFinal_ex(
            state_->context,
            reinterpret_cast<unsigned char*>(digest.data()),
            &length
        ) == 1
    );
    MOISSON_ASSERT(length == digest.size());
    state_->begin();
    return digest;
}

// One state for each thread: a harvested dataset has some twenty names and addresses to hash.
Digest sha256(std::string_view bytes) {
    thread_local Sha256 hash;
    hash.update(bytes);
    return hash.finish();
}

std::string to_hex(std::span<const std::byte> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::byte b : bytes) {
        text += digits[std::to_integer<unsigned>(b) >> 4];
        text += digits[std::to_integer<unsigned>(b) & 15U];
    }
    return text;
}

std::optional<Digest> digest_from_hex(std::string_view text) {
    Digest digest{};
    if (text.size() != digest.size() * 2)
        return std::nullopt;
    const auto nibble = [](char c) -> int {
        if (c >= '0' && c <= '9')
            return c - '0';
        if (c >= 'a' && c <= 'f')
            return c - 'a' + 10;
        if (c >= 'A' && c <= 'F')
            return c - 'A' + 10;
        return -1;
    };
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const int high = nibble(text[2 * i]);
        const int low = nibble(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        digest[i] = static_cast<std::byte>(high * 16 + low);
    }
    return digest;
}

std::uint64_t fast_hash(std::string_view bytes) {
    return XXH3_64bits(bytes.data(), bytes.size());
}

} // namespace moisson
