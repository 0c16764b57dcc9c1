// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The XML readers of the kit: spans of records, repairs, canonical shape, hostile documents.
#include "core/limits.hpp"
#include "csw/rules.hpp"
#include "kit/xml_body.hpp"
#include "kit/xml_record.hpp"
#include "kit/xml_scan.hpp"

#include <gtest/gtest.h>

#include <array>

namespace moisson::csw {
namespace {

constexpr std::array<std::string_view, 1> parents{"list"};

struct Scan {
    std::vector<std::string> records;
    std::vector<std::string> scopes;
    std::vector<std::string> elements;
    std::optional<Error> error;
};

Scan scan(std::string_view body) {
    Scan result;
    kit::XmlHandlers handlers;
    handlers.on_element = [&](const kit::XmlTag& tag) { result.elements.emplace_back(tag.name); };
    handlers.on_record = [&](const kit::XmlSpan& span) {
        result.records.emplace_back(span.bytes);
        result.scopes.emplace_back(span.scope);
    };
    if (const Result<void> scanned = kit::scan_xml(body, parents, handlers); scanned.has_error())
        result.error = scanned.error();
    return result;
}

TEST(XmlScan, GivesEachChildOfTheListWithTheDeclarationsAroundIt) {
    const Scan result = scan(
        R"(<?xml version="1.0"?><!-- <list> --><r xmlns="u:d" xmlns:a="u:1"><b/><a:list xmlns:a='u:2'>)"
        R"(<a:x k=">"><a:x/></a:x><y/><![CDATA[<no/>]]></a:list></r>)"
    );
    EXPECT_FALSE(result.error.has_value());
    ASSERT_EQ(result.records.size(), 2U);
    EXPECT_EQ(result.records[0], R"(<a:x k=">"><a:x/></a:x>)");
    EXPECT_EQ(result.records[1], "<y/>");
    EXPECT_EQ(result.scopes[0], R"( xmlns:a="u:2" xmlns="u:d")");
    EXPECT_EQ(result.elements, (std::vector<std::string>{"r", "b", "a:list"}));
}

// Each was minutes of a thread: one answer of a portal stopped the daemon. No clock: what compares
// everything with everything does not end before the time limit of the test.
TEST(XmlScan, HostileTagsCostNoMoreThanTheirLength) {
    std::string open = "<r><list><x>";
    for (int i = 0; i < 1'000'000; ++i)
        open += "<!--";
    scan(open);
    std::string attributes = "<x";
    std::string namespaces;
    for (int i = 0; i < 200'000; ++i)
        attributes += " a" + std::to_string(i) + "=''";
    for (int i = 0; i < 20; ++i) {
        namespaces += "<x";
        for (int j = 0; j < 200; ++j)
            namespaces += " xmlns:a" + std::to_string(i) + "_" + std::to_string(j) + "='u'";
        namespaces += ">";
    }
    for (int i = 0; i < 500'000; ++i)
        namespaces += "<a0_0:y/>";
    for (int i = 0; i < 20; ++i)
        namespaces += "</x>";
    for (const std::string& text : {attributes + "/>", namespaces}) {
        const auto record = kit::parse_xml_record(text, {}, canonical_rules());
        ASSERT_TRUE(record.has_error());
        EXPECT_EQ(record.error().code, Code::limit_reached);
    }
    std::string fine = "<x";
    for (int i = 0; i < 200; ++i)
        fine += " a" + std::to_string(i) + "='='";
    EXPECT_TRUE(kit::parse_xml_record(fine + "/>", {}, canonical_rules()).has_value());
}

TEST(XmlScan, ABrokenRecordEndsWhereItsOwnNameDoes) {
    const Scan result = scan("<r><list><x><p>a & b</q><!-- never closed </x><x>2</x></list></r>");
    EXPECT_FALSE(result.error.has_value()) << result.error->detail;
    ASSERT_EQ(result.records.size(), 2U);
    EXPECT_EQ(result.records[1], "<x>2</x>");
    const Scan quote = scan("<r><list><x><p k=\"open>a</p></x><x>2</x></list></r>");
    ASSERT_EQ(quote.records.size(), 2U);
}

TEST(XmlScan, TellsWhereADocumentIsCutAndKeepsWhatCameBefore) {
    const Scan cut = scan("<r><list><x>1</x><x>2");
    ASSERT_TRUE(cut.error.has_value());
    EXPECT_EQ(cut.error->code, Code::parse_xml);
    EXPECT_EQ(cut.records.size(), 1U);
    EXPECT_TRUE(scan("<r><list><x>1</x>").error.has_value());
    EXPECT_TRUE(scan("").error.has_value());
    EXPECT_TRUE(scan("text").error.has_value());
    EXPECT_TRUE(scan("<!DOCTYPE r [<!ENTITY a 'b'>]><r/>").error.has_value());
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "<a>";
    EXPECT_EQ(scan(deep).error->code, Code::parse_xml);
}

Result<kit::XmlRecord> parse(std::string_view text, std::string_view scope = {}) {
    return kit::parse_xml_record(text, scope, canonical_rules());
}

TEST(XmlRecord, HasOneShapeWhateverPrefixesOrderAndWhiteSpaceWere) {
    const auto one = parse(
        R"(<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" id="i1"><gmd:a> x </gmd:a>)"
        R"(<gmd:k>1</gmd:k><gmd:k>2</gmd:k><gmd:empty/></gmd:MD_Metadata>)"
    );
    const auto two = parse(
        "<MD_Metadata>\n \xC2\xA0 <k>2</k><!-- c --><k><![CDATA[1]]></k>\n<a>x</a></MD_Metadata>",
        R"( xmlns="http://www.isotc211.org/2005/gmd")"
    );
    ASSERT_TRUE(one.has_value());
    ASSERT_TRUE(two.has_value());
    EXPECT_EQ(one->name, "gmd:MD_Metadata");
    EXPECT_EQ(json::dump(one->value), json::dump(two->value));
    EXPECT_EQ(json::dump(one->value), R"({"gmd:a":"x","gmd:k":["1","2"]})");
}

TEST(XmlRecord, RepairsWhatHandsWriteAndRefusesWhatIsCrossed) {
    const auto repaired = parse("<a><u>x?a=1&b=2&nbsp;&#0;&#x1F;&eacute;\x01&amp;</u></a>");
    ASSERT_TRUE(repaired.has_value());
    EXPECT_EQ(repaired->repairs, 6U);
    EXPECT_EQ(json::dump(repaired->value), R"({"u":"x?a=1&b=2&nbsp;&eacute;&"})");
    EXPECT_EQ(
        json::dump(parse("<a><u>018<1775:a b> x < y</u></a>")->value),
        R"({"u":"018<1775:a b> x < y"})"
    );
    EXPECT_EQ(parse("<a><b></a></b>").error().code, Code::parse_xml);
    EXPECT_EQ(parse("<a>").error().code, Code::parse_xml);
}

TEST(XmlRecord, NeverLoadsOrExpandsAnything) {
    EXPECT_TRUE(
        parse("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>").has_error()
    );
    const auto entity = parse("<a>&x;</a>");
    ASSERT_TRUE(entity.has_value());
    EXPECT_EQ(json::dump(entity->value), R"("&x;")");
    std::string deep;
    for (int i = 0; i < 60; ++i)
        deep += "<a>";
    deep += "x";
    for (int i = 0; i < 60; ++i)
        deep += "</a>";
    EXPECT_EQ(parse(deep).error().code, Code::limit_reached);
    EXPECT_EQ(
        parse("<a>" + std::string(limits::record_bytes, 'x') + "</a>").error().code,
        Code::too_large
    );
}

TEST(XmlBody, DecodesWhatTheDeclarationSaysAndRefusesPages) {
    std::vector<Issue> issues;
    const auto prepared = [&](std::string body) {
        const Result<void> ready = kit::prepare_xml_body(body, "u", issues);
        return ready.has_error() ? std::string(to_string(ready.error().code)) : body;
    };
    EXPECT_NE(
        prepared("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xE9t\xE9</a>").find("été"),
        std::string::npos
    );
    EXPECT_NE(
        prepared("<?xml version='1.0' encoding='windows-1256'?><a>\xE3\xDB\xD1\xC8</a>")
            .find("مغرب"),
        std::string::npos
    );
    EXPECT_TRUE(issues.empty()) << "what was declared is no fault";
    EXPECT_EQ(prepared(std::string("\xFF\xFE<\0a\0/\0>\0", 10)), "<a/>");
    EXPECT_EQ(prepared("\xEF\xBB\xBF<a/>"), "<a/>");
    prepared("<a>\xE9t\xE9</a>");
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues[0].code, Code::encoding_repaired);
    for (const char* text :
         {"", "  ", "<!DOCTYPE html><html/>", "{\"a\":1}", "<html><body>Maintenance</body></html>"})
        EXPECT_EQ(prepared(text), "PARSE_XML") << text;
}

} // namespace
} // namespace moisson::csw
