// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// PostgreSQL's binary formats, byte by byte, as its source gives them.
#include "store/wire.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace moisson::store {
namespace {

using namespace std::string_view_literals;
using std::chrono::microseconds;

std::string row(auto fill) {
    std::string out;
    CopyRow one(out, 1);
    fill(one);
    return out;
}

TEST(CopyRow, CountsItsColumnsAndGivesEachItsLength) {
    std::string out;
    CopyRow(out, 3).int16(-2).text("aé").null();
    EXPECT_EQ(
        out,
        "\x00\x03\x00\x00\x00\x02\xff\xfe\x00\x00\x00\x03\x61\xc3\xa9\xff\xff\xff\xff"sv
    );
}

TEST(CopyRow, WritesNumbersInNetworkOrder) {
    EXPECT_EQ(row([](CopyRow& r) { r.int64(258); }), "\0\1\0\0\0\x08\0\0\0\0\0\0\1\2"sv);
    EXPECT_EQ(row([](CopyRow& r) { r.int32(-1); }), "\0\1\0\0\0\4\xff\xff\xff\xff"sv);
    EXPECT_EQ(row([](CopyRow& r) { r.boolean(true); }), "\0\1\0\0\0\1\1"sv);
    EXPECT_EQ(row([](CopyRow& r) { r.optional_int64(std::nullopt); }), "\0\1\xff\xff\xff\xff"sv);
}

TEST(CopyRow, CountsTimeFromTheYear2000) {
    const Instant epoch(std::chrono::seconds(946'684'800));
    EXPECT_EQ(wire::to_pg_micros(epoch), 0);
    EXPECT_EQ(wire::to_pg_micros(epoch - microseconds(1)), -1);
    for (const std::int64_t micros :
         {std::int64_t{0}, std::int64_t{-946'684'800'000'000}, std::int64_t{826'000'000'123'456}})
        EXPECT_EQ(wire::to_pg_micros(wire::from_pg_micros(micros)), micros);
}

TEST(Arrays, HaveOneDimensionFromOne) {
    const std::vector<std::string> texts = {"a", ""};
    // Dimensions, null flag, element type 25, length, lower bound, elements.
    EXPECT_EQ(
        wire::text_array(texts),
        "\0\0\0\1\0\0\0\0\0\0\0\x19\0\0\0\2\0\0\0\1\0\0\0\1a\0\0\0\0"sv
    );
    EXPECT_EQ(wire::text_array({}), "\0\0\0\0\0\0\0\0\0\0\0\x19"sv) << "no dimension at all";
    const std::vector<std::int64_t> numbers = {3};
    EXPECT_EQ(
        wire::int64_array(numbers),
        "\0\0\0\1\0\0\0\0\0\0\0\x14\0\0\0\1\0\0\0\1\0\0\0\x08\0\0\0\0\0\0\0\3"sv
    );
    const std::vector<Uuid> uuids = {Uuid{}};
    EXPECT_EQ(wire::uuid_array(uuids).size(), 20 + 4 + 16U);
}

TEST(Params, KeepTypesAndNulls) {
    const Params
        params(std::string("x"), 7, true, std::optional<std::int64_t>(), Bytes{"\0\1"sv}, 1.5);
    const Params::Arrays arrays = params.arrays();
    ASSERT_EQ(params.size(), 6);
    EXPECT_EQ(arrays.types, (std::vector<unsigned>{25, 20, 16, 20, 17, 701}));
    EXPECT_EQ(arrays.values[3], nullptr);
    EXPECT_EQ(std::string_view(arrays.values[4], 2), "\0\1"sv);
    EXPECT_EQ(arrays.lengths[4], 2);
    EXPECT_EQ(arrays.formats, std::vector<int>(6, 1));
}

} // namespace
} // namespace moisson::store
