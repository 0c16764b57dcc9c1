// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bodies of NADA 4 and 5, and what PHP does to them.
#include "kit/query.hpp"
#include "nada/api.hpp"
#include "nada/paging.hpp"
#include "nada/php.hpp"
#include "nada/wire.hpp"

#include <gtest/gtest.h>

namespace moisson::nada {
namespace {

constexpr std::string_view newer = R"({"result":{"found":"2","total":"40","limit":15,"offset":0,
  "rows":[{"id":"7","idno":"BFA-2018","title":"Enquête","form_model":"licensed","total_views":"12"},
          {"id":8,"idno":"BFA-2019","title":"Recensement","form_model":"public"}]}})";
constexpr std::string_view older = R"({"found":2,"total":"2","limit":5,"offset":0,
  "rows":[{"id":"7","surveyid":"BFA-2018","titl":"Enquête","authenty":"INSD"},
          {"id":"8","titl":"Recensement","authenty":"INSEED"}]})";

TEST(NadaWire, ReadsBothEnvelopesAndNumbersAsStrings) {
    const Result<Listing> five = read_search(newer, ReadOptions());
    ASSERT_TRUE(five.has_value());
    EXPECT_EQ(five->found, 2);
    EXPECT_EQ(five->limit, 15);
    EXPECT_EQ(five->received, 2);
    ASSERT_EQ(five->rows.size(), 2U);
    EXPECT_EQ(five->rows[0].record.remote_id, "BFA-2018");
    EXPECT_EQ(five->rows[0].record.popularity.at(0).second, 12);
    const Result<Listing> four = read_search(older, ReadOptions());
    ASSERT_TRUE(four.has_value());
    EXPECT_EQ(four->rows[0].record.remote_id, "BFA-2018");
    EXPECT_EQ(four->rows[1].record.remote_id, "8") << "the number stands in";
}

TEST(NadaWire, TellsAnEmptyCatalogueFromAFailureAndFromAnotherDocument) {
    const Result<Listing> empty = read_search(R"({"found":0,"rows":[]})", ReadOptions());
    ASSERT_TRUE(empty.has_value());
    EXPECT_EQ(empty->found, 0);
    EXPECT_EQ(
        read_search(R"({"status":"failed","errors":"DB"})", ReadOptions()).error().code,
        Code::api_error
    );
    EXPECT_EQ(
        read_search(R"({"status":false,"error":"Unknown method."})", ReadOptions()).error().code,
        Code::api_error
    );
    EXPECT_EQ(read_search(R"({"a":1})", ReadOptions()).error().code, Code::bad_shape);
    EXPECT_EQ(read_search(R"({"rows":[{"id":)", ReadOptions()).error().code, Code::parse_json);
}

TEST(NadaWire, OneBadRowDoesNotFailItsPage) {
    const Result<Listing> page =
        read_search(R"({"found":3,"rows":[{"id":1},7,{"title":""}]})", ReadOptions());
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->received, 3);
    ASSERT_EQ(page->rows.size(), 1U);
    ASSERT_EQ(page->issues.size(), 2U);
    EXPECT_EQ(page->issues[0].code, Code::bad_shape);
    EXPECT_EQ(page->issues[1].code, Code::missing_id);
}

TEST(NadaWire, EscapesThatNoTextMayHoldAreTakenOutAndSaid) {
    const Result<Listing> listing = read_search(
        R"({"found":1,"rows":[{"id":"1","idno":"A","title":"Enqu\u0000ête","nation":"\ud800"}]})",
        ReadOptions()
    );
    ASSERT_TRUE(listing.has_value());
    ASSERT_EQ(listing->rows.size(), 1U);
    EXPECT_EQ(listing->rows[0].record.canonical.find("\\u0000"), std::string::npos);
    EXPECT_NE(listing->rows[0].record.canonical.find("Enquête"), std::string::npos);
    ASSERT_EQ(listing->issues.size(), 1U);
    EXPECT_EQ(listing->issues[0].code, Code::encoding_repaired);
    EXPECT_EQ(listing->issues[0].remote_id, "A");
}

TEST(NadaWire, CountersAndOrderOfKeysDoNotChangeTheDigest) {
    const auto digest = [](std::string_view row) {
        const std::string body = R"({"found":1,"rows":[)" + std::string(row) + "]}";
        return read_search(body, ReadOptions())->rows.at(0).stamp;
    };
    const std::string one = digest(R"({"id":"1","idno":"A","title":"t","total_views":"1"})");
    EXPECT_EQ(one, digest(R"({"total_views":"99","title":"t","idno":"A", "id":"1"})"));
    EXPECT_NE(one, digest(R"({"id":"1","idno":"A","title":"u","total_views":"1"})"));
}

TEST(NadaWire, FiltersByAuthorAndCollection) {
    ReadOptions options;
    options.filters["organization"].include = {"insd"};
    const Result<Listing> page = read_search(older, options);
    ASSERT_EQ(page->rows.size(), 1U);
    EXPECT_EQ(page->received, 2) << "what was filtered was received";
    options.filters["organization"] = {};
    options.filters["organization"].exclude = {"INSD"};
    EXPECT_EQ(read_search(older, options)->rows.at(0).record.remote_id, "8");
}

TEST(NadaWire, ReadsAStudyOrSaysWhyNot) {
    const Result<kit::WireRecord> study = read_study(
        R"({"status":"success","dataset":{"id":7,"idno":"A","metadata":{"study_desc":{}}}})"
    );
    ASSERT_TRUE(study.has_value());
    EXPECT_EQ(study->remote_id, "A");
    EXPECT_EQ(
        read_study(R"({"status":"failed","message":"IDNO-NOT-FOUND"})").error().detail,
        "IDNO-NOT-FOUND"
    );
    EXPECT_EQ(read_study(R"({"dataset":[]})").error().code, Code::bad_shape);
}

TEST(NadaPhp, MessagesAroundTheDocumentGoAndPagesStay) {
    std::string noisy = "<br />\n<b>Notice</b>:  Undefined index [0] in <b>x.php</b><br />\n"
                        R"({"rows":[{"a":"<b>}"}]})"
                        "\n<b>Warning</b>: late";
    const std::string printed = strip_php_messages(noisy);
    EXPECT_EQ(noisy, R"({"rows":[{"a":"<b>}"}]})");
    EXPECT_NE(printed.find("Undefined index"), std::string::npos);
    EXPECT_NE(printed.find("late"), std::string::npos);
    std::string page = "<!DOCTYPE html><html><script>var a = {\"b\":1};</script></html>";
    const std::string before = page;
    EXPECT_EQ(strip_php_messages(page), "");
    EXPECT_EQ(page, before);
    std::string plain = R"({"a":1})";
    EXPECT_EQ(strip_php_messages(plain), "");
    EXPECT_EQ(plain, R"({"a":1})");
}

TEST(NadaApi, FindsTheRootOfEveryAddressThatPeopleWrite) {
    for (const char* url :
         {"https://h.example/nada",
          "https://h.example/nada/",
          "https://h.example/nada/index.php",
          "https://h.example/nada/index.php/catalog",
          "https://h.example/nada/index.php/api/v2/catalog/search?ps=1",
          "https://h.example/nada/index.php/api/catalog/search"})
        EXPECT_EQ(root_of(url), "https://h.example/nada") << url;
    EXPECT_EQ(
        api_candidates("https://h.example/index.php/api/v2/catalog/search").front(),
        "https://h.example/index.php/api/v2/catalog"
    );
    EXPECT_EQ(
        api_candidates("https://h.example/api/catalog").front(),
        "https://h.example/api/catalog"
    );
    EXPECT_EQ(kit::percent_encoded("BEN 2013/14"), "BEN%202013%2F14");
}

TEST(NadaPaging, LearnsTheRealPageSizeFromTheFirstPage) {
    kit::OffsetState state;
    state.rows = 32;
    PageOutcome page;
    page.received = 15;
    page.limit = 15;
    page.found = 40;
    std::optional<kit::OffsetState> next = next_page(state, page);
    ASSERT_TRUE(next.has_value());
    EXPECT_EQ(next->rows, 15);
    EXPECT_EQ(next->start, 15);
    next = next_page(*next, page);
    EXPECT_EQ(next->start, 30);
    page.received = 10;
    EXPECT_FALSE(next_page(*next, page).has_value());
}

TEST(NadaPaging, NeitherStopsEarlyNorTurnsForEverOnALyingCount) {
    kit::OffsetState state;
    state.rows = 32;
    PageOutcome page;
    page.received = 32;
    page.found = 10;
    const std::optional<kit::OffsetState> more = next_page(state, page);
    EXPECT_TRUE(more.has_value()) << "a full page beyond the count";
    page.received = 0;
    page.found = 1000;
    std::optional<kit::OffsetState> at = state;
    int pages = 0;
    while (at && pages < 10) {
        at = next_page(*at, page);
        ++pages;
    }
    EXPECT_EQ(pages, 2);
    EXPECT_EQ(power_of_two(100), 64);
    EXPECT_EQ(power_of_two(0), 1);
}

} // namespace
} // namespace moisson::nada
