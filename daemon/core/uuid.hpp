// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// UUIDs: RFC 4122 text form, random (version 4) and name-based (version 5).
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace moisson {

struct Uuid {
    std::array<std::uint8_t, 16> bytes{};

    bool is_nil() const { return *this == Uuid{}; }
    auto operator<=>(const Uuid&) const = default;
};

// Lower case, with hyphens.
std::string to_string(const Uuid& uuid);
// Accepts upper and lower case, hyphens required.
std::optional<Uuid> uuid_from_string(std::string_view text);
// Version 4, from the operating system's generator.
Uuid random_uuid();
// Version 5 (SHA-1) of `name` in `space`.
Uuid uuid5(const Uuid& space, std::string_view name);

// A UUID that names one kind of thing; the tag keeps a portal from passing for a dataset.
template <class Tag>
struct Id {
    Uuid uuid;
    Id() = default;
    explicit Id(const Uuid& value) : uuid(value) {}
    auto operator<=>(const Id&) const = default;
};

template <class Tag>
std::string to_string(const Id<Tag>& id) {
    return to_string(id.uuid);
}

} // namespace moisson

template <>
struct std::hash<moisson::Uuid> {
    std::size_t operator()(const moisson::Uuid& uuid) const noexcept {
        std::size_t value = 0;
        for (std::size_t i = 0; i < sizeof(value); ++i)
            value = (value << 8) | static_cast<std::size_t>(uuid.bytes[i] ^ uuid.bytes[i + 8]);
        return value;
    }
};
template <class Tag>
struct std::hash<moisson::Id<Tag>> {
    std::size_t operator()(const moisson::Id<Tag>& id) const noexcept {
        return std::hash<moisson::Uuid>{}(id.uuid);
    }
};
