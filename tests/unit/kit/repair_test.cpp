// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a repair may have cost, what is not worth repairing, and entries that nothing identifies.
#include "kit/line_counter.hpp"
#include "kit/repair_json.hpp"
#include "kit/unidentified.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace moisson::kit {
namespace {

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

TEST(RepairMarks, TellWhetherARecordMayBeLost) {
    const struct {
        std::string_view json;
        bool may_lose;
    } cases[] = {
        {R"([{"a":1},{"b":2},])", false},
        {R"([{"a":1,},{"b":2}])", false},
        {R"([{"a":1}{"b":2}])", false},
        {R"([{"a":1 "b":2}])", false},
        {R"([{"a":1,,"b":2}])", false},
        {R"([{"a":"C:\dossier",}])", false},
        {R"([{"a":NaN,"b":None}])", false},
        {"[ // liste\n{\"a\":1}]", false},
        {R"([{"a":1},,{"b":2}])", true},
        {"[ // {\"z\":1},\n{\"a\":1}]", true},
        {R"([{"a":1}, ...])", true},
        {R"([{"a":1},{"b":2})", true},
        {R"([{"a":1},{"b":)", true},
        {R"([{"a":1},{"b":"x)", true},
        {R"([{"a":"la "grande" eau"}])", true},
        {R"([{"a":eau","b":2},{"c":3}])", true},
        {R"([{"a":1,{"b":2}])", true},
        {R"([{"a":1}},{"b":2}])", true},
        // The escape comes first, the quote that ends nothing counts.
        {R"([{"a":"C:\dossier "x" y"}])", true},
    };
    for (const auto& one : cases) {
        const RepairedJson repaired = repair_json(one.json);
        EXPECT_GT(repaired.repair_count, 0U) << one.json;
        EXPECT_EQ(repaired.marks.may_lose(), one.may_lose) << one.json;
    }
    EXPECT_FALSE(repair_json(R"([{"a":1}])").marks.may_lose());
}

TEST(RepairMarks, KnowTheRecordThatARepairClosed) {
    for (const std::string_view tail :
         {R"({"b":2,"c":[1,{"d":"x)", R"({"b":2)", R"({"b":2,"c":)", R"({"b":2,"c")", "{"}) {
        const std::string whole = R"([{"a":1},)";
        const RepairedJson repaired = repair_json(whole + std::string(tail));
        const std::size_t begin = whole.size();
        const std::size_t end = repaired.text.size() - 1;
        EXPECT_TRUE(repaired.marks.closed(repaired.text, begin, end)) << repaired.text;
        EXPECT_TRUE(repaired.marks.doubts(begin, end)) << repaired.text;
        EXPECT_FALSE(repaired.marks.closed(repaired.text, 1, begin - 1)) << repaired.text;
        EXPECT_FALSE(repaired.marks.touches(1, begin - 1)) << repaired.text;
    }
    const RepairedJson inside = repair_json(R"([{"a":1,{"b":2},{"c":3}])");
    ASSERT_EQ(inside.text, R"([{"a":1},{"b":2},{"c":3}])");
    EXPECT_TRUE(inside.marks.closed(inside.text, 1, 8));
    EXPECT_FALSE(inside.marks.closed(inside.text, 9, 16));
}

TEST(RepairMarks, BeyondTheirBoundDoubtEverything) {
    RepairMarks marks;
    for (std::size_t i = 0; i < 200'000; ++i)
        marks.add("unclosed text", {}, false, 10 * i);
    EXPECT_TRUE(marks.doubts(5, 15));
    EXPECT_FALSE(marks.doubts(1, 9));
    EXPECT_TRUE(marks.doubts(1'999'991, 1'999'999));
}

TEST(RepairJson, GivesUpOnWhatIsNothingButFaults) {
    for (const std::string_view piece : {"[", "{", "{\"a\":", "{{", ",", "}", "]"}) {
        const RepairedJson repaired =
            repair_json("{\"dataset\":[" + repeated(piece, 4'000'000 / piece.size()));
        EXPECT_TRUE(repaired.is_hopeless) << piece;
        EXPECT_TRUE(repaired.text.empty()) << piece;
    }
    // Every text in the quotes of another language is a fault each, and no reason.
    const RepairedJson foreign = repair_json("[" + repeated("{'a':'b','cd':'ef'},", 50'000) + "]");
    EXPECT_FALSE(foreign.is_hopeless);
}

TEST(RepairJson, LooksAtNothingAgainAndAgain) {
    const std::size_t many = 4'000'000;
    const auto begun = std::chrono::steady_clock::now();
    const std::string brackets = R"({"a":1)" + std::string(many, '}') + "x";
    EXPECT_TRUE(repair_json(brackets).is_hopeless);
    const std::string lines = R"({"a":")" + std::string(many, '\n') + R"(x","b":1,})";
    const RepairedJson repaired = repair_json(lines);
    EXPECT_FALSE(repaired.is_hopeless);
    EXPECT_TRUE(json::parse(repaired.text).has_value());
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
}

TEST(LineCounter, IsAskedManyTimesOfOneLongLine) {
    const std::string line = "un\n" + std::string(16 * 1024 * 1024, 'x');
    const LineCounter lines(line);
    const auto begun = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < 50'000; ++i)
        ASSERT_TRUE(lines.where(i * 300 + 4).starts_with("line 2"));
    // Looking back through the line costs a minute.
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(15));
    EXPECT_EQ(lines.where(3 + 100'000), "line 2, column 100001");
    EXPECT_EQ(lines.where(3 + 4 * 1024 * 1024), "line 2");
}

TEST(Unidentified, CountsEntriesThatMayBeAnyRecord) {
    const auto told = [](Code code, std::string id, Severity severity = Severity::error) {
        Issue issue(code, Stage::parse, "x");
        issue.remote_id = std::move(id);
        issue.severity = severity;
        return issue;
    };
    EXPECT_TRUE(is_unidentified(told(Code::bad_shape, "")));
    EXPECT_TRUE(is_unidentified(told(Code::limit_reached, "", Severity::warning)));
    EXPECT_FALSE(is_unidentified(told(Code::bad_shape, "a")));
    EXPECT_FALSE(is_unidentified(told(Code::parse_json, "", Severity::warning)));
    EXPECT_FALSE(is_unidentified(told(Code::id_synthetic, "")));
    Issue odd = told(Code::bad_shape, "its other name");
    odd.detail = odd_id;
    EXPECT_TRUE(is_unidentified(odd));
    EXPECT_TRUE(whole_list({told(Code::bad_shape, "a")}).has_value());
    EXPECT_EQ(whole_list({odd}).error().code, Code::incomplete_crawl);
}

TEST(Unidentified, KnowsWhatNoIdCanBe) {
    const auto odd = [](std::string_view record) { return is_odd_id(*json::parse(record), "id"); };
    for (const std::string_view record :
         {R"({"id":null})", R"({"id":{"a":1}})", R"({"id":[1]})", R"({"id":true})", R"({"id":""})"})
        EXPECT_TRUE(odd(record)) << record;
    for (const std::string_view record : {R"({"id":"a"})", R"({"id":7})", "{}", R"("x")"})
        EXPECT_FALSE(odd(record)) << record;
}

} // namespace
} // namespace moisson::kit
