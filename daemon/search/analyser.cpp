// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The word splitter and the stemmer. One pass over the code points; nothing is allocated per word
// but its folded text.
#include "search/analyser.hpp"

#include "core/assert.hpp"
#include "core/utf8.hpp"
#include "text/fold.hpp"
#include "text/unicode.hpp"

#include <libstemmer.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace moisson::search {

namespace {

constexpr std::size_t word_bytes_max = 64;

// Grammatical words only: what could be a subject stays searchable ("or" is gold, "mais" may be
// maize).
constexpr std::array<std::string_view, 38> stop_words{
    "a",    "and",   "au",   "aux", "avec", "ce",  "ces",  "cette", "dans", "de",
    "des",  "du",    "elle", "en",  "et",   "il",  "ils",  "la",    "le",   "les",
    "leur", "leurs", "of",   "ont", "ou",   "par", "pour", "qui",   "que",  "sa",
    "se",   "ses",   "sont", "sur", "the",  "un",  "une",  "vers"};

constexpr std::size_t stop_word_bytes_max = 5;

// A short word as a number, its length in it: numbers are compared without a look at texts.
constexpr std::uint64_t short_word_number(std::string_view word) {
    std::uint64_t out = 1;
    for (const char c : word)
        out = (out << 8U) | static_cast<unsigned char>(c);
    return out;
}

constexpr auto stop_word_numbers = [] {
    std::array<std::uint64_t, stop_words.size()> out{};
    std::transform(stop_words.begin(), stop_words.end(), out.begin(), short_word_number);
    std::sort(out.begin(), out.end());
    return out;
}();

constexpr std::array<std::string_view, 17> elisions{
    "c",
    "d",
    "j",
    "jusqu",
    "l",
    "lorsqu",
    "m",
    "n",
    "puisqu",
    "qu",
    "quelqu",
    "quoiqu",
    "s",
    "t",
    "presqu",
    "entr",
    "parc"};

bool is_elision(std::string_view word) {
    return std::find(elisions.begin(), elisions.end(), word) != elisions.end();
}

enum class Kind : unsigned char { none, lower, upper, other_letter, digit, mark };

Kind kind_of(char32_t c) {
    if (c < 0x80) {
        if (c >= 'a' && c <= 'z')
            return Kind::lower;
        if (c >= 'A' && c <= 'Z')
            return Kind::upper;
        return c >= '0' && c <= '9' ? Kind::digit : Kind::none;
    }
    // Latin-1 and Latin Extended-A in their usual layout; camelCase needs no more.
    if ((c >= 0xDF && c <= 0xFF && c != 0xF7))
        return Kind::lower;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7)
        return Kind::upper;
    if (text::is_alphanumeric(c)) {
        const std::string_view folded = text::folded(c);
        return !folded.empty() && folded[0] >= '0' && folded[0] <= '9' ? Kind::digit
                                                                       : Kind::other_letter;
    }
    // Accents written apart and format characters stay inside their word.
    return text::folded(c).empty() ? Kind::mark : Kind::none;
}

bool is_apostrophe(char32_t c) {
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x00B4;
}

class Splitter {
public:
    Splitter(std::string_view text, std::vector<Word>& out, bool keep_stop_words)
        : text_(text), out_(out), keep_stop_words_(keep_stop_words),
          position_(out.empty() ? 0 : out.back().position + 1) {}

    void run() {
        std::size_t at = 0;
        while (at < text_.size()) {
            const std::size_t begin = at;
            const char32_t c = next_code_point(text_, at);
            const Kind kind = kind_of(c);
            if (kind == Kind::none) {
                end_run(begin, c);
            } else {
                take(c, kind, begin, at);
                at = take_small_letters(at);
            }
        }
        end_run(text_.size(), 0);
        end_acronym();
    }

private:
    struct Part {
        std::string text;
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    void take(char32_t c, Kind kind, std::size_t begin, std::size_t end) {
        const bool starts = parts_.empty() || (kind != Kind::mark &&
                                               ((kind == Kind::digit) != (last_ == Kind::digit) ||
                                                (kind == Kind::upper && last_ == Kind::lower)));
        if (starts) {
            if (!parts_.empty())
                parts_.back().end = begin;
            parts_.push_back(Part{{}, begin, end});
        }
        Part& part = parts_.back();
        if (part.text.size() < word_bytes_max)
            text::fold_to(part.text, c);
        part.end = end;
        if (kind != Kind::mark)
            last_ = kind;
        run_letters_ += kind != Kind::mark;
        run_is_capital_ = run_letters_ == 1 && kind == Kind::upper;
    }

    // The small letters without accents from `at` on, which most text is made of, as take() would
    // one by one; returns where they end.
    std::size_t take_small_letters(std::size_t at) {
        if (last_ == Kind::digit)
            return at;
        std::size_t end = at;
        while (end < text_.size() && text_[end] >= 'a' && text_[end] <= 'z')
            ++end;
        if (end == at)
            return at;
        Part& part = parts_.back();
        const std::size_t room = word_bytes_max - std::min(part.text.size(), word_bytes_max);
        part.text += text_.substr(at, std::min(end - at, room));
        part.end = end;
        last_ = Kind::lower;
        run_letters_ += static_cast<int>(end - at);
        run_is_capital_ = false;
        return end;
    }

    void end_run(std::size_t at, char32_t separator) {
        if (parts_.empty()) {
            end_acronym();
            return;
        }
        const bool letter_and_dot = run_is_capital_ && separator == '.' && parts_.size() == 1;
        if (letter_and_dot || (run_is_capital_ && !acronym_.text.empty() && parts_.size() == 1)) {
            if (acronym_.text.empty())
                acronym_.begin = parts_[0].begin;
            acronym_.text += parts_[0].text;
            acronym_.end = at;
            ++acronym_letters_;
            parts_.clear();
            run_letters_ = 0;
            if (!letter_and_dot)
                end_acronym();
            return;
        }
        end_acronym();
        if (is_apostrophe(separator) && parts_.size() == 1 && is_elision(parts_[0].text)) {
            parts_.clear();
            run_letters_ = 0;
            return;
        }
        emit_parts();
    }

    void emit_parts() {
        if (parts_.size() > 1 && parts_.size() <= 6) {
            Part whole{{}, parts_.front().begin, parts_.back().end};
            for (const Part& part : parts_)
                whole.text += part.text;
            if (whole.text.size() <= word_bytes_max)
                emit(whole, true);
        }
        for (const Part& part : parts_)
            emit(part, false);
        parts_.clear();
        run_letters_ = 0;
    }

    void end_acronym() {
        if (acronym_.text.empty())
            return;
        emit(acronym_, false);
        acronym_ = Part{};
        acronym_letters_ = 0;
    }

    void emit(const Part& part, bool compound) {
        if (part.text.empty())
            return;
        if (!keep_stop_words_ && !compound && is_stop_word(part.text))
            return;
        out_.push_back(Word{
            std::string(utf8_prefix(part.text, word_bytes_max)),
            position_,
            static_cast<std::uint32_t>(part.begin),
            static_cast<std::uint32_t>(part.end),
            compound});
        if (!compound)
            ++position_;
    }

    std::string_view text_;
    std::vector<Word>& out_;
    bool keep_stop_words_;
    std::uint32_t position_;
    std::vector<Part> parts_;
    Part acronym_;
    int acronym_letters_ = 0;
    Kind last_ = Kind::none;
    int run_letters_ = 0;
    bool run_is_capital_ = false;
};

bool is_plain_latin(std::string_view word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Plurals that the French stemmer leaves alone: "emplois", "photos", "revenus", "jeux". Words that
// end so in the singular lose the letter too, in the index as in the query.
std::string_view without_plural(std::string_view word) {
    const bool vowel_s = word.size() >= 4 && (word.ends_with("is") || word.ends_with("os") ||
                                              word.ends_with("us") || word.ends_with("as"));
    const bool short_x =
        word.size() >= 4 && word.size() <= 6 && (word.ends_with("eux") || word.ends_with("oux"));
    return vowel_s || short_x ? word.substr(0, word.size() - 1) : word;
}

} // namespace

void split_words(std::string_view text, std::vector<Word>& out) {
    Splitter(text, out, false).run();
}

void split_all_words(std::string_view text, std::vector<Word>& out) {
    Splitter(text, out, true).run();
}

bool is_stop_word(std::string_view folded) {
    if (folded.size() > stop_word_bytes_max)
        return false;
    const auto& numbers = stop_word_numbers;
    return std::binary_search(numbers.begin(), numbers.end(), short_word_number(folded));
}

struct Stemmer::State {
    sb_stemmer* french = sb_stemmer_new("french", "UTF_8");
    State() { MOISSON_ASSERT(french != nullptr); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { sb_stemmer_delete(french); }
};

Stemmer::Stemmer() : state_(std::make_unique<State>()) {}
Stemmer::~Stemmer() = default;
Stemmer::Stemmer(Stemmer&&) noexcept = default;
Stemmer& Stemmer::operator=(Stemmer&&) noexcept = default;

std::string Stemmer::stem(std::string_view folded) {
    constexpr std::string_view arabic_article = "\u0627\u0644";
    if (folded.size() > 8 && folded.starts_with(arabic_article))
        return std::string(folded.substr(arabic_article.size()));
    if (folded.size() < 3 || !is_plain_latin(folded))
        return std::string(folded);
    folded = without_plural(folded);
    const sb_symbol* out = sb_stemmer_stem(
        state_->french,
        reinterpret_cast<const sb_symbol*>(folded.data()),
        static_cast<int>(folded.size())
    );
    if (out == nullptr)
        return std::string(folded);
    const int length = sb_stemmer_length(state_->french);
    return std::string(reinterpret_cast<const char*>(out), static_cast<std::size_t>(length));
}

} // namespace moisson::search
