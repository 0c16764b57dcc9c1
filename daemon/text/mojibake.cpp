// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Repair of UTF-8 that was read as Windows-1252 and encoded again. French and Arabic give few
// patterns; only those are touched.
#include "core/utf8.hpp"
#include "text/clean.hpp"

#include <array>
#include <optional>
#include <utility>

namespace moisson::text {
namespace {

constexpr std::array<std::pair<char32_t, unsigned>, 27> windows_1252 = {{
    {0x20AC, 0x80}, {0x201A, 0x82}, {0x0192, 0x83}, {0x201E, 0x84}, {0x2026, 0x85}, {0x2020, 0x86},
    {0x2021, 0x87}, {0x02C6, 0x88}, {0x2030, 0x89}, {0x0160, 0x8A}, {0x2039, 0x8B}, {0x0152, 0x8C},
    {0x017D, 0x8E}, {0x2018, 0x91}, {0x2019, 0x92}, {0x201C, 0x93}, {0x201D, 0x94}, {0x2022, 0x95},
    {0x2013, 0x96}, {0x2014, 0x97}, {0x02DC, 0x98}, {0x2122, 0x99}, {0x0161, 0x9A}, {0x203A, 0x9B},
    {0x0153, 0x9C}, {0x017E, 0x9E}, {0x0178, 0x9F},
}};

// The byte that was read as this character; 0 when none was.
unsigned original_byte(char32_t code_point) {
    if (code_point < 0x80)
        return 0;
    if (code_point <= 0xFF)
        return static_cast<unsigned>(code_point);
    for (const auto& [read, byte] : windows_1252)
        if (read == code_point)
            return byte;
    return 0;
}

bool is_upper(char32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
}

bool is_quote(char32_t c) {
    return c == 0xAB || c == 0xBB || (c >= 0x2018 && c <= 0x201E) || c == 0x2039 || c == 0x203A;
}

struct Sequence {
    char32_t decoded = 0;
    std::size_t length = 0; // bytes in the text
};

// What nobody writes on purpose: the decoded character is one of French or of its typography.
bool is_certain(char32_t lead, char32_t second, char32_t previous, char32_t decoded) {
    if (lead == 0xC3) // À to ÿ
        return !(is_quote(second) && is_upper(previous));
    if (lead == 0xC2) // NBSP « ° » and the like
        return decoded >= 0xA0 && !is_upper(previous);
    if (lead == 0xC5)
        return (decoded == 0x152 || decoded == 0x153 || decoded == 0x178) && !is_upper(previous);
    if (lead == 0xE2)
        return (decoded >= 0x2010 && decoded <= 0x203F) || decoded == 0x20AC || decoded == 0x2122 ||
               (decoded >= 0x2190 && decoded <= 0x22FF);
    return decoded == 0xFEFF;
}

std::optional<Sequence>
sequence_at(std::string_view text, std::size_t position, char32_t previous) {
    std::size_t at = position;
    const char32_t lead = next_code_point(text, at);
    const std::size_t more = lead >= 0xE0 && lead <= 0xEF   ? 2
                             : lead >= 0xC2 && lead <= 0xDF ? 1
                                                            : 0;
    if (more == 0)
        return std::nullopt;
    char32_t decoded = more == 1 ? lead & 0x1F : lead & 0x0F;
    char32_t second = 0;
    for (std::size_t i = 0; i < more; ++i) {
        if (at >= text.size())
            return std::nullopt;
        const char32_t read = next_code_point(text, at);
        const unsigned byte = original_byte(read);
        if (byte < 0x80 || byte > 0xBF)
            return std::nullopt;
        if (i == 0)
            second = read;
        decoded = (decoded << 6) | (byte & 0x3F);
    }
    const bool arabic = (lead >= 0xD8 && lead <= 0xDB) && decoded >= 0x0600 && decoded <= 0x06FF;
    if (!arabic && !is_certain(lead, second, previous, decoded))
        return std::nullopt;
    return Sequence{decoded, at - position};
}

struct Round {
    std::string text;
    std::size_t certain = 0;
    std::size_t arabic = 0;
};

Round decode_round(std::string_view text, bool with_arabic) {
    Round out;
    out.text.reserve(text.size());
    char32_t previous = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (static_cast<unsigned char>(text[i]) < 0x80) {
            previous = static_cast<char32_t>(text[i]);
            out.text += text[i++];
            continue;
        }
        const auto found = sequence_at(text, i, previous);
        const bool arabic = found && found->decoded >= 0x0600 && found->decoded <= 0x06FF;
        if (found)
            ++(arabic ? out.arabic : out.certain);
        if (found && (!arabic || with_arabic)) {
            append_utf8(out.text, found->decoded);
            previous = 0; // its neighbour is evidence for, not against
            i += found->length;
        } else {
            const std::size_t start = i;
            previous = next_code_point(text, i);
            out.text.append(text, start, i - start);
        }
    }
    return out;
}

// "dÃ©jÃ " whose NBSP became a space: à, once the text is known to be double-encoded.
std::string repair_lost_nbsp(std::string text) {
    for (auto at = text.find("\u00C3"); at != std::string::npos; at = text.find("\u00C3", at + 2))
        if (at + 2 == text.size() || text[at + 2] == ' ')
            text.replace(at, 2, "\u00E0");
    return text;
}

// Every lead byte of the patterns reads as U+00C2-U+00EF: C3 82.. to C3 AF in UTF-8.
bool may_hold_mojibake(std::string_view text) {
    for (auto at = text.find('\xC3'); at != std::string_view::npos;
         at = text.find('\xC3', at + 2)) {
        if (at + 2 >= text.size())
            return false;
        const auto lead = static_cast<unsigned char>(text[at + 1]);
        if (static_cast<unsigned char>(text[at + 2]) >= 0x80 &&
            (lead == 0x82 || lead == 0x83 || lead == 0x85 || lead == 0xA2 || lead == 0xAF ||
             (lead >= 0x98 && lead <= 0x9B)))
            return true;
    }
    return false;
}

} // namespace

std::string repair_mojibake(std::string_view text) {
    std::string current(text);
    // Each round makes the text shorter, so this ends.
    while (may_hold_mojibake(current)) {
        Round round = decode_round(current, false);
        const bool enough_arabic = round.arabic >= 3;
        if (enough_arabic)
            round = decode_round(current, true);
        if (round.certain == 0 && !enough_arabic)
            break;
        current =
            round.certain > 0 ? repair_lost_nbsp(std::move(round.text)) : std::move(round.text);
    }
    return current;
}

} // namespace moisson::text
