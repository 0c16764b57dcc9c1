// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The index as a list of datasets and a loop: what the real one must agree with.
#pragma once

#include "search/analyser.hpp"
#include "search/document.hpp"
#include "search/query.hpp"
#include "search/ranking.hpp"
#include "store/change_feed.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace moisson::test {

// One ANDed part of a query, as generated rather than as parsed.
struct Piece {
    std::vector<std::string> any_of; // folded words
    std::vector<std::string> phrase; // or these side by side
    bool excluded = false;
    bool prefix = false;
    int field = -1; // of search::Field
};

class BruteForce {
public:
    struct Item {
        search::IndexDocument document;
        store::CatalogEntry entry;
        std::array<std::vector<std::pair<std::string, std::string>>, search::field_count> words;
        // One title, one name, one keyword, the description; words of identifiers count apart.
        std::array<std::vector<std::vector<std::string>>, search::field_count> lines;
    };

    void put(const store::CatalogEntry& entry) {
        if (entry.state == RecordState::purged) {
            items.erase(entry.id);
            return;
        }
        Item item;
        item.document = search::make_document(entry);
        item.entry = entry;
        for (std::size_t field = 0; field < search::field_count; ++field) {
            std::vector<search::Word> words;
            search::split_words(item.document.texts[field], words);
            for (const search::Word& word : words)
                item.words[field].emplace_back(word.text, stemmer.stem(word.text));
            const bool whole = field == static_cast<std::size_t>(search::Field::description);
            std::istringstream lines(item.document.texts[field]);
            for (std::string text; std::getline(lines, text, whole ? '\0' : '\n');)
                item.lines[field].push_back(words_of_line(text));
        }
        items[entry.id] = std::move(item);
    }

    bool has(const Item& item, const Piece& piece) {
        if (!piece.phrase.empty() && has_phrase(item, piece))
            return true;
        for (const std::string& wanted : piece.any_of) {
            const std::string stem = stemmer.stem(wanted);
            for (int field = 0; field < static_cast<int>(search::field_count); ++field)
                if (piece.field < 0 || piece.field == field)
                    for (const auto& [word, word_stem] :
                         item.words[static_cast<std::size_t>(field)])
                        if (word_stem == stem || (piece.prefix && word.starts_with(wanted)))
                            return true;
        }
        return false;
    }

    static std::vector<std::string> words_of_line(const std::string& text) {
        std::vector<search::Word> words;
        search::split_words(text, words);
        std::vector<std::string> out;
        for (search::Word& word : words)
            if (!word.compound)
                out.push_back(std::move(word.text));
        return out;
    }

    static bool has_phrase(const Item& item, const Piece& piece) {
        for (const search::Field field :
             {search::Field::title,
              search::Field::publisher,
              search::Field::keywords,
              search::Field::description}) {
            if (piece.field >= 0 && piece.field != static_cast<int>(field))
                continue;
            for (const auto& line : item.lines[static_cast<std::size_t>(field)])
                if (std::search(
                        line.begin(),
                        line.end(),
                        piece.phrase.begin(),
                        piece.phrase.end()
                    ) != line.end())
                    return true;
        }
        return false;
    }

    // Datasets that the text selects: with all words, or, when those are fewer than twenty, with
    // most of what the words are worth.
    std::vector<DatasetId> select(const std::vector<Piece>& pieces) {
        std::vector<std::uint64_t> worth;
        std::uint64_t all = 0;
        for (const Piece& piece : pieces) {
            const auto df = std::count_if(items.begin(), items.end(), [&](const auto& item) {
                return has(item.second, piece);
            });
            worth.push_back(
                piece.excluded ? 0
                               : search::ranking::worth(
                                     static_cast<double>(items.size()),
                                     static_cast<double>(df)
                                 )
            );
            all += worth.back();
        }
        std::map<DatasetId, std::uint64_t> matched;
        std::uint64_t best = 0;
        std::size_t full = 0;
        for (const auto& [id, item] : items) {
            std::uint64_t sum = 0;
            bool excluded = false;
            for (std::size_t i = 0; i < pieces.size(); ++i)
                if (has(item, pieces[i])) {
                    sum += worth[i];
                    excluded = excluded || pieces[i].excluded;
                }
            if (excluded || (sum == 0 && all > 0))
                continue;
            best = std::max(best, sum);
            matched[id] = sum;
            full += sum == all;
        }
        std::uint64_t least = all;
        if (full < 20)
            least = std::min(best, (all + 1) / 2);
        std::vector<DatasetId> out;
        for (const auto& [id, sum] : matched)
            if (sum >= least)
                out.push_back(id);
        return out;
    }

    // Values of one filter; freshness by the rule of the model, without columns.
    static std::vector<std::string>
    values(const Item& item, const search::SearchQuery& query, search::Facet facet) {
        if (facet != search::Facet::freshness)
            return item.document.facets[static_cast<std::size_t>(facet)];
        std::optional<Instant> seen;
        if (query.seen_until)
            if (const auto at = query.seen_until->find(item.document.display.portal_key);
                at != query.seen_until->end())
                seen = at->second;
        return {std::string(to_string(freshness_at(item.document.display.freshness, seen)))};
    }

    // Number of filters that fail, and the last of them.
    int failures(const Item& item, const search::SearchQuery& query, search::Facet& failed) const {
        int count = 0;
        for (const search::Facet facet : search::all_facets) {
            std::vector<std::string> wanted = query.filter(facet);
            if (facet == search::Facet::state && wanted.empty())
                wanted = {"active", "missing"};
            const std::vector<std::string> has = values(item, query, facet);
            const auto has_one_of = [&has](const std::vector<std::string>& list) {
                return std::any_of(has.begin(), has.end(), [&](const auto& value) {
                    return std::find(list.begin(), list.end(), value) != list.end();
                });
            };
            const auto& unwanted = query.excluded[static_cast<std::size_t>(facet)];
            const bool passes = (wanted.empty() || has_one_of(wanted)) && !has_one_of(unwanted);
            if (!passes) {
                ++count;
                failed = facet;
            }
        }
        return count;
    }

    std::map<DatasetId, Item> items;
    search::Stemmer stemmer;
};

} // namespace moisson::test
