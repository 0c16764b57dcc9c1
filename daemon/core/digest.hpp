// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// SHA-256, streamed or at once, and a fast 64-bit hash for tables in memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace moisson {

using Digest = std::array<std::byte, 32>;

Digest sha256(std::string_view bytes);
std::string to_hex(std::span<const std::byte> bytes);
std::optional<Digest> digest_from_hex(std::string_view text);

// XXH3, not stable across versions of Moisson: never stored.
std::uint64_t fast_hash(std::string_view bytes);

// For data that does not fit in memory at once.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    void update(std::string_view bytes);
    // Ends the computation; the next one begins.
    Digest finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace moisson
