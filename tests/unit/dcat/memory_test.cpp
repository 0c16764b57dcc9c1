// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a large document takes in memory. In a process of its own; MOISSON_DCAT_MIB sets the size
// (200 is the class of data.gov.be: less than 512 MiB in all).
#include "dcat/wire.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

namespace moisson::dcat {
namespace {

constexpr std::size_t mib = 1024 * 1024;

// A line of /proc/self/status in MiB.
std::size_t status_mib(const std::string& name) {
    std::ifstream in("/proc/self/status");
    for (std::string word; in >> word;) {
        std::size_t kib = 0;
        if (word == name + ":" && in >> kib)
            return kib / 1024;
    }
    return 0;
}

void add_dataset(std::size_t number, std::string& text) {
    const std::string id = std::to_string(number);
    const std::string iri = "<https://donnees.example/jeux/" + id;
    text += iri + "> a dcat:Dataset ; dct:identifier \"" + id +
            "\" ;\n  dct:title \"Relevés de la station " + id + "\"@fr , \"Readings of station " +
            id + "\"@en-t-fr ;\n  dct:description \"";
    for (int i = 0; i < 12; ++i)
        text += "Mesure " + std::to_string(number * 31 + static_cast<std::size_t>(i)) +
                " relevée chaque jour, contrôlée puis publiée par l'agence. ";
    text += "\"@fr ;\n  dcat:keyword \"eau\"@fr , \"mesures\"@fr ; dct:publisher "
            "<https://donnees.example/agence> ;\n"
            "  dct:temporal [ dcat:startDate \"2001-01-01\" ; dcat:endDate \"2026-01-01\" ] ;\n"
            "  dct:modified \"2026-01-01T00:00:00Z\" .\n";
    for (int i = 0; i < 4; ++i) {
        const std::string file = iri + "/fichier/" + std::to_string(i) + ">";
        text += iri + "> dcat:distribution " + file + " .\n" + file +
                " a dcat:Distribution ; dct:title \"Fichier " + std::to_string(i) + " de " + id +
                "\"@fr ;\n  dcat:downloadURL <https://donnees.example/telecharger/" + id + "/" +
                std::to_string(i) +
                ".csv> ; dct:format "
                "<http://publications.europa.eu/resource/authority/file-type/CSV> ;\n"
                "  dct:license <https://spdx.org/licenses/etalab-2.0> .\n";
    }
}

TEST(DcatMemory, OfALargeDocumentStaysBelowTwiceAndAHalfItsSize) {
    const char* const asked = std::getenv("MOISSON_DCAT_MIB");
    const std::size_t size = asked != nullptr ? std::stoul(asked) : 16;
    kit::Document document;
    document.url = "https://donnees.example/catalog.ttl";
    document.body = "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n"
                    "@prefix dct: <http://purl.org/dc/terms/> .\n";
    document.body.reserve(size * mib + 8'192);
    std::size_t datasets = 0;
    while (document.body.size() < size * mib)
        add_dataset(datasets++, document.body);
    const std::size_t before = status_mib("VmRSS");
    const auto contents = read_document(std::move(document), ReadOptions());
    ASSERT_TRUE(contents.has_value());
    EXPECT_EQ((*contents)->size(), datasets);
    kit::Page page;
    (*contents)->read(datasets / 2, page);
    EXPECT_EQ(page.records.size(), 1U);
    const std::size_t peak = status_mib("VmHWM");
    std::cout << datasets << " datasets in " << size << " MiB: " << before << " MiB before, peak "
              << peak << " MiB\n";
    EXPECT_LT(peak, size * 5 / 2 + 64);
}

} // namespace
} // namespace moisson::dcat
