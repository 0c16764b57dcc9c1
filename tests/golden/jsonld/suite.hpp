// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The JSON-LD suite of W3C as recorded in the corpus: manifests, files, and a loader that finds the
// suite's own remote contexts among them.
#pragma once

#include "rdf/jsonld.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::rdf::test {

struct SuiteTest {
    // Without the '#'.
    std::string id;
    std::string name;
    // Path of the input below the suite.
    std::string input;
    // One of them, or neither (the input only has to be readable).
    std::string expected;
    std::string expected_fault;
    jsonld::Options options;
    bool is_for_1_0 = false;
    bool wants_generalized_rdf = false;
};

// Nothing when there is no corpus, which is said and a failure in CI.
std::optional<std::filesystem::path> corpus_folder(std::string_view below);
std::string content_of(const std::filesystem::path& file);

std::vector<SuiteTest> suite_tests(const std::filesystem::path& suite, std::string_view manifest);

// Serves the addresses below the suite's base from its folder.
class SuiteLoader final : public jsonld::ContextLoader {
public:
    explicit SuiteLoader(std::filesystem::path suite) : suite_(std::move(suite)) {}
    Result<std::shared_ptr<const jsonld::LoadedContext>> load(const std::string& address) override;

private:
    std::filesystem::path suite_;
};

} // namespace moisson::rdf::test
