// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Our reader against nlohmann's parser: what it accepts must be the same document.
#include "core/json_reader.hpp"
#include "core/limits.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::json {
namespace {

// True when the reader accepted.
bool same_as_nlohmann(const std::string& text) {
    Value ours;
    const bool good = read_good(text, ours);
    const Value theirs = Value::parse(text, nullptr, false);
    if (good) {
        EXPECT_FALSE(theirs.is_discarded()) << text;
        EXPECT_EQ(ours, theirs) << text;
        if (!theirs.is_discarded()) {
            EXPECT_EQ(ours.dump(), theirs.dump());
            EXPECT_EQ(ours.type(), theirs.type());
        }
    }
    return good;
}

const std::vector<std::string> good_texts{
    R"({})",
    R"( [ ] )",
    R"("")",
    R"({"a":1,"b":[true,false,null],"c":{"d":"e"}})",
    R"({"z":1,"a":2,"m":3,"a":4,"z":{"y":5}})",
    R"([0,-0,1,-1,18446744073709551615,-9223372036854775808])",
    R"([0.5,-1.25e3,1E-7,2e+10,1.7976931348623157e308])",
    R"("\"\\\/\b\f\n\r\t\u00e9\u20ac\ud83d\ude00\u0000")",
    "\"d\u00e9j\u00e0 vu \U0001F600\"",
    "{\n\t\"a\" :\r [ 1 , 2 ] }",
};

TEST(JsonReader, ReadsWhatNlohmannReads) {
    for (const std::string& text : good_texts)
        EXPECT_TRUE(same_as_nlohmann(text)) << text;
}

TEST(JsonReader, LeavesNumbersBeyond64BitsAndLargeDocumentsToNlohmann) {
    const std::string large = '"' + std::string(2 * limits::mib, 'x') + '"';
    for (const std::string& text :
         {std::string("18446744073709551616"), std::string("-9223372036854775809"), large}) {
        EXPECT_FALSE(same_as_nlohmann(text));
        EXPECT_EQ(*parse(text), Value::parse(text));
    }
}

TEST(JsonReader, RefusesWhatIsNotJson) {
    const std::vector<std::string> bad{
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "tru",
        "nul",
        "\"a",
        "\"\n\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"\xff\"",
        "\"\xed\xa0\x80\"",
        "[1] x",
    };
    for (const std::string& text : bad) {
        EXPECT_FALSE(same_as_nlohmann(text)) << text;
        EXPECT_TRUE(Value::parse(text, nullptr, false).is_discarded()) << text;
    }
}

// Every text with one byte changed, removed or doubled: the two never disagree on a document.
TEST(JsonReader, AgreesOnDamagedTexts) {
    const std::string bytes = "{}[]\",:0-1e.\\u\n d\xc3";
    std::size_t accepted = 0;
    for (const std::string& text : good_texts) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            std::string shorter = text;
            shorter.erase(i, 1);
            accepted += same_as_nlohmann(shorter) ? 1 : 0;
            for (const char byte : bytes) {
                std::string changed = text;
                changed[i] = byte;
                accepted += same_as_nlohmann(changed) ? 1 : 0;
                changed.insert(i, 1, text[i]);
                accepted += same_as_nlohmann(changed) ? 1 : 0;
            }
        }
    }
    EXPECT_GT(accepted, 500U);
}

TEST(JsonReader, LeavesOutWhatNobodyWants) {
    constexpr std::array<std::string_view, 3> wanted{"z", "a", "none"};
    Value out;
    ASSERT_TRUE(read_good(R"({"z":{"b":1,"a":2},"b":{"a":3},"a":4,"c":[],"a":[5]})", out, wanted));
    EXPECT_EQ(out, Value::parse(R"({"a":[5],"z":{"a":2,"b":1}})"));
    EXPECT_EQ(*parse_members(R"([{"b":1}])", wanted), Value::parse(R"([{"b":1}])"));
    EXPECT_TRUE(parse_members(R"({"b":1})", wanted)->empty());
    EXPECT_FALSE(parse_members(R"({"a":1,"b":})", wanted));
}

TEST(JsonReader, RefusesWhatIsTooDeep) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    Value out;
    EXPECT_TRUE(read_good(nested(limits::json_depth), out));
    EXPECT_FALSE(read_good(nested(limits::json_depth + 1), out));
    EXPECT_FALSE(read_good(nested(1'000'000), out));
    EXPECT_EQ(parse(nested(limits::json_depth + 1)).error().code, Code::limit_reached);
}

} // namespace
} // namespace moisson::json
