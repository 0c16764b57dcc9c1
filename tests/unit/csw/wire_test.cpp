// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// GetRecords responses, exception reports and capabilities, whole and broken.
#include "csw/wire.hpp"

#include <gtest/gtest.h>

namespace moisson::csw {
namespace {

constexpr std::string_view open =
    R"(<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2")"
    R"( xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">)"
    R"(<csw:SearchResults numberOfRecordsMatched="12" numberOfRecordsReturned="2" nextRecord="3">)";
constexpr std::string_view close = "</csw:SearchResults></csw:GetRecordsResponse>";

std::string bare_iso(std::string_view id, std::string_view rest = {}) {
    return "<gmd:MD_Metadata><gmd:fileIdentifier><gco:CharacterString>" + std::string(id) +
           "</gco:CharacterString></gmd:fileIdentifier>" + std::string(rest) + "</gmd:MD_Metadata>";
}

Result<WirePage> read(std::string_view records, const ReadOptions& options = {}) {
    return read_records(std::string(open) + std::string(records) + std::string(close), options);
}

TEST(CswWire, ReadsRecordsCountsAndTheNextPosition) {
    const Result<WirePage> page = read(bare_iso("a") + bare_iso("b"));
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->matched, 12);
    EXPECT_EQ(page->next_record, 3);
    EXPECT_EQ(page->received, 2);
    ASSERT_EQ(page->records.size(), 2U);
    EXPECT_EQ(page->records[0].remote_id, "a");
    EXPECT_EQ(
        page->records[0].canonical,
        R"({"gmd:MD_Metadata":{"gmd:fileIdentifier":{"gco:CharacterString":"a"}}})"
    );
}

TEST(CswWire, ABrokenRecordIsAnIssueWithItsId) {
    const Result<WirePage> page = read(
        bare_iso("a", "<gmd:x><gmd:y></gmd:x></gmd:y>") + bare_iso("b") + bare_iso("c", "R&D")
    );
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->received, 3);
    ASSERT_EQ(page->records.size(), 2U);
    EXPECT_EQ(page->records[0].remote_id, "b");
    ASSERT_EQ(page->issues.size(), 2U);
    EXPECT_EQ(page->issues[0].code, Code::parse_xml);
    EXPECT_EQ(page->issues[0].remote_id, "a");
    EXPECT_EQ(page->issues[1].code, Code::encoding_repaired);
    EXPECT_EQ(page->issues[1].remote_id, "c");
}

TEST(CswWire, AnExceptionReportIsAFailureWhateverTheStatus) {
    const Result<WirePage> page = read_records(
        R"(<?xml version="1.0"?><ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows">)"
        R"(<ows:Exception exceptionCode="InvalidParameterValue" locator="outputSchema">)"
        R"(<ows:ExceptionText>Unknown schema</ows:ExceptionText></ows:Exception></ows:ExceptionReport>)",
        ReadOptions()
    );
    ASSERT_TRUE(page.has_error());
    EXPECT_EQ(page.error().code, Code::api_error);
    EXPECT_EQ(page.error().detail, "InvalidParameterValue outputSchema Unknown schema");
    EXPECT_EQ(
        read_records("<ServiceExceptionReport/>", ReadOptions()).error().code,
        Code::api_error
    );
    EXPECT_EQ(read_records("<rss/>", ReadOptions()).error().code, Code::bad_shape);
    EXPECT_EQ(
        read_records(std::string(open) + bare_iso("a"), ReadOptions()).error().code,
        Code::parse_xml
    );
}

TEST(CswWire, GivesEveryRecordAnIdOrSaysWhyNot) {
    const Result<WirePage> page = read(
        "<gmd:MD_Metadata><gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation>"
        "<gmd:CI_Citation><gmd:title><gco:CharacterString>Sans identifiant</gco:CharacterString>"
        "</gmd:title></gmd:CI_Citation></gmd:citation></gmd:MD_DataIdentification>"
        "</gmd:identificationInfo></gmd:MD_Metadata><gmd:MD_Metadata><gmd:x>1</gmd:x>"
        "</gmd:MD_Metadata><rdf/>"
        R"(<gfc:FC_FeatureCatalogue xmlns:gfc="http://www.isotc211.org/2005/gfc"><gfc:a>1</gfc:a></gfc:FC_FeatureCatalogue>)"
    );
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->received, 4);
    ASSERT_EQ(page->records.size(), 1U);
    EXPECT_TRUE(page->records[0].remote_id.starts_with("synthetic-"));
    ASSERT_EQ(page->issues.size(), 4U);
    EXPECT_EQ(page->issues[0].code, Code::id_synthetic);
    EXPECT_EQ(page->issues[1].code, Code::missing_id);
    EXPECT_EQ(page->issues[2].code, Code::bad_shape);
    EXPECT_EQ(page->issues[3].code, Code::not_a_dataset);
}

TEST(CswWire, BookkeepingOfTheCatalogueDoesNotChangeTheDigest) {
    const auto digest = [](std::string_view rest) {
        return to_hex(read(bare_iso("a", rest))->records.at(0).digest);
    };
    const std::string plain =
        digest("<gmd:contact>c</gmd:contact><gmd:dateStamp>d</gmd:dateStamp>");
    EXPECT_EQ(
        plain,
        digest(
            R"(<gmd:dateStamp>d</gmd:dateStamp><geonet:info xmlns:geonet="http://www.fao.org/geonetwork">)"
            R"(<views>12</views></geonet:info><!-- x --><gmd:contact id="n7">c</gmd:contact>)"
        )
    );
    EXPECT_NE(plain, digest("<gmd:contact>c</gmd:contact><gmd:dateStamp>e</gmd:dateStamp>"));
}

TEST(CswWire, FiltersByOrganisationAndKeyword) {
    const auto with = [](std::string_view keyword) {
        return "<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:descriptiveKeywords>"
               "<gmd:MD_Keywords><gmd:keyword><gco:CharacterString>" +
               std::string(keyword) +
               "</gco:CharacterString></gmd:keyword></gmd:MD_Keywords></gmd:descriptiveKeywords>"
               "</gmd:MD_DataIdentification></gmd:identificationInfo>";
    };
    ReadOptions options;
    options.filters["tag"].include = {"Forêts"};
    const Result<WirePage> page =
        read(bare_iso("a", with("forets")) + bare_iso("b", with("eau")), options);
    ASSERT_EQ(page->records.size(), 1U);
    EXPECT_EQ(page->records[0].remote_id, "a");
    EXPECT_EQ(page->received, 2);
}

TEST(CswWire, ReadsCapabilities) {
    const Result<Capabilities> read = read_capabilities(
        R"(<csw:Capabilities xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:ows="http://www.opengis.net/ows">)"
        R"(<ows:ServiceIdentification><ows:Title>Géo</ows:Title></ows:ServiceIdentification>)"
        R"(<ows:OperationsMetadata><ows:Operation name="GetRecords"><ows:Parameter name="outputSchema">)"
        R"(<ows:Value>http://www.isotc211.org/2005/gmd</ows:Value></ows:Parameter></ows:Operation>)"
        R"(</ows:OperationsMetadata></csw:Capabilities>)"
    );
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->title, "Géo");
    EXPECT_EQ(read->output_schemas, std::vector<std::string>{"http://www.isotc211.org/2005/gmd"});
    EXPECT_EQ(read_capabilities("<html/>").error().code, Code::bad_shape);
}

} // namespace
} // namespace moisson::csw
