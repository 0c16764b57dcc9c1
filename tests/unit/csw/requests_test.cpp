// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Addresses and bodies of CSW requests, and the state that a cursor keeps.
#include "csw/mapping.hpp"
#include "csw/requests.hpp"

#include <gtest/gtest.h>

namespace moisson::csw {
namespace {

TEST(CswRequests, KeepWhatTheAddressNeedsAndNoMore) {
    EXPECT_EQ(
        endpoint_candidates("https://h.example/cgi?map=/a.map&SERVICE=CSW&request=GetCapabilities"),
        std::vector<std::string>{"https://h.example/cgi?map=/a.map"}
    );
    EXPECT_EQ(
        endpoint_candidates("https://h.example/geonetwork/srv/fre/csw?service=CSW"),
        std::vector<std::string>{"https://h.example/geonetwork/srv/fre/csw"}
    );
    const std::vector<std::string> guesses = endpoint_candidates("https://geonode.example/");
    EXPECT_EQ(guesses.front(), "https://geonode.example/catalogue/csw");
    EXPECT_EQ(guesses.back(), "https://geonode.example/");
    EXPECT_EQ(
        capabilities_url("https://h.example/cgi?map=/a.map"),
        "https://h.example/cgi?map=/a.map&service=CSW&version=2.0.2&request=GetCapabilities"
    );
}

TEST(CswRequests, CountFromOneAndSayOnlyWhatTheWayAllows) {
    RecordsQuery query;
    query.start = 50;
    query.rows = 25;
    const std::string sorted = records_url("https://h.example/csw", query);
    EXPECT_NE(sorted.find("startPosition=51&maxRecords=25"), std::string::npos);
    EXPECT_NE(sorted.find("sortBy=dc%3Aidentifier%3AA"), std::string::npos);
    EXPECT_NE(
        sorted.find("outputSchema=http%3A%2F%2Fwww.isotc211.org%2F2005%2Fgmd"),
        std::string::npos
    );
    EXPECT_EQ(sorted.find("constraint"), std::string::npos);
    query.way.sorted = false;
    query.way.iso = false;
    query.modified_since = Instant(std::chrono::sys_days(std::chrono::days(20'454)));
    const std::string since = records_url("https://h.example/csw", query);
    EXPECT_EQ(since.find("sortBy"), std::string::npos);
    EXPECT_NE(since.find("2026-01-01T00%3A00%3A00Z"), std::string::npos);
    query.way.post = true;
    EXPECT_EQ(records_url("https://h.example/csw", query), "https://h.example/csw");
    const std::string body = records_body(query);
    EXPECT_NE(body.find(R"(startPosition="51")"), std::string::npos);
    EXPECT_NE(body.find("<ogc:Literal>2026-01-01T00:00:00Z</ogc:Literal>"), std::string::npos);
    EXPECT_EQ(body.find("SortBy"), std::string::npos);
    EXPECT_EQ(
        by_id_url("https://h.example/csw", Way(), "full", {"a,b", "c"})
            .substr(by_id_url("https://h.example/csw", Way(), "full", {"a,b", "c"}).find("&id=")),
        "&id=a%2Cb,c"
    );
}

TEST(CswRequests, AskForTheNewestAndForWhatIsAsNew) {
    RecordsQuery query;
    query.newest_first = true;
    EXPECT_NE(
        records_url("https://h.example/csw", query).find("sortBy=dct%3Amodified%3AD"),
        std::string::npos
    );
    query.way.post = true;
    EXPECT_NE(
        records_body(query).find("<ogc:PropertyName>dct:modified</ogc:PropertyName>"
                                 "<ogc:SortOrder>DESC</ogc:SortOrder>"),
        std::string::npos
    );
    query.newest_first = false;
    query.modified_from = "2026-01-01";
    const std::string body = records_body(query);
    EXPECT_NE(body.find("<ogc:Literal>2026-01-01</ogc:Literal>"), std::string::npos);
    EXPECT_NE(body.find("<ogc:PropertyName>dc:identifier</ogc:PropertyName>"), std::string::npos);
}

TEST(CswRequests, AWayIsThreeLettersOfACursor) {
    for (const char* text : {"igs", "igu", "ips", "ipu", "dgs", "dgu", "dps", "dpu"})
        EXPECT_EQ(to_string(*way_from_string(text)), text);
    for (const char* text : {"", "ig", "xgs", "igsx", "isg"})
        EXPECT_EQ(way_from_string(text).error().code, Code::invalid_argument) << text;
}

TEST(CswRequests, PagesOfRecordsArePlacesForPeopleWhereThereAreSome) {
    EXPECT_EQ(
        page_of("https://h.example/geonetwork/srv/fre/csw", "a b"),
        "https://h.example/geonetwork/srv/fre/catalog.search#/metadata/a%20b"
    );
    EXPECT_EQ(
        page_of("https://h.example/catalogue/csw", "x"),
        "https://h.example/catalogue/csw?service=CSW&version=2.0.2&request=GetRecordById"
        "&elementSetName=full&id=x"
    );
}

} // namespace
} // namespace moisson::csw
