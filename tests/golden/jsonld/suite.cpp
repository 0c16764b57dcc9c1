// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "golden/jsonld/suite.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

namespace moisson::rdf::test {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view suite_base = "https://w3c.github.io/json-ld-api/tests/";

} // namespace

std::optional<fs::path> corpus_folder(std::string_view below) {
    const char* named = std::getenv("MOISSON_CORPUS");
    const fs::path corpus = named != nullptr
                                ? fs::path(named)
                                : fs::path(MOISSON_SOURCE_DIR) / ".." / "shared" / "corpus";
    if (fs::exists(corpus / below))
        return corpus / below;
    std::cout << "NON EXÉCUTÉ : pas de corpus (MOISSON_CORPUS)\n";
    const char* ci = std::getenv("CI");
    EXPECT_FALSE(ci != nullptr && std::string(ci) == "true") << "the corpus is required in CI";
    return std::nullopt;
}

std::string content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::vector<SuiteTest> suite_tests(const fs::path& suite, std::string_view manifest) {
    std::vector<SuiteTest> tests;
    const auto root = json::parse(content_of(suite / manifest));
    for (const json::Value& entry : root.value().at("sequence")) {
        SuiteTest test;
        test.id = std::string(json::text(entry, "@id")).substr(1);
        test.name = json::text(entry, "name");
        test.input = json::text(entry, "input");
        test.expected = json::text(entry, "expect");
        test.expected_fault = json::text(entry, "expectErrorCode");
        test.options.strictness = jsonld::Strictness::strict;
        test.options.base = std::string(suite_base) + test.input;
        if (const json::Value* option = json::find(entry, "option")) {
            test.is_for_1_0 = json::text(*option, "specVersion") == "json-ld-1.0";
            test.wants_generalized_rdf =
                json::boolean(*option, "produceGeneralizedRdf").value_or(false);
            if (json::text(*option, "processingMode") == "json-ld-1.0")
                test.options.version = jsonld::Version::v1_0;
            if (const auto base = json::text(*option, "base"); !base.empty())
                test.options.base = base;
            if (const auto context = json::text(*option, "expandContext"); !context.empty())
                test.options.expand_context = json::parse(content_of(suite / context)).value();
            const auto direction = json::text(*option, "rdfDirection");
            if (direction == "i18n-datatype")
                test.options.direction = jsonld::RdfDirection::i18n_datatype;
            if (direction == "compound-literal")
                test.options.direction = jsonld::RdfDirection::compound_literal;
        }
        tests.push_back(std::move(test));
    }
    return tests;
}

Result<std::shared_ptr<const jsonld::LoadedContext>> SuiteLoader::load(const std::string& address) {
    if (!address.starts_with(suite_base))
        return Error(Code::not_found, address);
    const fs::path file = suite_ / address.substr(suite_base.size());
    if (!fs::exists(file))
        return Error(Code::not_found, address);
    auto document = json::parse(content_of(file));
    if (!document)
        return document.error();
    auto loaded = std::make_shared<jsonld::LoadedContext>();
    loaded->address = address;
    loaded->document = std::move(*document);
    return std::shared_ptr<const jsonld::LoadedContext>(std::move(loaded));
}

} // namespace moisson::rdf::test
