// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Values are counted as a parser would count them, without one.
#include "core/json_access.hpp"
#include "core/json_values.hpp"

#include <gtest/gtest.h>

#include <string>

namespace moisson::json {
namespace {

std::size_t built(const Value& value) {
    std::size_t count = 1;
    if (value.is_structured())
        for (const Value& item : value)
            count += built(item);
    return count;
}

ValueCounter counted(const std::string& text) {
    ValueCounter counter;
    counter.add(text);
    return counter;
}

TEST(JsonValues, AreAsManyAsATreeHas) {
    for (const char* const written :
         {"1",
          "[]",
          "{ }",
          "[ {}, [] , {\n}]",
          R"({"a":{"b":[1,2,[3]],"c":"x,[{\\\",y"},"d,":[{}]})",
          R"([[[[1]]],"]","\\",",",null])"}) {
        const std::string text = written;
        const Result<Value> value = parse(text);
        ASSERT_TRUE(value.has_value()) << text;
        EXPECT_EQ(counted(text).values(), built(*value)) << text;
        ValueCounter by_byte;
        for (const char& c : text)
            by_byte.add(std::string_view(&c, 1));
        EXPECT_EQ(by_byte.values(), built(*value)) << text;
    }
}

TEST(JsonValues, ThoseOfTheLargestRecordAreToldApart) {
    // Root and list, then records of four, two and one.
    EXPECT_EQ(
        counted(R"({"dataset":[{"a":[1,2]},{"a":1},{}]})").record_values(),
        2U + counted(R"({"a":[1,2]})").values()
    );
    std::string many = "[{\"a\":1}";
    for (int i = 0; i < 1'000; ++i)
        many += ",{\"a\":1}";
    EXPECT_EQ(counted(many + "]").record_values(), 3U);
    EXPECT_EQ(counted(many + ",{\"b\":" + many + "]}]").record_values(), 1U + 2U + 2'002U);
}

TEST(JsonValues, TextThatIsNoJsonIsCountedAllTheSame) {
    for (const char* const text : {"", "]]}", "[{,,", "\"", "<a>,</a>", "}{]["})
        EXPECT_LE(counted(text).record_values(), 10U) << text;
}

} // namespace
} // namespace moisson::json
