// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The mapping of ISO 19139 and Dublin Core, row by row: a fragment of a record and what becomes of
// it.
#include "csw/mapping.hpp"
#include "csw/wire.hpp"

#include <gtest/gtest.h>

#include <set>

namespace moisson::csw {
namespace {

std::string characters(std::string_view text) {
    return "<gco:CharacterString>" + std::string(text) + "</gco:CharacterString>";
}

std::string code(std::string_view name, std::string_view value) {
    return "<gmd:" + std::string(name) + " codeListValue=\"" + std::string(value) + "\"/>";
}

// `identification` inside MD_DataIdentification, `rest` beside it.
std::string iso(std::string_view identification, std::string_view rest = {}) {
    return R"(<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd")"
           R"( xmlns:gco="http://www.isotc211.org/2005/gco" xmlns:gmx="http://www.isotc211.org/2005/gmx")"
           R"( xmlns:gml="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink")"
           R"( xmlns:gts="http://www.isotc211.org/2005/gts"><gmd:fileIdentifier>)" +
           characters("id-1") + "</gmd:fileIdentifier><gmd:language>" +
           code("LanguageCode", "fre") +
           "</gmd:language><gmd:locale><gmd:PT_Locale id=\"AR\"><gmd:languageCode>" +
           code("LanguageCode", "ara") + "</gmd:languageCode></gmd:PT_Locale></gmd:locale>" +
           std::string(rest) + "<gmd:identificationInfo><gmd:MD_DataIdentification>" +
           std::string(identification) +
           "</gmd:MD_DataIdentification></gmd:identificationInfo></gmd:MD_Metadata>";
}

std::string cited(std::string_view parts) {
    return "<gmd:citation><gmd:CI_Citation>" + std::string(parts) +
           "</gmd:CI_Citation></gmd:citation>";
}

Result<RawRecord> map(const std::string& xml, std::vector<Issue>& issues) {
    const Result<WirePage> page = read_record_document(xml, ReadOptions());
    if (page->records.empty())
        return Error(page->issues.at(0).code, page->issues.at(0).detail);
    MappingContext context;
    context.endpoint = "https://h.example/csw";
    return map_record(page->records.at(0).canonical, context, issues);
}

RawRecord mapped(const std::string& xml) {
    std::vector<Issue> issues;
    return map(xml, issues).value();
}

TEST(IsoMapping, TextsAreReadInAllTheirLanguages) {
    const RawRecord record = mapped(iso(
        cited(
            "<gmd:title>" + characters("Forêts") +
            "<gmd:PT_FreeText><gmd:textGroup><gmd:LocalisedCharacterString locale=\"#AR\">غابات"
            "</gmd:LocalisedCharacterString></gmd:textGroup><gmd:textGroup>"
            "<gmd:LocalisedCharacterString locale=\"#EN\">Forests</gmd:LocalisedCharacterString>"
            "</gmd:textGroup></gmd:PT_FreeText></gmd:title><gmd:edition>" +
            characters("2.1") + "</gmd:edition>"
        ) +
        "<gmd:abstract>" + characters("Résumé") + "</gmd:abstract>"
    ));
    EXPECT_EQ(record.remote_id, "id-1");
    ASSERT_EQ(record.title.size(), 3U);
    EXPECT_EQ(record.title[0].lang, "fr");
    EXPECT_EQ(record.title[0].text, "Forêts");
    EXPECT_EQ(best_text(record.title, "ar"), "غابات");
    EXPECT_EQ(best_text(record.title, "en"), "Forests");
    EXPECT_EQ(record.description.at(0).text, "Résumé");
    EXPECT_EQ(record.version, "2.1");
    EXPECT_EQ(record.languages, std::vector<std::string>{"fre"});
}

TEST(IsoMapping, AnAlternateTitleServesWhereThereIsNoTitle) {
    const RawRecord record =
        mapped(iso(cited("<gmd:alternateTitle>" + characters("Autre") + "</gmd:alternateTitle>")));
    EXPECT_EQ(record.title.at(0).text, "Autre");
    std::vector<Issue> issues;
    EXPECT_TRUE(map(iso(""), issues)->title.empty());
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues[0].code, Code::missing_title);
}

TEST(IsoMapping, DatesGoWhereTheirKindSaysAndTheNewestWins) {
    const auto date = [](std::string_view kind, std::string_view text) {
        return "<gmd:date><gmd:CI_Date><gmd:date><gco:Date>" + std::string(text) +
               "</gco:Date></gmd:date><gmd:dateType>" + code("CI_DateTypeCode", kind) +
               "</gmd:dateType></gmd:CI_Date></gmd:date>";
    };
    const RawRecord record = mapped(
        iso(cited(
                date("creation", "2010-01-01") + date("revision", "2019-02-02") +
                date("revision", "2021-03-03") + date("publication", "2012-04-04")
            ),
            "<gmd:dateStamp><gco:DateTime>2024-05-05T06:07:08</gco:DateTime></gmd:dateStamp>")
    );
    EXPECT_EQ(record.issued, "2012-04-04");
    EXPECT_EQ(record.modified, "2021-03-03");
    EXPECT_EQ(record.record_modified, "2024-05-05T06:07:08");
    EXPECT_EQ(mapped(iso(cited(date("creation", "2010")))).issued, "2010");
}

TEST(IsoMapping, KeywordsThemesAndPlacesAreKeptApart) {
    const RawRecord record = mapped(iso(
        "<gmd:descriptiveKeywords><gmd:MD_Keywords><gmd:keyword>" + characters("bois") +
        "</gmd:keyword><gmd:keyword>" + characters("bois") +
        "</gmd:keyword></gmd:MD_Keywords></gmd:descriptiveKeywords>"
        "<gmd:descriptiveKeywords><gmd:MD_Keywords><gmd:keyword>" +
        characters("Occupation des terres") +
        "</gmd:keyword><gmd:thesaurusName><gmd:CI_Citation><gmd:title>" +
        characters("GEMET - INSPIRE themes, version 1.0") +
        "</gmd:title></gmd:CI_Citation></gmd:thesaurusName></gmd:MD_Keywords>"
        "</gmd:descriptiveKeywords><gmd:descriptiveKeywords><gmd:MD_Keywords><gmd:keyword>"
        "<gmx:Anchor xlink:href=\"http://inspire.ec.europa.eu/theme/hy\">Hydrographie</gmx:Anchor>"
        "</gmd:keyword></gmd:MD_Keywords></gmd:descriptiveKeywords><gmd:descriptiveKeywords>"
        "<gmd:MD_Keywords><gmd:keyword>" +
        characters("Togo") + "</gmd:keyword><gmd:type>" + code("MD_KeywordTypeCode", "place") +
        "</gmd:type></gmd:MD_Keywords></gmd:descriptiveKeywords><gmd:topicCategory>"
        "<gmd:MD_TopicCategoryCode>farming</gmd:MD_TopicCategoryCode></gmd:topicCategory>"
    ));
    ASSERT_EQ(record.keywords.size(), 4U) << "the same word once";
    EXPECT_EQ(record.keywords[0].lang, "fr");
    const std::set<std::string> themes(record.themes.begin(), record.themes.end());
    EXPECT_EQ(
        themes,
        (std::set<std::string>{
            "farming",
            "Occupation des terres",
            "http://inspire.ec.europa.eu/theme/hy"})
    );
    EXPECT_EQ(record.country_hints, std::vector<std::string>{"Togo"});
}

TEST(IsoMapping, RolesDecideWhoIsWho) {
    const auto party = [](std::string_view name, std::string_view role) {
        return "<gmd:pointOfContact><gmd:CI_ResponsibleParty><gmd:organisationName>" +
               characters(name) +
               "</gmd:organisationName><gmd:contactInfo><gmd:CI_Contact><gmd:address>"
               "<gmd:CI_Address><gmd:electronicMailAddress>" +
               characters(std::string(role) + "@h.example") +
               "</gmd:electronicMailAddress></gmd:CI_Address></gmd:address></gmd:CI_Contact>"
               "</gmd:contactInfo><gmd:role>" +
               code("CI_RoleCode", role) +
               "</gmd:role></gmd:CI_ResponsibleParty></gmd:pointOfContact>";
    };
    const RawRecord record = mapped(
        iso(party("Bureau", "pointOfContact") + party("Auteur", "author") +
            party("Agence", "owner") + party("Hébergeur", "distributor"))
    );
    EXPECT_EQ(record.publisher.name.at(0).text, "Agence");
    EXPECT_EQ(record.publisher.email, "owner@h.example");
    EXPECT_EQ(record.creator->name.at(0).text, "Auteur");
    EXPECT_EQ(record.contacts.size(), 4U);
    const RawRecord published =
        mapped(iso(party("Agence", "owner") + party("Édition", "publisher")));
    EXPECT_EQ(published.publisher.name.at(0).text, "Édition");
}

TEST(IsoMapping, ConstraintsAreLicencesOrAccessRights) {
    const auto legal = [](std::string_view parts) {
        return "<gmd:resourceConstraints><gmd:MD_LegalConstraints>" + std::string(parts) +
               "</gmd:MD_LegalConstraints></gmd:resourceConstraints>";
    };
    const std::string use = "<gmd:useConstraints>" +
                            code("MD_RestrictionCode", "otherRestrictions") +
                            "</gmd:useConstraints>";
    const std::string access = "<gmd:accessConstraints>" +
                               code("MD_RestrictionCode", "otherRestrictions") +
                               "</gmd:accessConstraints>";
    const auto other = [](std::string_view text) {
        return "<gmd:otherConstraints>" + std::string(text) + "</gmd:otherConstraints>";
    };
    RawRecord record = mapped(iso(
        legal(
            use + other("<gmx:Anchor xlink:href=\"https://spdx.org/licenses/etalab-2.0\">Licence "
                        "Ouverte 2.0</gmx:Anchor>")
        ) +
        legal(access + other(characters("Pas de restriction d'accès public selon INSPIRE")))
    ));
    ASSERT_EQ(record.licences.size(), 1U);
    EXPECT_EQ(record.licences[0].url, "https://spdx.org/licenses/etalab-2.0");
    EXPECT_EQ(record.licences[0].title, "Licence Ouverte 2.0");
    EXPECT_EQ(record.access_rights, "Pas de restriction d'accès public selon INSPIRE");
    record = mapped(
        iso("<gmd:resourceConstraints><gmd:MD_Constraints><gmd:useLimitation>" +
            characters("ODbL (http://opendatacommons.org/licenses/odbl/).") +
            "</gmd:useLimitation></gmd:MD_Constraints></gmd:resourceConstraints>" +
            legal(
                "<gmd:accessConstraints>" + code("MD_RestrictionCode", "restricted") +
                "</gmd:accessConstraints>"
            ))
    );
    EXPECT_EQ(record.licences.at(0).url, "http://opendatacommons.org/licenses/odbl/");
    EXPECT_EQ(record.access_rights, "restricted");
    record = mapped(iso(legal(
        use + access + other(characters("CC BY 4.0")) +
        other(characters(
            "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/noLimitations"
        ))
    )));
    ASSERT_EQ(record.licences.size(), 1U);
    EXPECT_EQ(record.licences[0].title, "CC BY 4.0");
    EXPECT_NE(record.access_rights.find("noLimitations"), std::string::npos);
}

TEST(IsoMapping, ReadsFrequencyConformityAndLineage) {
    const RawRecord record = mapped(iso(
        "<gmd:resourceMaintenance><gmd:MD_MaintenanceInformation><gmd:"
        "maintenanceAndUpdateFrequency>" +
            code("MD_MaintenanceFrequencyCode", "monthly") +
            "</gmd:maintenanceAndUpdateFrequency></gmd:MD_MaintenanceInformation>"
            "</gmd:resourceMaintenance>",
        "<gmd:dataQualityInfo><gmd:DQ_DataQuality><gmd:report><gmd:DQ_DomainConsistency><gmd:"
        "result>"
        "<gmd:DQ_ConformanceResult><gmd:specification><gmd:CI_Citation><gmd:title>" +
            characters("Règlement 1089/2010") +
            "</gmd:title></gmd:CI_Citation></gmd:specification><gmd:pass><gco:Boolean>true"
            "</gco:Boolean></gmd:pass></gmd:DQ_ConformanceResult></gmd:result>"
            "</gmd:DQ_DomainConsistency></gmd:report><gmd:lineage><gmd:LI_Lineage><gmd:statement>" +
            characters("Relevés de terrain") +
            "</gmd:statement></gmd:LI_Lineage></gmd:lineage></gmd:DQ_DataQuality>"
            "</gmd:dataQualityInfo>"
    ));
    EXPECT_EQ(record.frequency, "monthly");
    EXPECT_EQ(record.conforms_to, std::vector<std::string>{"Règlement 1089/2010"});
    EXPECT_EQ(record.provenance_statement, "Relevés de terrain");
    const RawRecord own = mapped(iso(
        "<gmd:resourceMaintenance><gmd:MD_MaintenanceInformation>"
        "<gmd:userDefinedMaintenanceFrequency><gts:TM_PeriodDuration>P3M</gts:TM_PeriodDuration>"
        "</gmd:userDefinedMaintenanceFrequency></gmd:MD_MaintenanceInformation>"
        "</gmd:resourceMaintenance>"
    ));
    EXPECT_EQ(own.frequency, "P3M");
}

TEST(IsoMapping, ReadsBoxesPlacesAndPeriods) {
    const auto bound = [](std::string_view name, std::string_view value) {
        return "<gmd:" + std::string(name) + "><gco:Decimal>" + std::string(value) +
               "</gco:Decimal></gmd:" + std::string(name) + ">";
    };
    const RawRecord record = mapped(iso(
        "<gmd:extent><gmd:EX_Extent><gmd:description>" + characters("Région des Plateaux") +
        "</gmd:description><gmd:geographicElement><gmd:EX_GeographicBoundingBox>" +
        bound("westBoundLongitude", "0.5") + bound("eastBoundLongitude", "1.8") +
        bound("southBoundLatitude", "6.1") + bound("northBoundLatitude", "8.3") +
        "</gmd:EX_GeographicBoundingBox></gmd:geographicElement><gmd:temporalElement>"
        "<gmd:EX_TemporalExtent><gmd:extent><gml:TimePeriod><gml:beginPosition>2010-01-01"
        "</gml:beginPosition><gml:endPosition indeterminatePosition=\"now\"/></gml:TimePeriod>"
        "</gmd:extent></gmd:EX_TemporalExtent></gmd:temporalElement></gmd:EX_Extent></gmd:extent>"
    ));
    ASSERT_EQ(record.spatial.size(), 2U);
    EXPECT_EQ(record.spatial[0].geometry, "0.5,6.1,1.8,8.3");
    EXPECT_EQ(record.spatial[1].label, "Région des Plateaux");
    ASSERT_EQ(record.temporal.size(), 1U);
    EXPECT_EQ(record.temporal[0].start, "2010-01-01");
    EXPECT_EQ(record.temporal[0].end, "");
}

TEST(IsoMapping, ProtocolsAndFunctionsSayWhatALinkIs) {
    const auto link = [](std::string_view protocol, std::string_view function) {
        const std::string xml =
            "<gmd:distributionInfo><gmd:MD_Distribution><gmd:distributionFormat><gmd:MD_Format>"
            "<gmd:name>" +
            characters("Shapefile") +
            "</gmd:name></gmd:MD_Format></gmd:distributionFormat><gmd:transferOptions>"
            "<gmd:MD_DigitalTransferOptions><gmd:transferSize><gco:Real>12.5</gco:Real>"
            "</gmd:transferSize><gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>"
            "https://h.example/x</gmd:URL></gmd:linkage><gmd:protocol>" +
            characters(protocol) + "</gmd:protocol><gmd:name>" + characters("nom") +
            "</gmd:name><gmd:function>" + code("CI_OnLineFunctionCode", function) +
            "</gmd:function></gmd:CI_OnlineResource></gmd:onLine></gmd:MD_DigitalTransferOptions>"
            "</gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo>";
        return mapped(iso("", xml)).distributions.at(0);
    };
    const RawDistribution file = link("WWW:DOWNLOAD-1.0-http--download", "download");
    EXPECT_EQ(file.download_url, "https://h.example/x");
    EXPECT_EQ(file.kind, "file");
    EXPECT_EQ(file.format, "Shapefile");
    EXPECT_EQ(file.size, "12.5 MB");
    EXPECT_EQ(file.title.at(0).text, "nom");
    const RawDistribution service = link("OGC:WMS", "");
    EXPECT_EQ(service.kind, "service");
    EXPECT_EQ(service.format, "OGC:WMS");
    EXPECT_EQ(service.size, "");
    const RawDistribution page = link("WWW:LINK-1.0-http--link", "information");
    EXPECT_EQ(page.kind, "page");
    EXPECT_EQ(page.access_url, "https://h.example/x");
    EXPECT_EQ(page.download_url, "");
    EXPECT_EQ(link("text/csv", "").media_type, "text/csv");
    EXPECT_EQ(
        link("WWW:DOWNLOAD:application/vnd.geo+json", "").media_type,
        "application/vnd.geo+json"
    );
}

TEST(IsoMapping, ServicesMapsAndApplicationsAreNoDatasets) {
    const auto level = [](std::string_view value) {
        std::vector<Issue> issues;
        const auto result =
            map(iso("",
                    "<gmd:hierarchyLevel>" + code("MD_ScopeCode", value) + "</gmd:hierarchyLevel>"),
                issues);
        return result.has_error() ? result.error().code : Code::internal_error;
    };
    for (const char* value : {"service", "application", "staticMap", "featureCatalogue"})
        EXPECT_EQ(level(value), Code::not_a_dataset) << value;
    for (const char* value : {"dataset", "series", "nonGeographicDataset", "RI_622"})
        EXPECT_EQ(level(value), Code::internal_error) << value;
}

TEST(IsoMapping, ProfilesAreReadAsWhatTheySpecialise) {
    const RawRecord record = mapped(
        R"(<che:CHE_MD_Metadata xmlns:che="http://www.geocat.ch/2008/che" xmlns:gmd="http://www.isotc211.org/2005/gmd")"
        R"( xmlns:gco="http://www.isotc211.org/2005/gco" gco:isoType="gmd:MD_Metadata"><gmd:fileIdentifier>)" +
        characters("ch") +
        "</gmd:fileIdentifier><gmd:identificationInfo><che:CHE_MD_DataIdentification "
        "gco:isoType=\"gmd:MD_DataIdentification\">" +
        cited("<gmd:title>" + characters("Titre") + "</gmd:title>") +
        "</che:CHE_MD_DataIdentification></gmd:identificationInfo></che:CHE_MD_Metadata>"
    );
    EXPECT_EQ(record.remote_id, "ch");
    EXPECT_EQ(record.title.at(0).text, "Titre");
}

TEST(DublinCoreMapping, ReadsEachElement) {
    const RawRecord record = mapped(
        R"(<csw:Record xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:dc="http://purl.org/dc/elements/1.1/")"
        R"( xmlns:dct="http://purl.org/dc/terms/" xmlns:ows="http://www.opengis.net/ows">)"
        "<dc:identifier>a</dc:identifier><dc:identifier>https://h.example/a</dc:identifier>"
        "<dc:title>Titre</dc:title><dc:type>dataset</dc:type><dct:abstract>Résumé</dct:abstract>"
        "<dc:subject>eau</dc:subject><dc:publisher>Agence</dc:publisher><dc:creator>Auteur</"
        "dc:creator>"
        "<dct:modified>2024-01-01</dct:modified><dc:language>fre</dc:language>"
        "<dc:rights>otherRestrictions</dc:rights><dc:rights>Licence Ouverte</dc:rights>"
        R"(<dc:URI protocol="OGC:WFS" name="couche">https://h.example/wfs</dc:URI>)"
        R"(<dct:references scheme="WWW:LINK">https://h.example/page</dct:references>)"
        R"(<ows:BoundingBox crs="urn:x-ogc:def:crs:EPSG:6.11:4326"><ows:LowerCorner>6.1 0.5</ows:LowerCorner>)"
        "<ows:UpperCorner>8.3 1.8</ows:UpperCorner></ows:BoundingBox></csw:Record>"
    );
    EXPECT_EQ(record.remote_id, "a");
    EXPECT_EQ(record.uri, "https://h.example/a");
    EXPECT_EQ(record.title.at(0).text, "Titre");
    EXPECT_EQ(record.description.at(0).text, "Résumé");
    EXPECT_EQ(record.keywords.at(0).text, "eau");
    EXPECT_EQ(record.publisher.name.at(0).text, "Agence");
    EXPECT_EQ(record.creator->name.at(0).text, "Auteur");
    EXPECT_EQ(record.modified, "2024-01-01");
    ASSERT_EQ(record.licences.size(), 1U);
    EXPECT_EQ(record.licences[0].title, "Licence Ouverte");
    ASSERT_EQ(record.distributions.size(), 2U);
    EXPECT_EQ(record.distributions[0].kind, "service");
    EXPECT_EQ(record.distributions[1].access_url, "https://h.example/page");
    EXPECT_EQ(record.spatial.at(0).geometry, "0.500000,6.100000,1.800000,8.300000");
}

TEST(IsoMapping, LanguageCodesOfEverySpelling) {
    EXPECT_EQ(language_code("fre"), "fr");
    EXPECT_EQ(language_code("FRA"), "fr");
    EXPECT_EQ(language_code("fr-FR"), "fr");
    EXPECT_EQ(language_code("http://publications.europa.eu/resource/authority/language/FRA"), "fr");
    EXPECT_EQ(language_code("Français"), "");
    EXPECT_EQ(language_code("und"), "");
}

} // namespace
} // namespace moisson::csw
