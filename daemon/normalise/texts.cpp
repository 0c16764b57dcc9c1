// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Titles, descriptions and keywords.
#include "core/limits.hpp"
#include "normalise/parts.hpp"
#include "text/clean.hpp"
#include "text/key.hpp"

#include <map>
#include <unordered_set>

namespace moisson::normalise {
namespace {

struct Language {
    std::string tag;
    bool machine_translated = false;
};

Language language_of(Work& work, const LangText& raw) {
    if (raw.lang.empty())
        return {{}, raw.machine_translated};
    const LanguageResolution found = work.words.language(raw.lang);
    if (found.tags.empty()) {
        if (found.match == Match::unresolved)
            work.report.add(Code::unmapped_language, raw.lang);
        return {{}, raw.machine_translated};
    }
    return {found.tags.front(), raw.machine_translated || found.machine_translated};
}

// Adds a text unless the same language has one already; a human text displaces a machine one.
void add_text(LocalizedText& texts, LangText text) {
    for (LangText& there : texts) {
        if (there.lang != text.lang || there.machine_translated != text.machine_translated)
            continue;
        if (there.text.empty())
            there = std::move(text);
        return;
    }
    texts.push_back(std::move(text));
}

std::string bounded(Work& work, std::string text, std::string_view field, std::size_t bytes_max) {
    if (text.size() <= bytes_max)
        return text;
    work.report.add(Code::limit_reached, field, std::to_string(text.size()) + " bytes");
    text.resize(utf8_prefix(text, bytes_max).size());
    return text;
}

// "a, b, c" or "a; b" in one literal.
std::vector<std::string_view> unpacked(std::string_view text, bool only_one) {
    const char separator = text.find(';') != std::string_view::npos ? ';' : ',';
    const bool packed = (only_one || text.size() > limits::keyword_bytes) &&
                        text.find(separator) != std::string_view::npos;
    if (!packed)
        return {text};
    std::vector<std::string_view> pieces;
    while (true) {
        const auto end = text.find(separator);
        pieces.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return pieces;
        text.remove_prefix(end + 1);
    }
}

} // namespace

std::string
line_of(Work& work, std::string_view raw, std::string_view field, std::size_t bytes_max) {
    if (raw.empty())
        return {};
    // What is far too long is cut before the costly cleaning.
    return bounded(work, text::clean_line(utf8_prefix(raw, 16 * bytes_max)), field, bytes_max);
}

LocalizedText
lines_of(Work& work, const LocalizedText& raw, std::string_view field, std::size_t bytes_max) {
    LocalizedText texts;
    for (const LangText& text : raw) {
        std::string line = line_of(work, text.text, field, bytes_max);
        if (line.empty())
            continue;
        const Language language = language_of(work, text);
        add_text(texts, {language.tag, std::move(line), language.machine_translated});
    }
    return texts;
}

LocalizedText blocks_of(Work& work, const LocalizedText& raw, std::string_view field) {
    LocalizedText texts;
    for (const LangText& text : raw) {
        // Embedded images go first: they are most of the text where they occur.
        std::string block = bounded(
            work,
            text::remove_embedded_data(text.text),
            field,
            4 * limits::description_bytes
        );
        block = bounded(work, text::clean_block(block), field, limits::description_bytes);
        if (block.empty())
            continue;
        const Language language = language_of(work, text);
        add_text(texts, {language.tag, std::move(block), language.machine_translated});
    }
    return texts;
}

std::vector<LangText> keywords_of(Work& work) {
    std::vector<LangText> keywords;
    std::unordered_set<std::string> known;
    // One literal of its language may hold them all.
    std::map<std::string_view, std::size_t> literals;
    for (const LangText& raw : work.record.keywords)
        ++literals[raw.lang];
    for (const LangText& raw : work.record.keywords) {
        const bool only_one = literals[raw.lang] == 1;
        const Language language = language_of(work, raw);
        for (const std::string_view piece : unpacked(raw.text, only_one)) {
            std::string keyword = line_of(work, piece, "keyword", limits::keyword_bytes);
            std::string key = text::vocabulary_key(keyword);
            if (key.empty() || !known.insert(language.tag + '\x1f' + key).second)
                continue;
            if (keywords.size() >= limits::keywords) {
                work.report.add(
                    Code::limit_reached,
                    "keywords",
                    std::to_string(work.record.keywords.size())
                );
                return keywords;
            }
            keywords.push_back({language.tag, std::move(keyword), language.machine_translated});
        }
    }
    return keywords;
}

} // namespace moisson::normalise
