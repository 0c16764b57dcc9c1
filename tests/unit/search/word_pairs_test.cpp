// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table of pairs says what the places of words say, after merges and deletions too.
#include "search/matcher.hpp"
#include "search/query_parser.hpp"
#include "unit/search/small_catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::test {
namespace {

// One segment that was built and one that was merged from four, of which some documents are dead:
// the same datasets in the same order, without and with a table.
class PairedSegments {
public:
    explicit PairedSegments(const std::vector<store::CatalogEntry>& entries) {
        std::vector<const store::CatalogEntry*> live;
        std::vector<search::SegmentRef> parts;
        const std::size_t size = (entries.size() + 3) / 4;
        for (std::size_t begin = 0; begin < entries.size(); begin += size) {
            std::vector<const store::CatalogEntry*> some;
            auto dead = std::make_shared<search::Tombstones>((size + 63) / 64, 0);
            search::SegmentRef& part = parts.emplace_back();
            for (std::size_t i = begin; i < std::min(begin + size, entries.size()); ++i) {
                some.push_back(&entries[i]);
                if (i % 5 != 2) {
                    live.push_back(&entries[i]);
                    continue;
                }
                (*dead)[(i - begin) >> 6] |= std::uint64_t{1} << ((i - begin) & 63);
                ++part.dead_count;
            }
            dead->resize((some.size() + 63) / 64);
            part.segment = search::build_segment(some, {});
            part.dead = std::move(dead);
        }
        plain_.push_back(whole(search::build_segment(live, {})));
        paired_.push_back(whole(search::merge_segments(parts, {})));
    }

    const search::Segment& plain() const { return *plain_[0].segment; }
    const search::Segment& paired() const { return *paired_[0].segment; }
    search::WordPairs::Found find(const std::string& first, const std::string& second) const {
        return paired().pairs.find(paired().terms.find(first), paired().terms.find(second));
    }

    // How many documents there are; both must have found the same with the same scores.
    std::size_t ask(const std::string& text) const {
        const search::Candidates expected = matches(plain_, text);
        const search::Candidates found = matches(paired_, text);
        EXPECT_EQ(found.size(), expected.size()) << text;
        for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i) {
            EXPECT_EQ(found[i].document, expected[i].document) << text;
            EXPECT_EQ(found[i].score, expected[i].score) << text;
        }
        return found.size();
    }

    // Postings of all pairs.
    std::uint64_t postings() const {
        std::uint64_t sum = 0;
        const search::Postings& lists = paired().pairs.postings();
        for (std::uint32_t list = 0; list < lists.terms(); ++list)
            sum += lists.df(list);
        return sum;
    }

private:
    static search::SegmentRef whole(std::shared_ptr<const search::Segment> segment) {
        search::SegmentRef out;
        out.dead = std::make_shared<search::Tombstones>((segment->size() + 63) / 64, 0);
        out.segment = std::move(segment);
        return out;
    }
    static search::Candidates
    matches(const std::vector<search::SegmentRef>& refs, const std::string& text) {
        const search::ParsedQuery query = search::parse_query(text);
        const search::Plan plan = search::make_plan(query, query, refs);
        return search::Matcher(plan, refs[0], 0).match_all().value_or(search::Candidates());
    }

    std::vector<search::SegmentRef> plain_;
    std::vector<search::SegmentRef> paired_;
};

std::string quoted(std::initializer_list<std::string_view> words) {
    std::string out;
    for (const std::string_view word : words)
        out += (out.empty() ? "\"" : " ") + std::string(word);
    return out + '"';
}

TEST(WordPairs, AreThePhrasesThatPlacesHave) {
    Rng rng(20261129);
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t number = 0; number < 400; ++number)
        entries.push_back(random_entry(rng, number));
    const PairedSegments segments(entries);
    ASSERT_TRUE(segments.plain().pairs.words().empty());
    ASSERT_EQ(segments.plain().size(), segments.paired().size());
    std::vector<std::string> words{"inconnu"};
    for (std::uint32_t term = 0; term < segments.plain().terms.size(); ++term)
        words.emplace_back(segments.plain().terms[term]);
    std::size_t known = 0;
    std::size_t never = 0;
    std::size_t longer = 0;
    for (const std::string& first : words)
        for (const std::string& second : words) {
            const search::WordPairs::Found found = segments.find(first, second);
            known += found.known ? 1 : 0;
            never += found.known && found.none() ? 1 : 0;
            const std::size_t both = segments.ask(quoted({first, second}));
            if (both == 0)
                continue;
            segments.ask("titre:" + quoted({first, second}));
            segments.ask("prod:" + quoted({first, second}));
            segments.ask(quoted({first, second}) + " budget ");
            segments.ask("budget -" + quoted({first, second}));
            const std::string& third = words[below(rng, words.size())];
            longer += segments.ask(quoted({first, second, third}));
            longer += segments.ask(quoted({third, first, second}));
        }
    EXPECT_GT(known, 500U);
    EXPECT_GT(never, 20U);
    EXPECT_GT(longer, 20U);
    EXPECT_TRUE(segments.paired().is_sound());
}

TEST(WordPairs, OfTheSameWordCountItTwice) {
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t number = 0; number < 8; ++number)
        entries.push_back(titled(number, "Prix du riz", "Prix du mil, riz et riz"));
    const PairedSegments segments(entries);
    ASSERT_FALSE(segments.find("riz", "riz").none());
    for (const char* const text : {"\"prix riz\"", "\"riz riz\"", "\"mil riz riz\""})
        EXPECT_EQ(segments.ask(text), segments.plain().size()) << text;
}

// Texts that all datasets share would be longer than all else.
TEST(WordPairs, OfTheRarestWordsAreLeftOutWhenThereAreTooMany) {
    std::string shared;
    for (char letter = 'a'; letter <= 'z'; ++letter)
        for (const char* const end : {"on", "ex"})
            shared += std::string(" zag") + letter + end;
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t number = 0; number < 300; ++number)
        entries.push_back(titled(
            number,
            number % 3 == 0 ? "Carte du riz" : "Riz de la carte",
            number % 4 == 0 ? "Carte des prix" : "Carte des prix" + shared
        ));
    const PairedSegments segments(entries);
    EXPECT_GT(segments.postings(), 0U);
    EXPECT_LE(
        segments.postings(),
        search::WordPairs::postings_per_document_max * segments.paired().size()
    );
    EXPECT_TRUE(segments.find("carte", "riz").known);
    EXPECT_FALSE(
        segments.find("zagaon", "zagaex").known && segments.find("zagzon", "zagzex").known
    );
    for (const char* const text :
         {"\"carte riz\"",
          "\"riz carte\"",
          "\"zagaon zagaex\"",
          "\"zagzon zagzex\"",
          "\"carte prix zagaon\"",
          "\"prix carte\"",
          "\"carte prix\" \"zagzon zagzex\""})
        segments.ask(text);
    EXPECT_GT(segments.ask("\"zagzon zagzex\""), 0U);
}

TEST(WordPairs, OfAFewDocumentsAreThoseOfAnyWords) {
    const PairedSegments segments({titled(0, "Carte des ports"), titled(1, "Ports et cartes")});
    EXPECT_EQ(segments.ask("\"carte ports\""), 1U);
    EXPECT_EQ(segments.ask("\"ports carte\""), 0U);
}

} // namespace
} // namespace moisson::test
