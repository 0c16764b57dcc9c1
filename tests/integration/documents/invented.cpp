// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "invented.hpp"

namespace moisson::testing {
namespace {

constexpr int files = 4;
const std::string dcat = "http://www.w3.org/ns/dcat#";
const std::string dct = "http://purl.org/dc/terms/";
const std::string rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const std::string csv = "http://publications.europa.eu/resource/authority/file-type/CSV";
const std::string licence = "https://spdx.org/licenses/etalab-2.0";

std::string description_of(std::size_t number) {
    std::string text;
    for (std::size_t i = 0; i < 12; ++i)
        text += "Mesure " + std::to_string(number * 31 + i) +
                " relevée chaque jour, contrôlée puis publiée par l'agence. ";
    return text;
}

std::string iri_of(std::size_t number) {
    return "https://donnees.example/jeux/" + std::to_string(number);
}

std::string file_of(std::size_t number, int file) {
    return iri_of(number) + "/fichier/" + std::to_string(file);
}

std::string download_of(std::size_t number, int file) {
    return "https://donnees.example/telecharger/" + std::to_string(number) + "/" +
           std::to_string(file) + ".csv";
}

std::string turtle(std::size_t number) {
    const std::string id = std::to_string(number);
    std::string text = "<" + iri_of(number) + "> a dcat:Dataset ; dct:identifier \"" + id +
                       "\" ;\n  dct:title \"Relevés de la station " + id +
                       "\"@fr , \"Readings of station " + id +
                       "\"@en-t-fr ;\n  dct:description \"" + description_of(number) +
                       "\"@fr ;\n  dcat:keyword \"eau\"@fr , \"mesures\"@fr ; dct:publisher "
                       "<https://donnees.example/agence> ;\n  dct:temporal [ dcat:startDate "
                       "\"2001-01-01\" ; dcat:endDate \"2026-01-01\" ] ;\n  dct:modified "
                       "\"2026-01-01T00:00:00Z\" .\n";
    for (int i = 0; i < files; ++i)
        text += "<" + iri_of(number) + "> dcat:distribution <" + file_of(number, i) + "> .\n<" +
                file_of(number, i) + "> a dcat:Distribution ; dct:title \"Fichier " +
                std::to_string(i) + " de " + id + "\"@fr ;\n  dcat:downloadURL <" +
                download_of(number, i) + "> ; dct:format <" + csv + "> ;\n  dct:license <" +
                licence + "> .\n";
    return text;
}

std::string rdf_xml(std::size_t number) {
    const std::string id = std::to_string(number);
    std::string text =
        "<dcat:Dataset rdf:about=\"" + iri_of(number) + "\">\n  <dct:identifier>" + id +
        "</dct:identifier>\n  <dct:title xml:lang=\"fr\">Relevés de la station " + id +
        "</dct:title>\n  <dct:description xml:lang=\"fr\">" + description_of(number) +
        "</dct:description>\n  <dcat:keyword xml:lang=\"fr\">eau</dcat:keyword>\n"
        "  <dct:publisher rdf:resource=\"https://donnees.example/agence\"/>\n"
        "  <dct:temporal><dct:PeriodOfTime><dcat:startDate>2001-01-01"
        "</dcat:startDate></dct:PeriodOfTime></dct:temporal>\n";
    for (int i = 0; i < files; ++i)
        text += "  <dcat:distribution><dcat:Distribution rdf:about=\"" + file_of(number, i) +
                "\">\n    <dct:title xml:lang=\"fr\">Fichier " + std::to_string(i) + " de " + id +
                "</dct:title>\n    <dcat:downloadURL rdf:resource=\"" + download_of(number, i) +
                "\"/>\n    <dct:format rdf:resource=\"" + csv +
                "\"/>\n    <dct:license rdf:resource=\"" + licence +
                "\"/>\n  </dcat:Distribution></dcat:distribution>\n";
    return text + "</dcat:Dataset>\n";
}

std::string line(const std::string& subject, const std::string& predicate, std::string object) {
    return "<" + subject + "> <" + predicate + "> " + std::move(object) + " .\n";
}

std::string ntriples(std::size_t number) {
    const std::string id = std::to_string(number);
    const std::string iri = iri_of(number);
    std::string text = line(iri, rdf + "type", "<" + dcat + "Dataset>");
    text += line(iri, dct + "identifier", "\"" + id + "\"");
    text += line(iri, dct + "title", "\"Relevés de la station " + id + "\"@fr");
    text += line(iri, dct + "description", "\"" + description_of(number) + "\"@fr");
    text += line(iri, dcat + "keyword", "\"eau\"@fr");
    text += line(iri, dct + "publisher", "<https://donnees.example/agence>");
    for (int i = 0; i < files; ++i) {
        const std::string file = file_of(number, i);
        text += line(iri, dcat + "distribution", "<" + file + ">");
        text += line(file, rdf + "type", "<" + dcat + "Distribution>");
        text += line(file, dct + "title", "\"Fichier " + std::to_string(i) + " de " + id + "\"@fr");
        text += line(file, dcat + "downloadURL", "<" + download_of(number, i) + ">");
        text += line(file, dct + "format", "<" + csv + ">");
        text += line(file, dct + "license", "<" + licence + ">");
    }
    return text;
}

std::string data_json(std::size_t number) {
    const std::string id = std::to_string(number);
    std::string text = number == 0 ? "\n" : ",\n";
    text += R"({"@type":"dcat:Dataset","identifier":")" + iri_of(number) +
            R"(","title":"Relevés de la station )" + id + R"(","description":")" +
            description_of(number) +
            R"(","keyword":["eau","mesures"],"publisher":{"name":"Agence"},"distribution":[)";
    for (int i = 0; i < files; ++i)
        text += std::string(i == 0 ? "" : ",") +
                R"({"@type":"dcat:Distribution","title":"Fichier )" + std::to_string(i) +
                R"(","downloadURL":")" + download_of(number, i) +
                R"(","mediaType":"text/csv","license":")" + licence + "\"}";
    return text + "]}";
}

std::string json_ld(std::size_t number) {
    std::string text = number == 0 ? "\n" : ",\n";
    text += R"({"@id":")" + iri_of(number) + R"(","@type":"dcat:Dataset","dct:identifier":")" +
            std::to_string(number) + R"(","dct:title":{"@language":"fr","@value":"Relevés )" +
            std::to_string(number) + R"("},"dct:description":")" + description_of(number) +
            R"(","dcat:keyword":["eau","mesures"],"dcat:distribution":[)";
    for (int i = 0; i < files; ++i)
        text += std::string(i == 0 ? "" : ",") + R"({"@id":")" + file_of(number, i) +
                R"(","@type":"dcat:Distribution","dct:title":"Fichier )" + std::to_string(i) +
                R"(","dcat:downloadURL":{"@id":")" + download_of(number, i) +
                R"("},"dct:license":{"@id":")" + licence + "\"}}";
    return text + "]}";
}

} // namespace

std::string_view name_of(Form form) {
    switch (form) {
    case Form::turtle:
        return "catalog.ttl.gz";
    case Form::rdf_xml:
        return "catalog.rdf.gz";
    case Form::ntriples:
        return "catalog.nt";
    case Form::json_ld:
        return "catalog.jsonld";
    case Form::data_json:
        break;
    }
    return "data.json";
}

std::string begin_of(Form form) {
    switch (form) {
    case Form::turtle:
        return "@prefix dcat: <" + dcat + "> .\n@prefix dct: <" + dct + "> .\n";
    case Form::rdf_xml:
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rdf:RDF xmlns:rdf=\"" + rdf +
               "\" xmlns:dcat=\"" + dcat + "\" xmlns:dct=\"" + dct + "\">\n";
    case Form::ntriples:
        return {};
    case Form::json_ld:
        return R"({"@context":{"dcat":")" + dcat + R"(","dct":")" + dct + R"("},"@graph":[)";
    case Form::data_json:
        break;
    }
    return R"({"conformsTo":"https://project-open-data.cio.gov/v1.1/schema","dataset":[)";
}

std::string end_of(Form form) {
    if (form == Form::rdf_xml)
        return "</rdf:RDF>\n";
    return form == Form::data_json || form == Form::json_ld ? "\n]}\n" : "";
}

std::string dataset_of(Form form, std::size_t number) {
    switch (form) {
    case Form::turtle:
        return turtle(number);
    case Form::rdf_xml:
        return rdf_xml(number);
    case Form::ntriples:
        return ntriples(number);
    case Form::json_ld:
        return json_ld(number);
    case Form::data_json:
        break;
    }
    return data_json(number);
}

} // namespace moisson::testing
