// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What results show, as it is kept.
#include "search/display.hpp"
#include "unit/search/sample.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace moisson::test {
namespace {

TEST(DisplayRecord, SurvivesEncoding) {
    Rng rng(5);
    search::DisplayStore::Builder builder;
    std::vector<search::DisplayRecord> records;
    for (std::uint64_t i = 0; i < 500; ++i) {
        search::DisplayRecord record;
        record.slug = "s" + std::to_string(i);
        record.title.push_back(french(random_text(rng, 8)));
        record.excerpt = french(random_text(rng, 60));
        record.formats = {"csv", "json"};
        record.state = i % 2 == 0 ? RecordState::active : RecordState::archived;
        record.modified = PartialDate{
            Instant(std::chrono::seconds(-5 + static_cast<std::int64_t>(i))),
            DatePrecision::month};
        record.issued = PartialDate{
            Instant(std::chrono::days(static_cast<int>(i) * 997 - 200'000)),
            DatePrecision::day};
        record.first_seen = i == 0   ? Instant::min()
                            : i == 1 ? Instant::max()
                                     : Instant(std::chrono::microseconds(
                                           static_cast<std::int64_t>(i * 1'234'567'891) - 9'999'999
                                       ));
        record.popularity = static_cast<std::int64_t>(i) << 33;
        builder.add(record);
        records.push_back(record);
    }
    const search::DisplayStore store = builder.finish();
    search::DisplayStore::Reader reader(store);
    for (std::uint32_t i = store.size(); i-- > 0;)
        ASSERT_EQ(reader.record(i), records[i]);
    const std::string bytes = encode(records[0]);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_THROW(search::decode_display(bytes.substr(0, size)), ErrorException);
}

} // namespace
} // namespace moisson::test
