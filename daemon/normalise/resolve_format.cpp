// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/vocabulary_state.hpp"
#include "text/key.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <array>

namespace moisson::normalise {
namespace {

// Keeps the best of several candidates: the first real format, else container, else weak.
class Preference {
public:
    explicit Preference(const Vocabularies::State& state) : state_(state) {}
    void offer(std::string_view code) {
        const int strength = format_strength(state_, code);
        if (strength > strength_) {
            strength_ = strength;
            best_ = code;
        }
    }
    std::optional<std::string_view> best() const {
        return strength_ > 0 ? std::optional(best_) : std::nullopt;
    }

private:
    const Vocabularies::State& state_;
    std::string_view best_;
    int strength_ = 0;
};

bool is_media_type(std::string_view raw) {
    static constexpr std::array<std::string_view, 11> kinds = {
        "application",
        "audio",
        "chemical",
        "font",
        "image",
        "message",
        "model",
        "multipart",
        "text",
        "video",
        "x-world"};
    const auto slash = raw.find('/');
    if (slash == std::string_view::npos || slash + 1 == raw.size())
        return false;
    const std::string kind = text::lower(raw.substr(0, slash));
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
        return false;
    const std::string_view subtype = raw.substr(slash + 1, raw.find(';', slash) - slash - 1);
    return std::all_of(subtype.begin(), subtype.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '+' || c == '-' || c == '_' || c == ' ';
    });
}

std::optional<std::string_view> best_word(const Vocabularies::State& state, std::string_view key) {
    Preference preference(state);
    for (const std::string_view code : state.format.words().anywhere(key))
        preference.offer(code);
    return preference.best();
}

std::string_view
of_url(const Vocabularies::State& state, std::string_view raw, std::string_view key) {
    if (const auto code = format_of_extension(state, raw))
        return *code;
    const std::string last = text::vocabulary_key(last_segment(raw));
    if (const auto code = state.format.resolve(last).code)
        return *code;
    if (const auto code = best_word(state, key))
        return *code;
    return "LINK";
}

// The pieces between , ; | / + & and the words et, ou, and, or.
std::optional<std::string_view> of_pieces(const Vocabularies::State& state, std::string_view raw) {
    Preference preference(state);
    const auto try_piece = [&](std::string_view piece) {
        const std::string key = text::vocabulary_key(piece);
        if (const auto code = state.format.resolve(key).code)
            preference.offer(*code);
    };
    std::string words;
    const auto flush = [&] {
        if (!words.empty())
            try_piece(words);
        words.clear();
    };
    while (!raw.empty()) {
        const auto end = std::min(raw.find_first_of(",;|/+& \t\n"), raw.size());
        const std::string_view word = raw.substr(0, end);
        if (word == "et" || word == "ou" || word == "and" || word == "or" || word == "ET" ||
            word == "OU") {
            flush();
        } else if (!word.empty()) {
            words.append(words.empty() ? "" : " ").append(word);
        }
        if (end == raw.size())
            break;
        if (raw[end] != ' ' && raw[end] != '\t' && raw[end] != '\n')
            flush();
        raw.remove_prefix(end + 1);
    }
    flush();
    return preference.best();
}

} // namespace

int format_strength(const Vocabularies::State& state, std::string_view code) {
    const FormatRow* row = state.formats.find(code);
    if (row == nullptr || row->no_information)
        return 0;
    return row->container ? 2 : row->weak ? 1 : 3;
}

std::optional<std::string_view>
format_of_extension(const Vocabularies::State& state, std::string_view url) {
    static constexpr std::array<std::string_view, 5> outer = {"gz", "zip", "7z", "bz2", "xz"};
    const auto scheme = url.find("://");
    std::string_view path = url.substr(0, url.find_first_of("?#"));
    path.remove_prefix(scheme == std::string_view::npos ? 0 : std::min(scheme + 3, path.size()));
    const auto slash = path.rfind('/');
    if (slash == std::string_view::npos)
        return std::nullopt; // a host alone: "example.fr" has no extension
    path.remove_prefix(slash + 1);
    std::optional<std::string_view> compressed;
    for (int i = 0; i < 2; ++i) {
        const auto dot = path.rfind('.');
        if (dot == std::string_view::npos || path.size() - dot > 12)
            return compressed;
        const std::string extension = text::lower(path.substr(dot + 1));
        const auto found = state.format_extension.find(extension);
        const bool is_outer = std::find(outer.begin(), outer.end(), extension) != outer.end();
        if (!is_outer || i > 0)
            return found == state.format_extension.end()
                       ? compressed
                       : std::optional(std::string_view(found->second));
        if (found != state.format_extension.end())
            compressed = std::string_view(found->second);
        path = path.substr(0, dot);
    }
    return compressed;
}

Resolution resolve_format(const Vocabularies::State& state, std::string_view raw) {
    raw = text::trim(raw);
    if (raw.empty() || state.format.is_noise(raw))
        return {};
    const auto answer = [](std::string_view code) {
        return Resolution{Match::mapped, std::string(code)};
    };
    const std::string key = text::vocabulary_key(raw);
    if (key.empty())
        return {}; // punctuation says nothing
    if (const auto code = state.format.resolve(key).code)
        return answer(*code);
    if (is_iri(raw))
        return answer(of_url(state, raw, key));
    if (is_media_type(raw))
        return {Match::unresolved, {}};
    if (const auto code = of_pieces(state, raw))
        return answer(*code);
    if (const auto code = best_word(state, key))
        return answer(*code);
    return {Match::unresolved, {}};
}

} // namespace moisson::normalise
