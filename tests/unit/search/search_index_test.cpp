// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What readers see: ranking, suggestions, labels, look-ups, errors, snapshots, damage.
#include "search/search_index.hpp"
#include "search/spelling.hpp"
#include "unit/search/sample.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>

namespace moisson::test {
namespace {

using search::Facet;
using search::SearchIndex;
using search::SearchQuery;

store::CatalogEntry entry(std::uint64_t number, std::string title, std::string description = {}) {
    store::CatalogEntry out;
    out.id = sample_id(number);
    out.slug = "jeu-" + std::to_string(number);
    out.portal_key = "p";
    out.dataset.title.push_back(french(std::move(title)));
    out.dataset.description.push_back(french(std::move(description)));
    out.dataset.publisher.key = "ins";
    out.dataset.publisher.name.push_back(french("Institut national"));
    return out;
}

SearchQuery ask(std::string text) {
    SearchQuery query;
    query.text = std::move(text);
    return query;
}

class IndexOfFive : public ::testing::Test {
protected:
    IndexOfFive() {
        std::vector<store::CatalogEntry> entries;
        entries.push_back(entry(1, "Prix du riz", "Relevés des marchés"));
        entries.push_back(entry(2, "Relevés des marchés", "Le prix du riz et du mil"));
        entries.push_back(entry(3, "Écoles primaires", "Liste des établissements scolaires"));
        entries.push_back(entry(4, "École de santé", "Formation"));
        entries.push_back(entry(5, "Population par commune", "Recensement"));
        entries.back().popularity = 10;
        index.apply(entries, store::FeedPosition());
    }
    std::vector<DatasetId> ids(const std::string& text) {
        std::vector<DatasetId> out;
        const auto result = index.search(ask(text)).value();
        for (const search::Hit& hit : result.hits)
            out.push_back(hit.id);
        return out;
    }
    SearchIndex index;
};

TEST_F(IndexOfFive, PutsTheTitleBeforeTheDescription) {
    EXPECT_EQ(ids("prix riz"), (std::vector<DatasetId>{sample_id(1), sample_id(2)}));
}

TEST_F(IndexOfFive, PutsTheExactFormBeforeItsPlural) {
    EXPECT_EQ(ids("école "), (std::vector<DatasetId>{sample_id(4), sample_id(3)}));
    EXPECT_EQ(ids("ecoles "), (std::vector<DatasetId>{sample_id(3), sample_id(4)}));
}

TEST_F(IndexOfFive, AnswersAmongGivenDatasetsAndUpToADay) {
    SearchQuery query = ask("prix riz");
    query.among = std::make_shared<const std::vector<Uuid>>(1, sample_id(2).uuid);
    const auto one = index.search(query).value();
    ASSERT_EQ(one.total, 1);
    EXPECT_EQ(one.hits[0].id, sample_id(2));
    query.text.clear();
    EXPECT_EQ(index.search(query)->total, 1) << "not the plain answer that is kept";
    query.among = std::make_shared<const std::vector<Uuid>>();
    EXPECT_EQ(index.search(query)->total, 0);
    store::CatalogEntry seen = entry(6, "Prix du mil");
    seen.first_seen = from_iso8601("2026-11-20T10:00:30Z").value();
    index.apply(std::vector<store::CatalogEntry>{seen}, store::FeedPosition());
    query.among.reset();
    query.first_seen_from = from_iso8601("2026-11-20T10:00:00Z").value();
    query.first_seen_to = from_iso8601("2026-11-20T10:00:00Z").value();
    EXPECT_EQ(index.search(query)->total, 1) << "within its minute";
    query.first_seen_from.reset();
    query.first_seen_to = from_iso8601("2026-11-20T09:59:00Z").value();
    EXPECT_EQ(index.search(query)->total, 0);
}

TEST_F(IndexOfFive, SuggestsTheNearWordThatExists) {
    const auto result = index.search(ask("populatoin "));
    EXPECT_EQ(result->total, 1);
    EXPECT_EQ(result->suggestion, "population ");
    EXPECT_EQ(index.search(ask("population "))->suggestion, "");
}

TEST(Suggestion, HasTheAccentsThatTheDictionaryDropped) {
    SearchIndex index;
    std::vector<store::CatalogEntry> entries;
    entries.push_back(entry(1, "Énergies de la région", "Bilan de l'énergie solaire"));
    entries.push_back(entry(2, "Prix du riz"));
    index.apply(entries, store::FeedPosition());
    EXPECT_EQ(index.search(ask("energgie "))->suggestion, "énergie ");
    EXPECT_EQ(index.search(ask("prixx "))->suggestion, "prix ");
}

TEST(LinksFacet, FollowsWhatTheLinkCheckerSays) {
    SearchIndex index;
    std::vector<store::CatalogEntry> entries;
    entries.push_back(entry(1, "Prix du riz"));
    entries.push_back(entry(2, "Prix du mil"));
    entries.push_back(entry(3, "Prix du sel"));
    entries[0].signal.links = "ok";
    entries[1].signal.links = "broken";
    index.apply(entries, store::FeedPosition());
    SearchQuery query = ask("prix ");
    query.filters[static_cast<std::size_t>(Facet::links)] = {"broken"};
    search::FacetRequest request;
    request.facet = Facet::links;
    query.facets.push_back(request);
    const auto result = index.search(query).value();
    EXPECT_EQ(result.total, 1);
    ASSERT_EQ(result.facets.size(), 1U);
    EXPECT_EQ(result.facets[0].items.size(), 2U) << "what was never checked has no value";
}

TEST(FrequencyFacet, FiltersAndCountsWhatIsStated) {
    SearchIndex index;
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t number = 1; number <= 4; ++number)
        entries.push_back(entry(number, "Prix du riz"));
    entries[0].dataset.frequency.code = "MONTHLY";
    entries[1].dataset.frequency.code = "ANNUAL";
    entries[2].dataset.frequency.code = "ANNUAL";
    index.apply(entries, store::FeedPosition());
    SearchQuery query = ask("prix ");
    query.filter(Facet::frequency) = {"ANNUAL"};
    search::FacetRequest request;
    request.facet = Facet::frequency;
    query.facets.push_back(request);
    const auto result = index.search(query).value();
    EXPECT_EQ(result.total, 2);
    ASSERT_EQ(result.facets.size(), 1U);
    ASSERT_EQ(result.facets[0].items.size(), 2U);
    EXPECT_EQ(result.facets[0].items[0].value, "ANNUAL");
    EXPECT_EQ(result.facets[0].items[0].count, 2);
    EXPECT_EQ(search::facet_from_string("frequency"), Facet::frequency);
    EXPECT_EQ(search::facet_from_string("type"), Facet::type);
}

TEST_F(IndexOfFive, ShowsMostOfTheWordsWhenNoDatasetHasAll) {
    const auto result = index.search(ask("prix riz zanzibar "));
    EXPECT_EQ(result->total, 2);
    ASSERT_EQ(result->warnings.size(), 1U);
    EXPECT_EQ(result->warnings[0].kind, search::WarningKind::match_part);
    EXPECT_EQ(result->warnings[0].detail, "2/3");
}

TEST_F(IndexOfFive, FindsByIdAndSlug) {
    EXPECT_EQ(index.find(sample_id(3))->slug, "jeu-3");
    EXPECT_EQ(index.find_slug("jeu-5")->id, sample_id(5));
    EXPECT_FALSE(index.find_slug("jeu-6"));
    EXPECT_EQ(index.counters().datasets, 5);
    EXPECT_EQ(index.counters().organizations, 1);
}

TEST_F(IndexOfFive, ShowsTheQualityOfWhatHasOne) {
    store::CatalogEntry scored = entry(6, "Puits et forages");
    scored.signal.quality = 72;
    const std::vector<store::CatalogEntry> entries{scored};
    index.apply(entries, store::FeedPosition());
    EXPECT_EQ(index.find(sample_id(6))->quality, 72);
    EXPECT_EQ(index.find_slug("jeu-6")->quality, 72);
    EXPECT_EQ(index.display(index.search(ask("forages "))->hits).at(0).quality, 72);
    EXPECT_FALSE(index.find(sample_id(1))->quality);
}

TEST_F(IndexOfFive, AnswersThePlainSearchFromMemoryUntilItChanges) {
    SearchQuery query;
    search::FacetRequest request;
    request.facet = Facet::organization;
    query.facets.push_back(request);
    const auto first = index.search(query).value();
    EXPECT_EQ(index.status().plain_reused, 0);
    const auto second = index.search(query).value();
    EXPECT_EQ(index.status().plain_reused, 1);
    EXPECT_EQ(second.total, first.total);
    ASSERT_EQ(second.facets[0].items.size(), first.facets[0].items.size());
    // Another page, another facet list, a word, a filter: other questions.
    SearchQuery other = query;
    other.page_size = 3;
    EXPECT_EQ(index.search(other)->page_size, 3);
    other = query;
    other.facets[0].values_max = 0;
    EXPECT_TRUE(index.search(other)->facets[0].items.empty());
    other = query;
    other.filter(Facet::country) = {"SN"};
    EXPECT_LT(index.search(other)->total, first.total);
    EXPECT_EQ(index.status().plain_reused, 1);
    const std::vector<store::CatalogEntry> more = {entry(77, "Un jeu de plus")};
    index.apply(more, {});
    EXPECT_EQ(index.search(query)->total, first.total + 1);
    EXPECT_EQ(index.status().plain_reused, 1);
}

TEST_F(IndexOfFive, KeepsSelectedFacetValuesAndLabels) {
    SearchQuery query = ask("");
    query.filter(Facet::country) = {"SN"};
    for (const Facet facet : {Facet::organization, Facet::country}) {
        search::FacetRequest request;
        request.facet = facet;
        query.facets.push_back(request);
    }
    query.filter(Facet::country).clear();
    query.filter(Facet::organization) = {"ins"};
    const auto result = index.search(query);
    ASSERT_EQ(result->facets[0].items.size(), 1U);
    EXPECT_EQ(result->facets[0].items[0].label, "Institut national");
    EXPECT_TRUE(result->facets[0].items[0].selected);
    EXPECT_EQ(result->facets[0].items[0].count, 5);
    query.facets[0].contains = "ÉTRANGER";
    EXPECT_EQ(index.search(query)->facets[0].items.size(), 1U);
}

TEST_F(IndexOfFive, LimitsFacetValuesButNeverHidesTheSelectedOne) {
    SearchQuery query;
    query.filter(Facet::tag) = {"rare"};
    search::FacetRequest request;
    request.facet = Facet::tag;
    request.values_max = 2;
    query.facets.push_back(request);
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t i = 10; i < 20; ++i) {
        entries.push_back(entry(i, "Jeu"));
        for (const char* const tag : {"un", "deux", "trois"})
            entries.back().dataset.keywords.push_back(french(tag));
    }
    entries.back().dataset.keywords.push_back(french("Rare"));
    index.apply(entries, store::FeedPosition());
    const auto result = index.search(query).value();
    EXPECT_EQ(result.total, 1);
    ASSERT_EQ(result.facets[0].items.size(), 3U);
    EXPECT_EQ(result.facets[0].values_total, 4);
    EXPECT_EQ(result.facets[0].items[0].value, "deux");
    EXPECT_EQ(result.facets[0].items[0].count, 10);
    EXPECT_EQ(result.facets[0].items[2].value, "rare");
    EXPECT_TRUE(result.facets[0].items[2].selected);
}

TEST_F(IndexOfFive, RefusesPagesBeyondTheWindowAndForeignCursors) {
    SearchQuery query = ask("riz");
    query.page = 101;
    query.page_size = 100;
    EXPECT_EQ(index.search(query).error(), Error(Code::invalid_argument, "page"));
    query.page = 1;
    for (const char* cursor : {"", "x", "title~zz~", "-modified~1~nope", "-first_seen~1"}) {
        query.cursor = cursor;
        EXPECT_EQ(index.search(query).error(), Error(Code::invalid_argument, "cursor")) << cursor;
    }
    query.cursor = "*";
    query.sort = search::Sort::pertinence;
    EXPECT_FALSE(index.search(query));
}

TEST_F(IndexOfFive, RefusesADamagedSnapshot) {
    const auto path =
        std::filesystem::temp_directory_path() / ("moisson_" + to_string(random_uuid()));
    ASSERT_TRUE(index.save(path.string()));
    using std::filesystem::perms;
    EXPECT_EQ(
        std::filesystem::status(path).permissions(),
        perms::owner_read | perms::owner_write | perms::group_read
    );
    SearchIndex other;
    ASSERT_TRUE(other.load(path.string()));
    EXPECT_EQ(other.search(ask("riz"))->total, 2);
    {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(400);
        file.put('\x7F');
    }
    EXPECT_EQ(other.load(path.string()).error().code, Code::table_damaged);
    std::filesystem::resize_file(path, 100);
    EXPECT_EQ(other.load(path.string()).error().code, Code::table_damaged);
    std::filesystem::remove(path);
    EXPECT_EQ(other.load(path.string()).error().code, Code::not_found);
    EXPECT_EQ(other.search(ask("riz"))->total, 2);
}

TEST(EditDistance, AgreesWithTheTextbookOnRandomWords) {
    Rng rng(3);
    const auto textbook = [](const std::string& a, const std::string& b) {
        std::vector<std::size_t> row(b.size() + 1);
        for (std::size_t j = 0; j <= b.size(); ++j)
            row[j] = j;
        for (std::size_t i = 1; i <= a.size(); ++i) {
            std::size_t diagonal = row[0];
            row[0] = i;
            for (std::size_t j = 1; j <= b.size(); ++j) {
                const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
            }
        }
        return row[b.size()];
    };
    const auto word = [&rng] {
        std::string out;
        for (std::uint64_t left = rng.below(20); left > 0; --left)
            out += static_cast<char>('a' + rng.below(3));
        return out;
    };
    for (int i = 0; i < 5000; ++i) {
        const std::string a = word();
        const std::string b = word();
        ASSERT_EQ(search::edit_distance(a, b), textbook(a, b)) << a << " " << b;
    }
}

// As when a portal changes one dataset after another.
TEST(DisplayBlocks, OfOneRecordAreMergedIntoFewer) {
    SearchIndex whole;
    SearchIndex parts;
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t i = 0; i < 200; ++i)
        entries.push_back(entry(i, "Prix du riz au marché", "Relevés des marchés de la commune"));
    whole.apply(entries, store::FeedPosition());
    for (const store::CatalogEntry& one : entries)
        parts.apply(std::span(&one, 1), store::FeedPosition());
    parts.merge_all();
    EXPECT_LT(parts.status().display_bytes, 2 * whole.status().display_bytes);
}

// The newer segments come to stand before the older one when they are merged.
TEST(Labels, AreOfDatasetsThatLive) {
    SearchIndex index;
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t i = 0; i < 110; ++i) {
        entries.push_back(entry(i, "Prix du riz"));
        if (i >= 10)
            entries.back().dataset.publisher.key = "autre";
    }
    index.apply(entries, store::FeedPosition());
    for (std::uint64_t i = 0; i < 10; ++i) {
        store::CatalogEntry renamed = entry(i, "Prix du riz");
        renamed.dataset.publisher.name = {french("Institut de la statistique")};
        index.apply(std::span(&renamed, 1), store::FeedPosition());
    }
    while (index.merge_step()) {
    }
    ASSERT_GT(index.status().segments, 1);
    SearchQuery query = ask("riz");
    search::FacetRequest request;
    request.facet = Facet::organization;
    request.values_max = 5;
    query.facets = {request};
    const auto facet = index.search(query).value().facets.at(0);
    ASSERT_EQ(facet.items.size(), 2U);
    EXPECT_EQ(facet.items[1].value, "ins");
    EXPECT_EQ(facet.items[1].label, "Institut de la statistique");
}

} // namespace
} // namespace moisson::test
