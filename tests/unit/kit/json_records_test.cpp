// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Records of files of JSON, and the parts of an address that asks for them.
#include "kit/json_records.hpp"
#include "kit/record_file.hpp"

#include <gtest/gtest.h>

#include <array>

namespace moisson::kit {
namespace {

constexpr std::array<std::string_view, 2> paths{"", "data"};

// "a|b|!line 3 ..." of the records; the code of a refused file.
std::string read(std::string text) {
    const Result<JsonRecords> file = read_json_records(std::move(text), paths);
    if (file.has_error())
        return std::string(to_string(file.error().code));
    std::string out;
    for (std::size_t i = 0; i < file->records.size(); ++i) {
        out += i > 0 ? "|" : "";
        out += file->records[i].broken ? "!" + file->records[i].broken->detail
                                       : std::string(file->at(i));
    }
    return out;
}

TEST(JsonRecords, AreLinesAListOrTheListOfAnAnswer) {
    EXPECT_EQ(read("{\"a\":1}\n{\"a\":[2]}\n"), R"({"a":1}|{"a":[2]})");
    EXPECT_EQ(read("[{\"a\":1},\n {\"a\":2}]"), R"({"a":1}|{"a":2})");
    EXPECT_EQ(read("{\"total\": 2, \"data\": [{\"a\":1},{\"a\":2}]}"), R"({"a":1}|{"a":2})");
    EXPECT_EQ(read("{\n \"data\": [\n{\"a\":1}\n]\n}\n"), R"({"a":1})");
    EXPECT_EQ(read("{\n \"a\": 1\n}"), "{\n \"a\": 1\n}");
    EXPECT_EQ(read("{\"a\":1}"), R"({"a":1})");
    EXPECT_EQ(read("\xEF\xBB\xBF{\"a\":1}"), R"({"a":1})");
    EXPECT_EQ(read("[]"), "");
}

TEST(JsonRecords, KeepWhatStandsAroundABrokenOne) {
    EXPECT_EQ(
        read("{\"a\":1}\n\nnon\n{\"a\":2}\n{\"a\":"),
        R"({"a":1}|!line 3 is no JSON object|{"a":2}|!line 5 is no JSON object)"
    );
    EXPECT_EQ(read("{\"a\":\n{\"a\":2}\n"), R"(!line 1 is no JSON object|{"a":2})");
    EXPECT_EQ(
        read("[{\"a\":1},\n{\"a\":2},\n{\"a\":"),
        R"({"a":1}|{"a":2}|!line 2: the document ends early at byte 24)"
    );
}

TEST(JsonRecords, RefuseWhatHoldsNone) {
    EXPECT_EQ(read(""), "NOT_JSON");
    EXPECT_EQ(read("\n \n"), "NOT_JSON");
    EXPECT_EQ(read("bonjour\n"), "PARSE_JSON");
    EXPECT_EQ(read("[{\"a\":"), "PARSE_JSON");
    EXPECT_EQ(read("{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n"), "PARSE_JSON");
    EXPECT_EQ(read("<html>"), "NOT_JSON");
}

TEST(RecordFile, ReadsTheParametersOfAnAddress) {
    constexpr std::string_view url = "https://a.tg/x?rows=12&arrows=3&q=l%27eau+%C3%A9%2&n=-4&z";
    EXPECT_EQ(parameter_in(url, "q"), "l'eau+\u00e9%2");
    EXPECT_EQ(parameter_in(url, "z"), "");
    EXPECT_FALSE(parameter_in(url, "w").has_value());
    EXPECT_FALSE(parameter_in("https://a.tg/rows=1", "rows").has_value());
    EXPECT_EQ(number_in(url, "rows", 5, 0, 100), 12);
    EXPECT_EQ(number_in(url, "rows", 5, 0, 10), 10);
    EXPECT_EQ(number_in(url, "n", 5, 0, 10), 0);
    EXPECT_EQ(number_in(url, "q", 5, 0, 10), 5);
    EXPECT_EQ(number_in(url, "w", 5, 0, 10), 5);
}

} // namespace
} // namespace moisson::kit
