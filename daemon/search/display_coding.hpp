// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Numbers and texts of display records, and of the blocks that hold them. Inside the room only.
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace moisson::search {

inline void put_display_number(std::string& out, std::uint64_t number) {
    while (number >= 0x80) {
        out += static_cast<char>((number & 0x7F) | 0x80);
        number >>= 7;
    }
    out += static_cast<char>(number);
}

inline void put_display_text(std::string& out, std::string_view text) {
    put_display_number(out, text.size());
    out += text;
}

// Reads what they wrote; throws ErrorException(TABLE_DAMAGED) beyond the end.
class DisplaySource {
public:
    explicit DisplaySource(std::string_view bytes) : bytes_(bytes) {}

    std::uint8_t byte() {
        if (at_ >= bytes_.size())
            throw ErrorException(Error(Code::table_damaged, "display record"));
        return static_cast<std::uint8_t>(bytes_[at_++]);
    }
    std::uint64_t number() {
        std::uint64_t out = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint8_t part = byte();
            out |= static_cast<std::uint64_t>(part & 0x7F) << shift;
            if (part < 0x80)
                return out;
        }
        throw ErrorException(Error(Code::table_damaged, "display record"));
    }
    std::string_view view() {
        const std::uint64_t size = number();
        if (size > bytes_.size() - at_)
            throw ErrorException(Error(Code::table_damaged, "display record"));
        at_ += size;
        return bytes_.substr(at_ - size, size);
    }

private:
    std::string_view bytes_;
    std::size_t at_ = 0;
};

} // namespace moisson::search
