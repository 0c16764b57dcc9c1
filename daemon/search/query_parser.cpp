// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A scanner for items and a fold of items into groups; no recursion, bounded by limits::query_*.
#include "search/query_parser.hpp"

#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "search/analyser.hpp"
#include "text/fold.hpp"

namespace moisson::search {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

class Scanner {
public:
    Scanner(std::string_view text, ParsedQuery& out) : text_(text), out_(out) {}

    void run() {
        const bool is_blank = !skip_spaces();
        while (skip_spaces())
            take_item();
        if (is_blank)
            return;
        if (out_.groups.empty())
            warn(has_stop_words_ ? WarningKind::only_stop_words : WarningKind::no_words);
        else if (malformed_ || pending_or_)
            warn(WarningKind::malformed_query);
    }

private:
    void warn(WarningKind kind) { out_.warnings.push_back(Warning{kind, {}}); }

    bool skip_spaces() {
        while (at_ < text_.size() && is_space(text_[at_]))
            ++at_;
        return at_ < text_.size();
    }

    std::string_view rest() const { return text_.substr(at_); }

    // titre:, title:, prod: before something.
    std::string take_field() {
        const std::size_t end = rest().find_first_of(" \t\n\":");
        if (end == std::string_view::npos || rest()[end] != ':' || end + 1 >= rest().size() ||
            is_space(rest()[end + 1]))
            return {};
        const std::string name = text::fold(rest().substr(0, end));
        if (name != "titre" && name != "title" && name != "prod" && name != "producteur")
            return {};
        at_ += end + 1;
        return name[0] == 't' ? "titre" : "prod";
    }

    void take_item() {
        bool excluded = false;
        if (rest()[0] == '-' && rest().size() > 1 && !is_space(rest()[1]) && rest()[1] != '-') {
            excluded = true;
            ++at_;
        }
        QueryItem item;
        item.shown.field = take_field();
        if (rest()[0] == '"')
            take_phrase(item);
        else
            take_word(item);
        if (item.shown.text == "OU" || item.shown.text == "OR") {
            if (!item.shown.phrase && !excluded && item.shown.field.empty()) {
                if (out_.groups.empty() || pending_or_)
                    malformed_ = true;
                else
                    pending_or_ = true;
                return;
            }
        }
        keep(std::move(item), excluded);
    }

    void take_phrase(QueryItem& item) {
        const std::size_t close = text_.find('"', at_ + 1);
        if (close == std::string_view::npos) {
            malformed_ = true;
            ++at_;
            return;
        }
        item.shown.text = text_.substr(at_ + 1, close - at_ - 1);
        item.shown.phrase = true;
        at_ = close + 1;
    }

    void take_word(QueryItem& item) {
        const std::size_t begin = at_;
        while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '"')
            ++at_;
        item.shown.text = text_.substr(begin, at_ - begin);
        // The word is still being typed unless something follows it.
        item.shown.prefix = at_ == text_.size();
    }

    void keep(QueryItem item, bool excluded) {
        std::vector<Word> words;
        split_words(item.shown.text, words);
        for (Word& word : words) {
            if (word.compound)
                continue;
            if (++words_ > limits::query_words) {
                if (words_ == limits::query_words + 1)
                    out_.warnings.push_back(Warning{WarningKind::query_truncated, word.text});
                break;
            }
            item.words.push_back(std::move(word.text));
        }
        if (item.words.empty()) {
            split_all_words(item.shown.text, words);
            has_stop_words_ = has_stop_words_ || !words.empty();
            return;
        }
        item.shown.prefix = item.shown.prefix && !excluded && item.words.back().size() >= 2;
        const bool joins =
            pending_or_ && !out_.groups.empty() && !excluded && !out_.groups.back().excluded;
        if (pending_or_ && !joins)
            malformed_ = true;
        pending_or_ = false;
        if (!joins) {
            out_.groups.emplace_back();
            out_.groups.back().excluded = excluded;
        }
        out_.groups.back().items.push_back(std::move(item));
    }

    std::string_view text_;
    ParsedQuery& out_;
    std::size_t at_ = 0;
    std::size_t words_ = 0;
    bool pending_or_ = false;
    bool malformed_ = false;
    bool has_stop_words_ = false;
};

} // namespace

ParsedQuery parse_query(std::string_view text) {
    ParsedQuery out;
    const std::string clean = repair_utf8(text.substr(0, 4 * limits::query_bytes)).text;
    const std::string_view bounded = utf8_prefix(clean, limits::query_bytes);
    if (bounded.size() < clean.size() || text.size() > 4 * limits::query_bytes)
        out.warnings.push_back(Warning{WarningKind::query_truncated, {}});
    Scanner(bounded, out).run();
    return out;
}

} // namespace moisson::search
