// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the index reads of the stored columns is all that it makes of them, and no more.
#include "search/document.hpp"
#include "store/dataset_codec.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace moisson::store {
namespace {

PartialDate on_day(int number) {
    return PartialDate{Instant(std::chrono::days(number)), DatePrecision::day};
}

Dataset with_all_that_is_stored() {
    Dataset dataset;
    dataset.aliases = {"ancien-nom"};
    dataset.uri = "https://donnees.example/id/1";
    dataset.identifiers = {"10.5281/zenodo.1"};
    dataset.remote_url = "https://donnees.example/dataset/1";
    dataset.landing_page = "https://donnees.example/page";
    dataset.title = {{"fr", "Marchés publics", false}, {"en", "Public contracts", true}};
    dataset.description = {{"fr", "Tous les *marchés* de l'État.", false}, {"en", "All", false}};
    dataset.keywords = {{"fr", "marchés publics", false}, {"fr", "État", false}};
    dataset.raw_themes = {"Finances"};
    dataset.contacts = {{"Service des marchés", "a@donnees.example", "", "author"}};
    dataset.licence = Licence{"lov2", "Licence Ouverte 2.0", "https://l.example", 'O', "lov2"};
    dataset.frequency.raw = "annuelle";
    dataset.issued = on_day(18'000);
    dataset.modified = on_day(18'100);
    dataset.record_created = on_day(17'000);
    dataset.record_modified = on_day(18'200);
    dataset.temporal.push_back(PeriodOfTime{on_day(17'500), on_day(17'800)});
    dataset.spatial = {{"Dakar", "https://lieux.example/dakar", BoundingBox{-17.5, 14.5, -17, 15}}};
    dataset.country_source = CountrySource::spatial;
    dataset.conforms_to = {"https://schema.example/1"};
    dataset.provenance_statement = "Relevés";
    dataset.version = "2";
    dataset.is_series = true;
    dataset.origin_portal = "donnees.example";
    dataset.origin_url = "https://autre.example/dataset/1";
    dataset.origin_id = "1";
    Distribution& file = dataset.distributions.emplace_back();
    file.remote_id = "f1";
    file.title = {{"fr", "Marchés de 2025", false}};
    file.description = {{"fr", "Un fichier", false}};
    file.raw_url = "https://donnees.example/f1.csv";
    file.format.raw = "CSV";
    file.kind = "upload";
    return dataset;
}

// As the feed gives it to the index.
CatalogEntry entry_of(const Dataset& stored, DatasetParts parts) {
    CatalogEntry entry;
    Dataset& dataset = entry.dataset;
    EXPECT_TRUE(decode_dataset(encode_dataset(stored), dataset, parts));
    for (const Distribution& file : stored.distributions)
        EXPECT_TRUE(decode_distribution(
            encode_distribution(file),
            dataset.distributions.emplace_back(),
            parts
        ));
    entry.signal.cluster = Uuid{};
    return entry;
}

void expect_same_document(const Dataset& stored) {
    const search::IndexDocument whole = search::make_document(entry_of(stored, DatasetParts::all));
    const search::IndexDocument indexed =
        search::make_document(entry_of(stored, DatasetParts::indexed));
    EXPECT_EQ(indexed.display, whole.display);
    EXPECT_EQ(indexed.texts, whole.texts);
    EXPECT_EQ(indexed.facets, whole.facets);
    EXPECT_EQ(indexed.modified, whole.modified);
    EXPECT_EQ(indexed.created, whole.created);
    EXPECT_EQ(indexed.periods, whole.periods);
    EXPECT_EQ(indexed.boxes, whole.boxes);
    EXPECT_EQ(indexed.copy, whole.copy);
    EXPECT_EQ(indexed.title_hashes, whole.title_hashes);
    EXPECT_EQ(indexed.title_key, whole.title_key);
}

TEST(DatasetParts, ThatAreIndexedGiveTheSameDocument) {
    Dataset dataset = with_all_that_is_stored();
    expect_same_document(dataset);
    dataset.landing_page.clear();
    dataset.issued.reset();
    expect_same_document(dataset);
    expect_same_document(Dataset{});
}

TEST(DatasetParts, ThatAreNotIndexedAreNotRead) {
    const Dataset stored = with_all_that_is_stored();
    const Dataset read = entry_of(stored, DatasetParts::indexed).dataset;
    EXPECT_EQ(read.title, stored.title);
    EXPECT_TRUE(read.contacts.empty());
    EXPECT_TRUE(read.identifiers.empty());
    EXPECT_EQ(read.distributions.front().title, stored.distributions.front().title);
    EXPECT_TRUE(read.distributions.front().description.empty());
    Dataset refused;
    EXPECT_FALSE(decode_dataset("[1]", refused, DatasetParts::indexed));
    EXPECT_FALSE(decode_dataset("{\"title\":[]", refused, DatasetParts::indexed));
}

} // namespace
} // namespace moisson::store
