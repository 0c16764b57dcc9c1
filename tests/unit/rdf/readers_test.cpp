// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Broken documents: what each repair keeps, and that the same bytes give the same whatever their
// cuts. Every document here is invented.
#include "core/utf8.hpp"
#include "quads.hpp"
#include "rdf/bounds.hpp"
#include "rdf/reader.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace moisson::rdf::testing {
namespace {

struct Outcome {
    ReadReport report;
    Quads quads;

    bool
    has(const std::string& subject, const std::string& predicate, const std::string& object) const {
        for (const Quad& quad : quads)
            if (quad[0].value == subject && quad[1].value == predicate && quad[2].value == object)
                return true;
        return false;
    }
};

Outcome read(const std::string& text, Syntax syntax = Syntax::turtle) {
    QuadSink sink;
    Outcome outcome;
    outcome.report = read_text(text, syntax, ReadOptions{}, sink);
    outcome.quads = std::move(sink.quads);
    return outcome;
}

const std::string dcat = "http://www.w3.org/ns/dcat#";
const std::string dct = "http://purl.org/dc/terms/";

std::string rdf(const std::string& inside) {
    return "<?xml version=\"1.0\"?>\n<rdf:RDF "
           "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
           "xmlns:dcat=\"http://www.w3.org/ns/dcat#\" "
           "xmlns:dct=\"http://purl.org/dc/terms/\">\n" +
           inside + "\n</rdf:RDF>\n";
}

TEST(TurtleRepair, EncodesSpacesAndQuotesInIris) {
    const auto found = read("<http://a.tg/x y> <http://p/\"q\"> < http://a.tg/z > .");
    EXPECT_TRUE(found.has("http://a.tg/x%20y", "http://p/%22q%22", "http://a.tg/z"));
    EXPECT_EQ(found.report.count(Code::iri_repaired), 3U);
    EXPECT_TRUE(found.report.complete);
}

TEST(TurtleRepair, KnowsThePrefixesOfDcat) {
    const auto found = read("<http://a.tg/1> a dcat:Dataset ; nope:x 1 .");
    EXPECT_TRUE(found.has("http://a.tg/1", std::string(ns::type), dcat + "Dataset"));
    EXPECT_TRUE(found.has("http://a.tg/1", "urn:moisson:undefined-prefix:nope:x", "1"));
    EXPECT_EQ(found.report.count(Code::prefix_repaired), 2U);
}

TEST(TurtleRepair, AddsTheDotBehindAPrefix) {
    const auto found = read("@prefix d: <http://d/>\n@prefix e: <http://e/> .\nd:a e:b d:c .\n");
    EXPECT_TRUE(found.has("http://d/a", "http://e/b", "http://d/c"));
    EXPECT_EQ(found.report.count(Code::syntax_repaired), 1U);
    EXPECT_EQ(found.report.findings.at(0).line, 2U);
}

TEST(TurtleRepair, TakesSlashesInNames) {
    const auto found = read("@prefix d: <http://d/> .\nd:a/b d:p d:c/d/e .\n");
    EXPECT_TRUE(found.has("http://d/a/b", "http://d/p", "http://d/c/d/e"));
    EXPECT_TRUE(found.report.complete);
}

TEST(TurtleRepair, CompletesTheNamespaceOfTime) {
    const auto found = read("@prefix time: <http://www.w3.org/2006/time> .\n"
                            "<http://a> time:hasEnd <http://b> .\n");
    EXPECT_TRUE(found.has("http://a", "http://www.w3.org/2006/time#hasEnd", "http://b"));
}

TEST(TurtleRepair, DropsProseBeforeTheFirstPrefix) {
    const auto found =
        read("Stand: 22.02.2024 d'hier\n\n@prefix d: <http://d/> .\nd:a d:b d:c .\n");
    EXPECT_TRUE(found.has("http://d/a", "http://d/b", "http://d/c"));
    EXPECT_EQ(found.quads.size(), 1U);
    EXPECT_TRUE(found.report.complete);
}

TEST(TurtleRepair, ContinuesADescriptionCutByAFullStop) {
    const auto found = read("<http://a> <http://p> 1 .\n  <http://q> 2 ; <http://r> 3 .\n");
    EXPECT_TRUE(found.has("http://a", "http://q", "2"));
    EXPECT_TRUE(found.has("http://a", "http://r", "3"));
}

TEST(TurtleRepair, SeparatesDescriptionsWithoutFullStop) {
    const auto found = read("<http://a> <http://p> 1\n<http://b> <http://p> 2 .\n");
    EXPECT_TRUE(found.has("http://a", "http://p", "1"));
    EXPECT_TRUE(found.has("http://b", "http://p", "2"));
}

TEST(TurtleRepair, LosesOnePredicateOnly) {
    const auto found = read("<http://a> <http://p> 1 ; <http://q> = 5 ; <http://r> 3 .\n"
                            "<http://b> <http://p> 2 .\n");
    EXPECT_TRUE(found.has("http://a", "http://p", "1"));
    EXPECT_TRUE(found.has("http://a", "http://r", "3"));
    EXPECT_TRUE(found.has("http://b", "http://p", "2"));
    EXPECT_FALSE(found.report.complete);
    EXPECT_EQ(found.report.count(Code::parse_rdf), 1U);
}

TEST(TurtleRepair, KeepsTheStartOfATruncatedDocument) {
    const auto found = read("<http://a> <http://p> 1 .\n<http://b> <http://p> 2 ;\n"
                            "  <http://q> [ <http://r> 3 ; <http://s> \"cut he");
    EXPECT_TRUE(found.has("http://a", "http://p", "1"));
    EXPECT_TRUE(found.has("http://b", "http://p", "2"));
    EXPECT_EQ(found.report.count(Code::truncated), 1U);
    EXPECT_FALSE(found.report.complete);
    EXPECT_EQ(found.report.findings.at(0).line, 2U);
    EXPECT_EQ(found.quads.size(), 4U);
}

TEST(TurtleRepair, MendsEscapesAndLineBreaksInStrings) {
    const auto found = read("<http://a> <http://p> \"C:\\data\", \"two\nlines\"@fr .\n");
    EXPECT_TRUE(found.has("http://a", "http://p", "C:\\data"));
    EXPECT_TRUE(found.has("http://a", "http://p", "two\nlines"));
}

TEST(TurtleRepair, MendsInvalidUtf8) {
    const auto found = read("<http://a> <http://p> \"caf\xE9 d'\xE9t\xE9\" .\n");
    EXPECT_TRUE(found.has("http://a", "http://p", "café d'été"));
    EXPECT_EQ(found.report.count(Code::encoding_repaired), 1U);
}

TEST(TurtleRepair, ReadsTwoDocumentsInOne) {
    const auto found = read("@prefix d: <http://d/> .\nd:a d:b d:c .\n"
                            "@prefix d: <http://e/> .\nd:a d:b d:c .\n");
    EXPECT_EQ(found.quads.size(), 2U);
    EXPECT_TRUE(found.report.is_clean());
}

TEST(TurtleBounds, NestingIsBounded) {
    std::string deep = "<http://a> <http://p> ";
    for (std::size_t i = 0; i < 2 * bounds::nesting_depth; ++i)
        deep += "[ <http://p> ";
    deep += " .\n<http://b> <http://p> 1 .\n";
    const auto found = read(deep);
    EXPECT_EQ(found.report.count(Code::limit_reached), 1U);
    EXPECT_TRUE(found.has("http://b", "http://p", "1"));
}

TEST(TurtleBounds, ALiteralThatIsTooLongCostsItsTripleOnly) {
    const std::string big(bounds::literal_bytes + 1, 'x');
    const auto found = read(
        "<http://a> <http://p> \"\"\"" + big +
        "\"\"\" ; <http://q> 1 .\n<http://b> <http://p> 2 .\n"
    );
    EXPECT_EQ(found.report.count(Code::too_large), 1U);
    EXPECT_EQ(found.quads.size(), 2U);
}

TEST(NTriplesRepair, ALineThatIsBrokenCostsItselfOnly) {
    const auto found = read(
        "<http://a> <http://p> \"1\" .\n<http://a> <http://p .\n<http://b> <http://p> \"2\" .\n",
        Syntax::ntriples
    );
    EXPECT_TRUE(found.has("http://a", "http://p", "1"));
    EXPECT_TRUE(found.has("http://b", "http://p", "2"));
    EXPECT_FALSE(found.report.complete);
}

TEST(RdfXmlRepair, EncodesIrisAndRenamesNodes) {
    const auto found = read(
        rdf("<dcat:Dataset rdf:about=\"http://a.tg/x y\"><dct:publisher "
            "rdf:nodeID=\"http://a.tg/n\"/></dcat:Dataset>"
            "<rdf:Description rdf:nodeID=\"http://a.tg/n\"><dct:title>T</dct:title>"
            "</rdf:Description>"),
        Syntax::rdf_xml
    );
    EXPECT_TRUE(found.has("http://a.tg/x%20y", std::string(ns::type), dcat + "Dataset"));
    EXPECT_EQ(found.quads.size(), 3U);
    EXPECT_EQ(found.report.count(Code::node_id_repaired), 2U);
    EXPECT_TRUE(found.report.complete);
    std::string named;
    for (const Quad& quad : found.quads)
        if (quad[1].value == dct + "publisher")
            named = quad[2].value;
    EXPECT_TRUE(found.has(named, dct + "title", "T"));
}

TEST(RdfXmlRepair, MendsXmlThatIsNotWellFormed) {
    const auto found = read(
        rdf("<dcat:Dataset rdf:about=\"http://a.tg/?a=1&b=2\"><dct:title>Tom & "
            "Jerry&nbsp;&eacute;t&eacute;</dct:title><foaf:page "
            "rdf:resource=\"http://b\"/></dcat:Dataset>"),
        Syntax::rdf_xml
    );
    EXPECT_TRUE(found.has("http://a.tg/?a=1&b=2", dct + "title", "Tom & Jerry\u00a0été"));
    EXPECT_TRUE(found.has("http://a.tg/?a=1&b=2", "http://xmlns.com/foaf/0.1/page", "http://b"));
    EXPECT_GE(found.report.count(Code::prefix_repaired), 1U);
}

TEST(RdfXmlRepair, KeepsTheStartOfATruncatedDocument) {
    const std::string whole =
        rdf("<dcat:Dataset rdf:about=\"http://a\"><dct:title>A</dct:title></dcat:Dataset>\n"
            "<dcat:Dataset rdf:about=\"http://b\"><dct:title>B</dct:title><dct:issued>2020");
    const auto found = read(whole.substr(0, whole.find("2020") + 2), Syntax::rdf_xml);
    EXPECT_TRUE(found.has("http://a", dct + "title", "A"));
    EXPECT_TRUE(found.has("http://b", dct + "title", "B"));
    EXPECT_EQ(found.report.count(Code::truncated), 1U);
}

TEST(RdfXmlRepair, WhatRaptorRefusesCostsOneProperty) {
    const auto found = read(
        rdf("<dcat:Catalog rdf:about=\"http://c\"><dcat:dataset><dcat:Dataset "
            "rdf:about=\"http://a\">"
            "<dct:title>A</dct:title><dct:creator rdf:resource=\"http://x\" "
            "rdf:parseType=\"Literal\">no</dct:creator><dct:issued>2020</dct:issued>"
            "</dcat:Dataset></dcat:dataset><dcat:dataset><dcat:Dataset rdf:about=\"http://b\">"
            "<dct:title>B</dct:title></dcat:Dataset></dcat:dataset></dcat:Catalog>"),
        Syntax::rdf_xml
    );
    EXPECT_TRUE(found.has("http://a", dct + "title", "A"));
    EXPECT_TRUE(found.has("http://a", dct + "issued", "2020"));
    EXPECT_TRUE(found.has("http://b", dct + "title", "B"));
    EXPECT_TRUE(found.has("http://c", dcat + "dataset", "http://a"));
    EXPECT_TRUE(found.has("http://c", dcat + "dataset", "http://b"));
    EXPECT_FALSE(found.report.complete);
}

TEST(RdfXmlRepair, ANameThatIsNoAbsoluteIriCostsItsTripleOnly) {
    const auto found = read(
        rdf("<rdf:Description rdf:about=\"http://a.tg/1\" xmlns:x=\"(ttp://x#\">"
            "<x:p>lost</x:p><dct:title>kept</dct:title></rdf:Description>"),
        Syntax::rdf_xml
    );
    EXPECT_TRUE(found.has("http://a.tg/1", dct + "title", "kept"));
    EXPECT_EQ(found.quads.size(), 1U);
    EXPECT_EQ(found.report.count(Code::bad_url), 1U);
    EXPECT_FALSE(found.report.complete);
}

TEST(TurtleRepair, WhatItQuotesIsText) {
    const auto found = read("<http://a.tg/1> \xFDx:y 1 .\n\xFD<b> \xC3( .\n");
    EXPECT_FALSE(found.report.is_clean());
    for (const Finding& finding : found.report.findings)
        EXPECT_TRUE(is_clean_utf8(finding.detail) && is_clean_utf8(finding.excerpt));
}

TEST(RdfXmlRepair, ReadsTwoDocumentsInOne) {
    const std::string one = rdf("<dcat:Dataset rdf:about=\"http://a\"/>");
    const std::string two = rdf("<dcat:Dataset rdf:about=\"http://b\"/>");
    const auto found = read(one + two, Syntax::rdf_xml);
    EXPECT_TRUE(found.has("http://a", std::string(ns::type), dcat + "Dataset"));
    EXPECT_TRUE(found.has("http://b", std::string(ns::type), dcat + "Dataset"));
}

TEST(RdfXmlRepair, DecodesWhatTheDeclarationNames) {
    std::string latin = rdf("<dcat:Dataset rdf:about=\"http://a\"><dct:title>\xE9t\xE9</dct:title>"
                            "</dcat:Dataset>");
    const auto guessed = read(latin, Syntax::rdf_xml);
    EXPECT_TRUE(guessed.has("http://a", dct + "title", "été"));
    EXPECT_EQ(guessed.report.count(Code::encoding_repaired), 1U);
    latin.replace(0, 21, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>");
    const auto declared = read(latin, Syntax::rdf_xml);
    EXPECT_TRUE(declared.has("http://a", dct + "title", "été"));
    EXPECT_TRUE(declared.report.is_clean());
}

TEST(RdfXmlSafety, EntitiesOfEntitiesAreRefused) {
    const auto found = read(
        "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">"
        "<!ENTITY c \"&b;&b;&b;&b;\">]>" +
            rdf("<dcat:Dataset rdf:about=\"http://a\"><dct:title>&c;</dct:title></dcat:Dataset>")
                .substr(22),
        Syntax::rdf_xml
    );
    EXPECT_EQ(found.report.count(Code::limit_reached), 1U);
    EXPECT_TRUE(found.quads.empty());
}

TEST(RdfXmlSafety, FilesAreNeverRead) {
    const auto found = read(
        "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/hostname\"><!ENTITY ns \"http://n/\">]>" +
            rdf("<dcat:Dataset rdf:about=\"&ns;a\"><dct:title>[&x;]</dct:title></dcat:Dataset>")
                .substr(22),
        Syntax::rdf_xml
    );
    EXPECT_TRUE(found.has("http://n/a", dct + "title", "[]"));
    EXPECT_FALSE(found.report.complete);
}

TEST(RdfXmlSafety, OtherXmlIsNamed) {
    const auto found = read("<?xml version=\"1.0\"?><feed><entry/></feed>", Syntax::rdf_xml);
    EXPECT_EQ(found.report.count(Code::parse_rdf), 1U);
    EXPECT_NE(found.report.findings.at(0).detail.find("feed"), std::string::npos);
}

TEST(Readers, CutsBetweenChunksChangeNothing) {
    const std::string turtle =
        "@prefix d: <http://d/> .\n# é\nd:a d:p \"\"\"é\"\" x\"\"\"@fr-BE, 1.5e3, true ; d:q [ d:r "
        "( 1 2 ) ] .\nd:b/c d:p \"\\u00e9\"^^d:t .\nGRAPH d:g { d:x d:y d:z }\n";
    const std::string xml = rdf("<!-- & --><dcat:Dataset rdf:about=\"http://a b\"><dct:title "
                                "xml:lang=\"fr_FR\"><![CDATA[a & é]]> &amp; & b</dct:title>"
                                "</dcat:Dataset>");
    for (const auto& [text, syntax] :
         {std::pair(turtle, Syntax::trig), std::pair(xml, Syntax::rdf_xml)}) {
        const Outcome whole = read(text, syntax);
        EXPECT_GE(whole.quads.size(), 2U);
        for (const std::size_t piece : {1U, 2U, 3U, 7U}) {
            QuadSink sink;
            const auto reader = make_reader(syntax, ReadOptions{}, sink);
            for (std::size_t at = 0; at < text.size(); at += piece)
                reader->feed(std::string_view(text).substr(at, piece));
            const ReadReport report = reader->finish();
            EXPECT_TRUE(isomorphic(sink.quads, whole.quads)) << piece;
            EXPECT_EQ(report.counts, whole.report.counts) << piece;
        }
    }
}

TEST(Readers, TheSinkMayStopThem) {
    struct Two final : TripleSink {
        int left = 2;
        bool on_triple(const TripleView&) override { return --left > 0; }
    } sink;
    const auto report = read_text(
        "<http://a> <http://p> 1, 2, 3, 4 .\n<http://b> <http://p> 1 .",
        Syntax::turtle,
        ReadOptions{},
        sink
    );
    EXPECT_EQ(report.triples, 2U);
    EXPECT_FALSE(report.complete);
}

TEST(Readers, WorkBesideOneAnother) {
    // The end of one reading once ended libxml2 for all others.
    const std::string text =
        rdf("<dcat:Dataset rdf:about=\"http://d/a\"><dct:title>Été &amp; hiver</dct:title>"
            "</dcat:Dataset>");
    std::atomic<int> whole{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            for (int round = 0; round < 200; ++round)
                whole += read(text, Syntax::rdf_xml).quads.size() == 2 ? 1 : 0;
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(whole, 800);
}

} // namespace
} // namespace moisson::rdf::testing
