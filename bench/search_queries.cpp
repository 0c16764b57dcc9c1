// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search_queries.hpp"

#include "search_tools.hpp"
#include "text/fold.hpp"

#include <algorithm>
#include <sstream>

namespace moisson::bench {

namespace {

using search::Facet;

class Writer {
public:
    Writer(const World& world, std::uint64_t documents) : world_(world), documents_(documents) {}

    Question question(const std::string& kind) {
        Question out;
        out.kind = kind;
        ask_facets(out.query);
        out.query.text = text(kind);
        // Two in five are typed without accents; only a beginning ends without a space.
        if (rng_.below(5) < 2 && kind != "phrase")
            out.query.text = text::fold(out.query.text);
        if (!out.query.text.empty() && kind != "prefix")
            out.query.text += ' ';
        if (kind == "filtered" || kind == "browse filtered")
            filter(out.query);
        return out;
    }

private:
    std::string frequent() { return world_.head()[rng_.below(40)]; }
    std::string medium() { return world_.tail()[rng_.below(2'000)]; }
    std::string rare() { return world_.tail()[20'000 + rng_.below(100'000)]; }

    std::string text(const std::string& kind) {
        if (kind == "frequent")
            return frequent();
        if (kind == "frequents")
            return joined({frequent(), frequent(), rng_.below(2) == 0 ? frequent() : ""});
        if (kind == "medium")
            return rng_.below(2) == 0 ? medium() : joined({medium(), frequent()});
        if (kind == "rare")
            return rare();
        if (kind == "mixed")
            return joined({frequent(), rng_.below(2) == 0 ? medium() : rare()});
        if (kind == "phrase")
            return phrase();
        if (kind == "prefix") {
            const std::string word = rng_.below(2) == 0 ? frequent() : medium();
            const std::string begin = text::fold(word).substr(0, 4 + rng_.below(3));
            return rng_.below(2) == 0 ? begin : joined({frequent(), begin});
        }
        if (kind == "filtered")
            return rng_.below(2) == 0 ? frequent() : joined({frequent(), medium()});
        return {};
    }

    static std::string joined(const std::vector<std::string>& words) {
        std::string out;
        for (const std::string& word : words)
            if (!word.empty())
                out += (out.empty() ? "" : " ") + word;
        return out;
    }

    // Two words that stand side by side in a description, frequent ones half of the time.
    std::string phrase() {
        const bool wants_frequent = rng_.below(2) == 0;
        for (int tries = 0; tries < 2'000; ++tries) {
            const auto entry = world_.entry(rng_.below(documents_));
            std::istringstream in(entry.dataset.description.front().text);
            std::string before;
            for (std::string word; in >> word; before = word) {
                if (!plain(before) || !plain(word) || rng_.below(3) > 0)
                    continue;
                if (!wants_frequent || (is_frequent(before) && is_frequent(word)))
                    return '"' + before + ' ' + word + '"';
            }
        }
        return "\"données population\"";
    }
    static bool plain(const std::string& word) {
        return word.size() >= 4 && word.find_first_of(",.'-") == std::string::npos;
    }
    bool is_frequent(const std::string& word) const {
        const auto end = world_.head().begin() + 60;
        return std::find(world_.head().begin(), end, word) != end;
    }

    void filter(search::SearchQuery& query) {
        const std::uint64_t kinds = 1 + rng_.below(2);
        for (std::uint64_t i = 0; i < kinds; ++i)
            switch (rng_.below(4)) {
            case 0:
                query.filter(Facet::country) = {rng_.below(2) == 0 ? "FR" : "SN"};
                break;
            case 1:
                query.filter(Facet::format) = {"csv"};
                break;
            case 2:
                query.filter(Facet::theme) = {"ENVI", "TRAN"};
                break;
            default:
                query.filter(Facet::licence) = {"lov2"};
            }
    }

    const World& world_;
    std::uint64_t documents_;
    Rng rng_{20261127};
};

} // namespace

std::vector<Question> make_questions(const World& world, std::uint64_t documents) {
    Writer writer(world, documents);
    std::vector<Question> out;
    for (const auto& [kind, count] : question_kinds())
        for (std::size_t i = 0; i < count; ++i)
            out.push_back(writer.question(kind));
    // Kinds one among the other, as readers come; "browse" stays one question asked ten times.
    Rng order(7);
    for (std::size_t i = out.size(); i > 1; --i)
        std::swap(out[i - 1], out[order.below(i)]);
    return out;
}

} // namespace moisson::bench
