// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "notify/signing.hpp"

#include "core/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <charconv>
#include <span>
#include <stdexcept>
#include <utility>

namespace moisson::notify {
namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::int64_t seconds_of(Instant instant) {
    return std::chrono::duration_cast<std::chrono::seconds>(instant.time_since_epoch()).count();
}

} // namespace

std::string hmac_sha256(std::string_view key, std::string_view text) {
    std::string out(32, '\0');
    unsigned int length = 0;
    const unsigned char* const done = HMAC(
        EVP_sha256(),
        key.data(),
        static_cast<int>(key.size()),
        bytes_of(text),
        text.size(),
        reinterpret_cast<unsigned char*>(out.data()),
        &length
    );
    if (done == nullptr || length != out.size())
        throw std::runtime_error("HMAC failed");
    return out;
}

std::string base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int length = EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(out.data()),
        bytes_of(bytes),
        static_cast<int>(bytes.size())
    );
    out.resize(static_cast<std::size_t>(length));
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.empty())
        return std::string();
    if (text.size() % 4 != 0)
        return std::nullopt;
    std::string out(text.size() / 4 * 3, '\0');
    const int length = EVP_DecodeBlock(
        reinterpret_cast<unsigned char*>(out.data()),
        bytes_of(text),
        static_cast<int>(text.size())
    );
    if (length < 0)
        return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && text[text.size() - 1 - padding] == '=')
        ++padding;
    out.resize(static_cast<std::size_t>(length) - padding);
    return out;
}

std::string base64url(std::string_view bytes) {
    std::string out = base64(bytes);
    while (!out.empty() && out.back() == '=')
        out.pop_back();
    for (char& c : out)
        c = c == '+' ? '-' : c == '/' ? '_' : c;
    return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string plain(text);
    for (char& c : plain) {
        if (c == '+' || c == '/' || c == '=')
            return std::nullopt;
        c = c == '-' ? '+' : c == '_' ? '/' : c;
    }
    plain.append((4 - plain.size() % 4) % 4, '=');
    return from_base64(plain);
}

std::string random_bytes(std::size_t count) {
    std::string out(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1)
        throw std::runtime_error("no random bytes");
    return out;
}

std::string random_token() {
    return base64url(random_bytes(32));
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string Sealer::signature(std::string_view purpose, std::string_view body) const {
    std::string text(purpose);
    text += '\0';
    text += body;
    return hmac_sha256(key_, text);
}

std::string
Sealer::seal(std::string_view purpose, std::string_view payload, Instant expires) const {
    const std::string body = base64url(payload) + "." + std::to_string(seconds_of(expires));
    return body + "." + base64url(signature(purpose, body));
}

std::optional<std::string>
Sealer::open(std::string_view purpose, std::string_view sealed, Instant now) const {
    std::optional<Unsealed> found = open_dated(purpose, sealed, now);
    return found ? std::optional(std::move(found->payload)) : std::nullopt;
}

std::optional<Unsealed>
Sealer::open_dated(std::string_view purpose, std::string_view sealed, Instant now) const {
    const std::size_t last = sealed.rfind('.');
    const std::size_t first = sealed.find('.');
    if (first == sealed.npos || last == first)
        return std::nullopt;
    const std::string_view body = sealed.substr(0, last);
    const auto given = from_base64url(sealed.substr(last + 1));
    if (!given || !same_secret(*given, signature(purpose, body)))
        return std::nullopt;
    const std::string_view until = body.substr(first + 1);
    std::int64_t expires = 0;
    const auto read = std::from_chars(until.data(), until.data() + until.size(), expires);
    if (read.ec != std::errc() || read.ptr != until.data() + until.size() ||
        expires <= seconds_of(now))
        return std::nullopt;
    std::optional<std::string> payload = from_base64url(body.substr(0, first));
    if (!payload)
        return std::nullopt;
    return Unsealed{std::move(*payload), Instant(std::chrono::seconds(expires))};
}

std::string Sealer::short_mark(std::string_view purpose, std::string_view payload) const {
    const std::string whole = signature(purpose, payload);
    return to_hex(std::as_bytes(std::span(whole.data(), 8)));
}

} // namespace moisson::notify
