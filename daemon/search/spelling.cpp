// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A scan of the dictionaries, only for words that nothing or next to nothing matches: 260,000
// forms take 4 ms.
#include "search/spelling.hpp"

#include "core/assert.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "search/analyser.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace moisson::search {

namespace {

class Distance {
public:
    explicit Distance(std::string_view pattern) : size_(pattern.size()) {
        MOISSON_ASSERT(size_ <= 64);
        for (std::size_t i = 0; i < size_; ++i)
            masks_[static_cast<unsigned char>(pattern[i])] |= std::uint64_t{1} << i;
    }

    std::size_t to(std::string_view text) const {
        if (size_ == 0)
            return text.size();
        std::uint64_t up = ~std::uint64_t{0};
        std::uint64_t down = 0;
        std::size_t score = size_;
        const std::uint64_t last = std::uint64_t{1} << (size_ - 1);
        for (const char c : text) {
            const std::uint64_t match = masks_[static_cast<unsigned char>(c)];
            const std::uint64_t vertical = match | down;
            const std::uint64_t zero = (((match & up) + up) ^ up) | match;
            std::uint64_t plus = down | ~(zero | up);
            std::uint64_t minus = up & zero;
            score += (plus & last) != 0 ? 1U : 0U;
            score -= (minus & last) != 0 ? 1U : 0U;
            plus = (plus << 1) | 1;
            minus <<= 1;
            up = minus | ~(vertical | plus);
            down = plus & vertical;
        }
        return score;
    }

private:
    std::size_t size_;
    std::array<std::uint64_t, 256> masks_{};
};

// Two neighbours in each other's place, all else equal.
bool is_swap(std::string_view a, std::string_view b) {
    if (a.size() != b.size())
        return false;
    const auto first = std::mismatch(a.begin(), a.end(), b.begin());
    const auto at = static_cast<std::size_t>(first.first - a.begin());
    return at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] &&
           a.substr(at + 2) == b.substr(at + 2);
}

bool has_digit(std::string_view word) {
    return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// What is scanned and how much of it is left.
class Speller {
public:
    explicit Speller(std::span<const SegmentRef> segments) : segments_(segments) {}

    bool is_absent(const WordPlan& word) const {
        for (std::size_t i = 0; i < segments_.size(); ++i)
            for (const TermWeight& term : word.terms[i])
                if (has_live(segments_[i], term.term))
                    return false;
        return true;
    }

    std::string nearest(const WordPlan& word) {
        const std::size_t edits = edits_allowed(utf8_length(word.word));
        if (edits == 0 || word.word.size() > 64 || has_digit(word.word))
            return {};
        std::size_t forms = 0;
        for (const SegmentRef& ref : segments_)
            forms += ref.segment->terms.size();
        if (forms > forms_left_)
            return {};
        forms_left_ -= forms;
        const auto near = scan(word.word, edits);
        std::string_view best;
        double best_worth = 0;
        for (const auto& [text, found] : near) {
            if (found.df <= 3 * word.df || (!best.empty() && found.worth() <= best_worth) ||
                !is_live(text))
                continue;
            best = text;
            best_worth = found.worth();
        }
        return std::string(best);
    }

private:
    struct Found {
        std::size_t edits = 0;
        std::uint64_t df = 0;
        bool same_start = false;

        // An edit is worth a factor of twenty in frequency: dictionaries hold others' slips too.
        // People seldom miss the first letter.
        double worth() const {
            return std::log1p(static_cast<double>(df)) - 3.0 * static_cast<double>(edits) +
                   (same_start ? 1.5 : 0.0);
        }
    };

    static bool has_live(const SegmentRef& ref, std::uint32_t term) {
        if (ref.dead_count == 0)
            return ref.segment->postings.df(term) > 0;
        PostingCursor cursor(ref.segment->postings, term);
        while (cursor.next_block(0))
            for (std::size_t i = 0; i < cursor.size(); ++i)
                if (!is_dead(*ref.dead, cursor.document(i)))
                    return true;
        return false;
    }

    bool is_live(std::string_view text) const {
        return std::any_of(segments_.begin(), segments_.end(), [text](const SegmentRef& ref) {
            const std::uint32_t term = ref.segment->terms.find(text);
            return term != StringTable::absent && has_live(ref, term);
        });
    }

    std::map<std::string_view, Found> scan(const std::string& word, std::size_t edits) const {
        std::map<std::string_view, Found> near;
        const Distance distance(word);
        for (const SegmentRef& ref : segments_) {
            const Segment& segment = *ref.segment;
            for (std::uint32_t term = 0; term < segment.terms.size(); ++term) {
                const std::string_view text = segment.terms[term];
                if (text.size() + edits < word.size() || text.size() > word.size() + edits)
                    continue;
                std::size_t steps = distance.to(text);
                if (steps == 0 || steps > std::max<std::size_t>(edits, 2) || has_digit(text))
                    continue;
                if (steps == 2 && is_swap(word, text))
                    steps = 1;
                if (steps > edits)
                    continue;
                Found& found = near[text];
                found.edits = steps;
                found.df += segment.postings.df(term);
                found.same_start = text.front() == word.front();
            }
        }
        return near;
    }

    std::span<const SegmentRef> segments_;
    std::size_t forms_left_ = spelling_forms_max;
};

// Between two quotes.
bool is_quoted(std::string_view text, const Word& word) {
    const auto before = text.substr(0, word.begin);
    return std::count(before.begin(), before.end(), '"') % 2 == 1 &&
           text.find('"', word.end) != std::string_view::npos;
}

// `text` with `put(out, word, correction)` in place of each corrected word.
template <class Put>
std::string
rewrite(std::string_view text, const std::vector<Correction>& corrections, const Put& put) {
    const std::string clean = repair_utf8(text.substr(0, limits::query_bytes)).text;
    std::vector<Word> words;
    split_all_words(clean, words);
    std::string out;
    std::size_t at = 0;
    for (const Word& word : words) {
        const auto found =
            std::find_if(corrections.begin(), corrections.end(), [&word](const Correction& c) {
                return c.typed == word.text;
            });
        if (word.compound || found == corrections.end() || is_quoted(clean, word))
            continue;
        out += clean.substr(at, word.begin - at);
        put(out, std::string_view(clean).substr(word.begin, word.end - word.begin), *found);
        at = word.end;
    }
    return out + clean.substr(at);
}

} // namespace

std::size_t edit_distance(std::string_view pattern, std::string_view text) {
    return Distance(pattern).to(text);
}

std::size_t edits_allowed(std::size_t letters) {
    return letters < 4 ? 0 : letters < 8 ? 1 : 2;
}

std::vector<Correction> find_corrections(const Plan& plan, std::span<const SegmentRef> segments) {
    std::vector<Correction> out;
    std::size_t looked_up = 0;
    Speller speller(segments);
    for (const GroupPlan& group : plan.groups) {
        if (group.excluded)
            continue;
        for (const ItemPlan& item : group.items)
            for (const WordPlan& word : item.words) {
                if (item.added || word.literal)
                    continue;
                const bool absent = speller.is_absent(word);
                if ((!absent && word.df >= rare_word_df) || ++looked_up > corrected_words_max)
                    continue;
                if (std::string other = speller.nearest(word); !other.empty())
                    out.push_back(Correction{word.word, std::move(other), absent});
            }
    }
    return out;
}

std::string corrected_text(std::string_view text, const std::vector<Correction>& corrections) {
    return rewrite(
        text,
        corrections,
        [](std::string& out, std::string_view, const Correction& correction) {
            out += correction.used;
        }
    );
}

std::string literal_text(std::string_view text, const std::vector<Correction>& corrections) {
    return rewrite(
        text,
        corrections,
        [](std::string& out, std::string_view typed, const Correction&) {
            out += '"';
            out += typed;
            out += '"';
        }
    );
}

std::string accented(
    const std::string& text,
    std::string_view original,
    const std::vector<std::string>& samples
) {
    const std::string clean = repair_utf8(original.substr(0, limits::query_bytes)).text;
    std::vector<Word> words;
    split_all_words(clean, words);
    std::set<std::string> typed;
    for (const Word& word : words)
        typed.insert(word.text);
    std::map<std::string, std::string> spelt;
    for (const std::string& sample : samples) {
        words.clear();
        split_all_words(sample, words);
        for (const Word& word : words) {
            std::string form = text::lower(sample.substr(word.begin, word.end - word.begin));
            if (!word.compound && form != word.text)
                spelt.emplace(word.text, std::move(form));
        }
    }
    words.clear();
    split_all_words(text, words);
    std::string out;
    std::size_t at = 0;
    for (const Word& word : words) {
        const auto found = spelt.find(word.text);
        if (word.compound || typed.contains(word.text) || found == spelt.end())
            continue;
        out += text.substr(at, word.begin - at);
        out += found->second;
        at = word.end;
    }
    return out + text.substr(at);
}

} // namespace moisson::search
