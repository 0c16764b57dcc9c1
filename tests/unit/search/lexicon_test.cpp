// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Acronyms, synonyms, names of countries: what a query becomes, and what it finds.
#include "search/lexicon.hpp"
#include "search/search_index.hpp"
#include "unit/search/small_catalogue.hpp"

#include <gtest/gtest.h>

namespace moisson::test {
namespace {

using search::Lexicon;

std::shared_ptr<const Lexicon> sample_lexicon() {
    auto lexicon = std::make_shared<Lexicon>();
    lexicon->add_synonyms({"RGPH", "recensement général de la population et de l'habitat"});
    lexicon->add_synonyms({"SIG", "système d'information géographique", "GIS"});
    lexicon->add_one_way("hydraulique", {"points d'eau"});
    lexicon->add_country("Togo", "TG");
    lexicon->add_country("Côte d’Ivoire", "CI");
    lexicon->add_country("Malte", "MT");
    return lexicon;
}

// "rgph[rgph|recensement general population habitat] eau"
std::string expanded(std::string_view text) {
    const search::ParsedQuery query = sample_lexicon()->expand(search::parse_query(text));
    std::string out;
    for (const search::QueryGroup& group : query.groups) {
        out += out.empty() ? "" : " ";
        for (const search::QueryItem& item : group.items) {
            out += item.added ? "|" : "";
            for (std::size_t i = 0; i < item.words.size(); ++i)
                out += (i == 0 ? "" : "+") + item.words[i];
            out += item.country;
        }
    }
    return out;
}

TEST(Expansion, GoesBothWays) {
    EXPECT_EQ(expanded("RGPH "), "rgph|recensement+general+population+habitat");
    EXPECT_EQ(expanded("R.G.P.H. "), "rgph|recensement+general+population+habitat");
    EXPECT_EQ(
        expanded("recensement général de la population et de l’habitat"),
        "recensement+general+population+habitat|rgph"
    );
    EXPECT_EQ(expanded("gis "), "gis|sig|systeme+information+geographique");
}

TEST(Expansion, KeepsTheOtherWords) {
    EXPECT_EQ(expanded("eau RGPH 2013"), "eau rgph|recensement+general+population+habitat 2013");
    EXPECT_EQ(expanded("eau potable"), "eau potable");
}

TEST(Expansion, HasOneWayStreets) {
    EXPECT_EQ(expanded("hydraulique "), "hydraulique|points+eau");
    EXPECT_EQ(expanded("points d'eau"), "points eau");
}

TEST(Expansion, LeavesWhatIsSaidPrecisely) {
    EXPECT_EQ(expanded("\"RGPH\""), "rgph");
    EXPECT_EQ(expanded("titre:RGPH "), "rgph");
    EXPECT_EQ(expanded("eau -RGPH "), "eau rgph");
    EXPECT_EQ(expanded("RGPH OU eau "), "rgpheau");
}

TEST(Expansion, KnowsCountriesByTheirExactName) {
    EXPECT_EQ(expanded("population Togo "), "population togo|TG");
    EXPECT_EQ(expanded("cote d'ivoire"), "cote+ivoire|CI");
    EXPECT_EQ(expanded("malt "), "malt") << "of the same stem as Malte";
}

TEST(Expansion, IsNoBeginningOfAnotherWord) {
    const auto prefix = [](std::string_view text) {
        const auto query = sample_lexicon()->expand(search::parse_query(text));
        return query.groups.back().items.front().shown.prefix;
    };
    EXPECT_TRUE(prefix("popul"));
    EXPECT_FALSE(prefix("SIG"));
    EXPECT_FALSE(prefix("population Togo"));
}

TEST(Expansion, IsBounded) {
    std::string text;
    for (int i = 0; i < 20; ++i)
        text += "SIG ";
    const search::ParsedQuery query = sample_lexicon()->expand(search::parse_query(text));
    std::size_t added = 0;
    for (const search::QueryGroup& group : query.groups)
        for (const search::QueryItem& item : group.items)
            added += item.added;
    EXPECT_EQ(added, search::alternatives_max);
}

class IndexWithLexicon : public ::testing::Test {
protected:
    IndexWithLexicon() {
        std::vector<store::CatalogEntry> entries;
        entries.push_back(titled(1, "Recensement général de la population et de l'habitat 2013"));
        entries.push_back(titled(2, "Résultats du RGPH 2013"));
        entries.push_back(titled(3, "Recensement agricole"));
        entries.push_back(titled(4, "Population des régions"));
        entries.back().dataset.countries = {"TG"};
        entries.push_back(titled(5, "Population du Togo, données du monde"));
        entries.back().dataset.countries = {"FR"};
        entries.back().popularity = 1'000'000;
        entries.push_back(titled(6, "Population de la France"));
        entries.back().dataset.countries = {"FR"};
        index.apply(entries, store::FeedPosition());
        index.set_lexicon(sample_lexicon());
    }
    std::vector<DatasetId> ids(const std::string& text) {
        search::SearchQuery query;
        query.text = text;
        last = index.search(query).value();
        std::vector<DatasetId> out;
        for (const search::Hit& hit : last.hits)
            out.push_back(hit.id);
        return out;
    }
    search::SearchIndex index;
    search::SearchResult last;
};

TEST_F(IndexWithLexicon, AnAcronymFindsItsMeaningAfterItself) {
    EXPECT_EQ(ids("RGPH "), (std::vector<DatasetId>{sample_id(2), sample_id(1)}));
    ASSERT_EQ(last.expansions.size(), 1U);
    EXPECT_EQ(last.expansions[0].typed, "RGPH");
    EXPECT_EQ(
        last.expansions[0].also,
        std::vector<std::string>{"recensement général de la population et de l'habitat"}
    );
    EXPECT_EQ(ids("RGPH 2013 "), (std::vector<DatasetId>{sample_id(2), sample_id(1)}));
}

TEST_F(IndexWithLexicon, TheMeaningFindsTheAcronymAfterItself) {
    EXPECT_EQ(
        ids("recensement général de la population et de l'habitat "),
        (std::vector<DatasetId>{sample_id(1), sample_id(2)})
    );
}

TEST_F(IndexWithLexicon, ANamedCountryComesFirstEvenWhereNobodyWritesItsName) {
    EXPECT_EQ(ids("population Togo "), (std::vector<DatasetId>{sample_id(4), sample_id(5)}));
    // Without the name, the popular one is first.
    EXPECT_EQ(ids("population données monde ").front(), sample_id(5));
}

TEST_F(IndexWithLexicon, QuotesSearchTheWordItself) {
    EXPECT_EQ(ids("\"RGPH\""), std::vector<DatasetId>{sample_id(2)});
    EXPECT_TRUE(last.expansions.empty());
}

} // namespace
} // namespace moisson::test
