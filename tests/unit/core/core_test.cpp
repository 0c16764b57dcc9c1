// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/ascii.hpp"
#include "core/code.hpp"
#include "core/digest.hpp"
#include "core/json_access.hpp"
#include "core/limits.hpp"
#include "core/time.hpp"
#include "core/utf8.hpp"
#include "core/uuid.hpp"

#include <gtest/gtest.h>

#include <set>

namespace moisson {
namespace {

TEST(Ascii, LowersItsOwnLettersOnly) {
    static_assert(ascii_lower('Z') == 'z' && ascii_lower('[') == '[' && ascii_lower('@') == '@');
    static_assert(is_ascii_digit('0') && is_ascii_digit('9') && !is_ascii_digit(':'));
    EXPECT_EQ(ascii_lowered("AZaz09-É"), "azaz09-É");
}

TEST(Uuid, ReadsAndWrites) {
    const char* text = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    EXPECT_EQ(to_string(*uuid_from_string(text)), text);
    EXPECT_EQ(uuid_from_string("6BA7B810-9DAD-11D1-80B4-00C04FD430C8"), uuid_from_string(text));
    for (const char* bad :
         {"",
          "6ba7b8109dad11d180b400c04fd430c8",
          "6ba7b810-9dad-11d1-80b4-00c04fd430c",
          "6ba7b810-9dad-11d1-80b4-00c04fd430cg",
          "6ba7b810-9dad-11d1-80b4-00c04fd430c8 "})
        EXPECT_FALSE(uuid_from_string(bad)) << bad;
}

TEST(Uuid, VersionFiveIsThatOfTheRfc) {
    const Uuid dns = *uuid_from_string("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    EXPECT_EQ(to_string(uuid5(dns, "python.org")), "886313e1-3b8a-5372-9b90-0c9aee199e5d");
}

TEST(Uuid, VersionFourIsRandomAndMarked) {
    std::set<Uuid> seen;
    for (int i = 0; i < 1'000; ++i) {
        const Uuid uuid = random_uuid();
        EXPECT_EQ(uuid.bytes[6] >> 4, 4);
        EXPECT_EQ(uuid.bytes[8] >> 6, 2);
        EXPECT_TRUE(seen.insert(uuid).second);
    }
}

TEST(Utf8, TellsCleanText) {
    EXPECT_TRUE(is_clean_utf8("é € \U0001F600"));
    for (const std::string_view bad :
         {std::string_view("\xC3"),
          std::string_view("\xC0\x80"),
          std::string_view("\xED\xA0\x80"),
          std::string_view("\xF4\x90\x80\x80"),
          std::string_view("a\0b", 3),
          std::string_view("\xE9t\xE9")})
        EXPECT_FALSE(is_clean_utf8(bad));
}

TEST(Utf8, TellsCleanTextWhereverTheFaultIs) {
    for (std::size_t length = 1; length < 20; ++length)
        for (std::size_t at = 0; at < length; ++at) {
            std::string text(length, 'a');
            for (const char good : {'\x01', '\x7F'}) {
                text[at] = good;
                EXPECT_TRUE(is_clean_utf8(text)) << length << " " << at;
            }
            for (const char bad : {'\0', '\x80', '\xC3'}) {
                text[at] = bad;
                EXPECT_FALSE(is_clean_utf8(text)) << length << " " << at;
            }
            text.replace(at, 1, "é");
            EXPECT_TRUE(is_clean_utf8(text)) << length << " " << at;
        }
}

TEST(Utf8, RepairsWhatIsNot) {
    EXPECT_EQ(repair_utf8("\xE9t\xE9").text, "été"); // Latin-1 said to be UTF-8
    EXPECT_EQ(repair_utf8(std::string_view("a\0b", 3)).text, "ab");
    EXPECT_EQ(repair_utf8("é\xC3").text, "é\uFFFD");
    EXPECT_EQ(repair_utf8("é").repairs, 0U);
    for (int first = 0; first < 256; ++first)
        for (int second = 0; second < 256; second += 7) {
            const std::string bytes = {
                static_cast<char>(first),
                static_cast<char>(second),
                'x',
                static_cast<char>(second)};
            const RepairedText repaired = repair_utf8(bytes);
            EXPECT_TRUE(is_clean_utf8(repaired.text));
            EXPECT_EQ(repair_utf8(repaired.text).repairs, 0U);
        }
}

TEST(Utf8, CutsOnACodePoint) {
    EXPECT_EQ(utf8_prefix("aé", 2), "a");
    EXPECT_EQ(utf8_prefix("aé", 3), "aé");
    EXPECT_EQ(utf8_prefix("€", 0), "");
    EXPECT_EQ(utf8_length("aé€\U0001F600"), 4U);
}

TEST(Utf8, NoncharactersOfXmlAreLeftOut) {
    EXPECT_EQ(without_xml_noncharacters("a\xEF\xBF\xBE\xEF\xBF\xBFz"), "az");
    EXPECT_EQ(without_xml_noncharacters("\xEF\xBF\xBF"), "");
    // U+FFFD, and the last one of another plane, are characters of XML.
    EXPECT_EQ(without_xml_noncharacters("\xEF\xBF\xBD"), "\xEF\xBF\xBD");
    EXPECT_EQ(without_xml_noncharacters("\xF0\x9F\xBF\xBF"), "\xF0\x9F\xBF\xBF");
}

TEST(Utf8, EncodesAndDecodes) {
    for (const char32_t c : {U'a', U'é', U'€', U'\U0001F600', char32_t{0x10FFFF}}) {
        std::string text;
        append_utf8(text, c);
        std::size_t at = 0;
        EXPECT_EQ(next_code_point(text, at), c);
        EXPECT_EQ(at, text.size());
    }
    std::string surrogate;
    append_utf8(surrogate, 0xD800);
    EXPECT_EQ(surrogate, "\uFFFD");
}

TEST(Time, ReadsRfc3339) {
    EXPECT_EQ(to_iso8601(*from_iso8601("2026-11-23T08:00:00Z")), "2026-11-23T08:00:00Z");
    EXPECT_EQ(
        to_iso8601(*from_iso8601("2026-11-23T08:00:00.123456789+01:00")),
        "2026-11-23T07:00:00.123456Z"
    );
    EXPECT_EQ(to_iso8601(*from_iso8601("1969-12-31T23:59:59.5Z")), "1969-12-31T23:59:59.500000Z");
    for (const char* bad :
         {"",
          "2026-11-23",
          "2026-11-23T08:00:00",
          "2026-02-30T08:00:00Z",
          "2026-11-23T24:00:00Z",
          "2026-11-23T08:00:00.Z",
          "2026-11-23T08:00:00Zx",
          "2026-11-23T08:00:00+25:00"})
        EXPECT_FALSE(from_iso8601(bad)) << bad;
}

TEST(Time, ReadsTheThreeDatesOfHttp) {
    const Instant expected = *from_iso8601("1994-11-06T08:49:37Z");
    EXPECT_EQ(from_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), expected);
    EXPECT_EQ(from_http_date("Sunday, 06-Nov-94 08:49:37 GMT"), expected);
    EXPECT_EQ(from_http_date("Sun Nov  6 08:49:37 1994"), expected);
    EXPECT_EQ(to_http_date(expected), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_FALSE(from_http_date("demain"));
}

TEST(Json, RefusesDepth) {
    const std::string deep(1'000'000, '[');
    const auto refused = json::parse(deep);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::limit_reached);
    const auto object = json::parse([] {
        std::string text;
        for (int i = 0; i < 100'000; ++i)
            text += "{\"a\":";
        return text;
    }());
    ASSERT_FALSE(object);
    EXPECT_EQ(object.error().code, Code::limit_reached);
    const std::string fits =
        std::string(limits::json_depth, '[') + std::string(limits::json_depth, ']');
    EXPECT_TRUE(json::parse(fits));
    EXPECT_FALSE(json::parse("[" + fits + "]"));
}

TEST(Json, ReadsWithoutThrowing) {
    const auto parsed = json::parse("\xEF\xBB\xBF{\"a\":{\"b\":\"x\"},\"n\":\"12\",\"f\":1.0,\"t\":"
                                    "\"TRUE\",\"u\":18446744073709551615,\"a2\":1,\"a2\":2}");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(json::text(*json::find(*parsed, "a"), "b"), "x");
    EXPECT_EQ(json::find_path(*parsed, {"a", "b", "c"}), nullptr);
    EXPECT_EQ(json::text(*parsed, "n"), "12");
    EXPECT_EQ(json::integer(*parsed, "n"), 12);
    EXPECT_EQ(json::integer(*parsed, "f"), 1);
    EXPECT_EQ(json::integer(*parsed, "u"), std::nullopt);
    EXPECT_EQ(json::integer(*parsed, "a2"), 2); // the last one wins
    EXPECT_EQ(json::boolean(*parsed, "t"), true);
    EXPECT_EQ(json::text(*parsed, "absent"), "");
    EXPECT_EQ(json::find(json::Value("text"), "a"), nullptr);
}

TEST(Json, SaysWhereItStopped) {
    for (const char* bad : {"", "{", "{\"a\":1,}", "[1 2]", "<html>", "nul", "\"\x01\""}) {
        const auto refused = json::parse(bad);
        ASSERT_FALSE(refused) << bad;
        EXPECT_EQ(refused.error().code, Code::parse_json);
        EXPECT_NE(refused.error().detail.find("byte"), std::string::npos);
    }
}

TEST(Json, DumpsWithSortedKeys) {
    EXPECT_EQ(
        json::dump(*json::parse("{\"b\":1,\"a\":[true,null]}")),
        "{\"a\":[true,null],\"b\":1}"
    );
    EXPECT_EQ(json::dump(json::Value("\xFF")), "\"\uFFFD\"");
}

TEST(Codes, HaveOneStableNameEach) {
    std::set<std::string_view> names;
    for (const Code code : all_codes()) {
        EXPECT_TRUE(names.insert(to_string(code)).second);
        EXPECT_EQ(code_from_string(to_string(code)), code);
    }
    EXPECT_FALSE(code_from_string("NO_SUCH_CODE"));
}

TEST(Digests, AreThoseOfTheStandard) {
    EXPECT_EQ(
        to_hex(sha256("abc")),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    Sha256 streamed;
    streamed.update("a");
    streamed.update("bc");
    EXPECT_EQ(streamed.finish(), sha256("abc"));
    streamed.update("x");
    EXPECT_EQ(streamed.finish(), sha256("x"));
    EXPECT_EQ(digest_from_hex(to_hex(sha256("x"))), sha256("x"));
    EXPECT_FALSE(digest_from_hex("zz"));
}

} // namespace
} // namespace moisson
