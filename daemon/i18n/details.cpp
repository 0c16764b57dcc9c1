// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "i18n/details.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace moisson::i18n {
namespace {

struct Phrase {
    std::string_view from;
    std::string_view to;
};

constexpr auto phrases = std::to_array<Phrase>({
#include "i18n/details_fr.inc"
});

// "{} at byte 3" inside "line 2: ...", "zip: ..." and the like.
constexpr int depth_max = 4;

// A hole of a phrase: where it is, and what may stand there.
struct Hole {
    std::size_t begin = std::string_view::npos;
    std::size_t end = std::string_view::npos;
    char kind = '}';
};

Hole next_hole(std::string_view pattern) {
    const std::size_t begin = pattern.find('{');
    if (begin == pattern.npos)
        return {};
    return {begin, pattern.find('}', begin) + 1, pattern[begin + 1]};
}

bool may_stand(char kind, std::string_view part) {
    if (kind == '#')
        return !part.empty() &&
               std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    return kind != 'w' || (!part.empty() && part.find(' ') == part.npos);
}

using Parts = std::vector<std::string_view>;

// The parts of `text` that stand at the holes of `pattern`, shortest first.
std::optional<Parts> match(std::string_view pattern, std::string_view text) {
    Parts parts;
    Hole hole = next_hole(pattern);
    if (hole.begin == pattern.npos)
        return text == pattern ? std::optional(parts) : std::nullopt;
    if (!text.starts_with(pattern.substr(0, hole.begin)))
        return std::nullopt;
    text.remove_prefix(hole.begin);
    while (hole.begin != pattern.npos) {
        const char kind = hole.kind;
        pattern.remove_prefix(hole.end);
        hole = next_hole(pattern);
        const std::string_view literal = pattern.substr(0, hole.begin);
        const bool last = hole.begin == pattern.npos;
        if (last && !text.ends_with(literal))
            return std::nullopt;
        const std::size_t end = last ? text.size() - literal.size() : text.find(literal);
        if (end == text.npos || !may_stand(kind, text.substr(0, end)))
            return std::nullopt;
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end);
        if (!last) {
            text.remove_prefix(literal.size());
            pattern.remove_prefix(literal.size());
            hole.begin -= literal.size();
            hole.end -= literal.size();
        }
    }
    return parts;
}

std::optional<std::string> translate(std::string_view text, int depth);

std::string part_text(std::string_view part, int depth) {
    return translate(part, depth + 1).value_or(std::string(part));
}

bool is_count(std::string_view part) {
    return may_stand('#', part);
}

bool is_singular(std::string_view count) {
    return count == "0" || count == "1";
}

// "fiche~" of one is "fiche", of two "fiches".
void append_agreed(std::string& out, std::string_view literal, bool singular) {
    for (const char c : literal)
        if (c != '~')
            out += c;
        else if (!singular)
            out += 's';
}

std::string fill(std::string_view to, const Parts& parts, int depth) {
    std::string out;
    std::size_t next = 0;
    bool singular = false;
    while (!to.empty()) {
        const std::size_t open = to.find('{');
        append_agreed(out, to.substr(0, open), singular);
        if (open == to.npos)
            break;
        const std::size_t close = to.find('}', open);
        const std::size_t index =
            close == open + 1 ? next++ : static_cast<std::size_t>(to[open + 1] - '0');
        if (index < parts.size()) {
            out += part_text(parts[index], depth);
            if (is_count(parts[index]))
                singular = is_singular(parts[index]);
        }
        to.remove_prefix(close + 1);
    }
    return out;
}

// The first phrase that fits; else "place: what", when both or the place alone is known.
std::optional<std::string> translate(std::string_view text, int depth) {
    if (text.empty() || depth > depth_max)
        return std::nullopt;
    for (const Phrase& phrase : phrases)
        if (const auto parts = match(phrase.from, text))
            return fill(phrase.to, *parts, depth);
    const std::size_t colon = text.find(": ");
    if (colon == text.npos)
        return std::nullopt;
    const auto place = translate(text.substr(0, colon), depth + 1);
    if (!place)
        return std::nullopt;
    return *place + " : " + part_text(text.substr(colon + 2), depth);
}

// Who speaks in the details of this code, when it is not us.
std::string_view speaker(Code code) {
    switch (code) {
    case Code::store_unavailable:
    case Code::store_rejected:
        return "message de PostgreSQL";
    case Code::api_error:
        return "message du portail";
    case Code::connect_refused:
    case Code::connect_reset:
    case Code::host_unreachable:
    case Code::tls_handshake:
    case Code::tls_old_protocol:
    case Code::proxy_failed:
    case Code::protocol_error:
    case Code::local_resources:
    case Code::internal_error:
        return "message d’origine";
    default:
        return {};
    }
}

// What the portal wrote, which no phrase of ours may be taken for.
bool holds_value(Code code) {
    switch (code) {
    case Code::bad_date:
    case Code::future_date:
    case Code::bad_period:
    case Code::bad_url:
    case Code::private_url:
    case Code::bad_email:
    case Code::bad_spatial:
    case Code::dup_resource:
    case Code::missing_title:
    case Code::unmapped_licence:
    case Code::unmapped_frequency:
    case Code::unmapped_theme:
    case Code::unmapped_format:
    case Code::unmapped_language:
    case Code::unmapped_access_right:
        return true;
    default:
        return false;
    }
}

// "issued: 2021-13-45": only the field is ours.
std::string with_place(std::string_view detail) {
    const std::size_t colon = detail.find(": ");
    const auto place = translate(detail.substr(0, colon), depth_max);
    if (colon == detail.npos || !place)
        return std::string(detail);
    return *place + " : " + std::string(detail.substr(colon + 2));
}

} // namespace

bool knows_detail(std::string_view detail) {
    return translate(detail, 0).has_value();
}

std::string phrase_text(std::string_view phrase) {
    return translate(phrase, 0).value_or(std::string(phrase));
}

std::string reason_text(std::string_view reason) {
    return code_from_string(reason) ? std::string(reason) : phrase_text(reason);
}

std::string detail_text(Code code, std::string_view detail) {
    // PostgreSQL ends its messages with a new line.
    while (detail.ends_with('\n') || detail.ends_with(' '))
        detail.remove_suffix(1);
    if (holds_value(code))
        return with_place(detail);
    if (auto known = translate(detail, 0))
        return std::move(*known);
    const std::string_view who = speaker(code);
    // One word is a value, not a sentence.
    if (who.empty() || detail.find(' ') == detail.npos)
        return std::string(detail);
    return std::string(who) + " : « " + std::string(detail) + " »";
}

} // namespace moisson::i18n
