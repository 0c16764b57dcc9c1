// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A dictionary is learnt once, from the records of a merge, and goes with what is merged, saved and
// read again.
#include "core/result.hpp"
#include "core/rng.hpp"
#include "search/segment.hpp"
#include "search/snapshot_io.hpp"
#include "unit/search/sample.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace moisson::test {
namespace {

using search::DisplayOptions;
using search::Segment;
using search::SegmentRef;
using search::Tombstones;

store::CatalogEntry entry(std::uint64_t number) {
    Rng rng(number);
    store::CatalogEntry out = random_entry(rng, number);
    out.dataset.description = {french(
        random_text(rng, 40) + " Licence ouverte de la collectivité, version 2, sans garantie."
    )};
    return out;
}

std::shared_ptr<const Segment>
built(std::uint64_t begin, std::uint64_t end, const DisplayOptions& options) {
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t i = begin; i < end; ++i)
        entries.push_back(entry(i));
    std::vector<const store::CatalogEntry*> all;
    for (const store::CatalogEntry& one : entries)
        all.push_back(&one);
    return search::build_segment(all, options);
}

SegmentRef ref(std::shared_ptr<const Segment> segment) {
    SegmentRef out;
    out.dead = std::make_shared<Tombstones>((segment->size() + 63) / 64, 0);
    out.segment = std::move(segment);
    return out;
}

void expect_records(const Segment& segment, std::uint64_t count) {
    ASSERT_EQ(segment.size(), count);
    search::DisplayStore::Reader reader(segment.display);
    for (std::uint32_t i = 0; i < count; ++i) {
        search::DisplayRecord record = reader.record(i);
        record.id = DatasetId(segment.ids[i]);
        ASSERT_EQ(record, search::make_document(entry(i)).display);
    }
}

class DisplayDictionaries : public ::testing::Test {
protected:
    std::shared_ptr<const Segment>
    merged(const std::vector<SegmentRef>& parts, const DisplayOptions& options) {
        return search::merge_segments(parts, options);
    }
    DisplayOptions learning{{}, nullptr, 1'000};
    DisplayOptions plain;
};

TEST_F(DisplayDictionaries, AreLearntFromRecordsEnough) {
    const std::vector<SegmentRef> parts{
        ref(built(0, 900, learning)),
        ref(built(900, 1'800, learning))};
    EXPECT_EQ(merged({parts[0]}, learning)->display.dictionary(), nullptr);
    const auto with = merged(parts, learning);
    const auto without = merged(parts, plain);
    ASSERT_NE(with->display.dictionary(), nullptr);
    EXPECT_EQ(without->display.dictionary(), nullptr);
    EXPECT_LT(with->display.bytes(), without->display.bytes());
    expect_records(*with, 1'800);
    expect_records(*without, 1'800);
}

// What is copied stays apart from what was packed before it.
TEST_F(DisplayDictionaries, StayWhenTheCatalogueGrows) {
    const auto first = merged({ref(built(1, 1'500, learning))}, learning);
    ASSERT_NE(first->display.dictionary(), nullptr);
    learning.dictionary = first->display.dictionary();
    const auto grown = merged({ref(built(0, 1, learning)), ref(first)}, learning);
    EXPECT_EQ(grown->display.dictionary(), first->display.dictionary());
    EXPECT_EQ(grown->display.documents_of(0), std::pair(0U, 1U)) << "the second block was copied";
    expect_records(*grown, 1'500);
    const auto other = merged({ref(built(0, 1, plain)), ref(first)}, plain);
    EXPECT_GT(other->display.documents_of(0).second, 1U) << "it was packed again";
    expect_records(*other, 1'500);
}

TEST_F(DisplayDictionaries, AreSavedWithTheirRecords) {
    const std::string path = std::filesystem::temp_directory_path() /
                             ("moisson-dictionnaire-" + std::to_string(getpid()));
    const auto first = merged({ref(built(0, 1'200, learning))}, learning);
    {
        search::SnapshotWriter out(path);
        first->write(out);
        out.finish();
    }
    const auto in = search::SnapshotReader::open(path);
    ASSERT_TRUE(in);
    learning.dictionary = search::display_dictionary(first->display.dictionary()->bytes());
    const std::shared_ptr<const Segment> read = Segment::read(**in, learning);
    EXPECT_TRUE((*in)->finish());
    std::filesystem::remove(path);
    expect_records(*read, 1'200);
}

} // namespace
} // namespace moisson::test
