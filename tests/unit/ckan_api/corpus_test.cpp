// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every key of recorded answers of data.gov.uk is in ours, with the same type of JSON.
#include "catalogue.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace moisson::ckan_api::testing {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

fs::path corpus() {
    const char* const path = std::getenv("MOISSON_CORPUS");
    const fs::path root = path != nullptr
                              ? fs::path(path)
                              : fs::path(MOISSON_SOURCE_DIR) / ".." / "shared" / "corpus";
    return root / "ckan/datagovuk-functional-tests";
}

// False when there is no corpus: said plainly, and a failure in CI.
bool has_corpus() {
    if (fs::exists(corpus()))
        return true;
    std::cout << "NON EXÉCUTÉ : pas de corpus (MOISSON_CORPUS)\n";
    const char* const ci = std::getenv("CI");
    EXPECT_FALSE(ci != nullptr && std::string(ci) == "true") << "the corpus is required in CI";
    return false;
}

// What may be null in CKAN may be null here, and the other way round.
bool same_type(const json& theirs, const json& ours) {
    return theirs.is_null() || ours.is_null() || theirs.type() == ours.type() ||
           (theirs.is_number() && ours.is_number());
}

// Lists are held against our list as a whole: each of theirs against our first.
void compare(const json& theirs, const json& ours, const std::string& path) {
    if (!same_type(theirs, ours)) {
        ADD_FAILURE() << path << ": " << theirs.type_name() << " there, " << ours.type_name()
                      << " here";
        return;
    }
    if (theirs.is_object() && ours.is_object())
        for (const auto& [key, value] : theirs.items()) {
            // Names of values, not keys.
            if (path.ends_with(".facets.organization") || path.ends_with(".extras"))
                continue;
            const std::string inner = path + "." + key;
            EXPECT_TRUE(ours.contains(key)) << inner << " is missing";
            if (ours.contains(key))
                compare(value, ours[key], inner);
        }
    if (theirs.is_array() && ours.is_array())
        for (const json& one : theirs)
            if (!ours.empty())
                compare(one, ours.front(), path + "[]");
}

json recorded(const std::string& name) {
    std::ifstream in(corpus() / name);
    return json::parse(in, nullptr, false);
}

TEST(CkanCorpus, EveryKeyOfRecordedAnswersIsInOurs) {
    if (!has_corpus())
        return;
    Facade facade;
    const std::string census = "mali-recensement-general-2022";
    const std::vector<std::pair<std::string, std::string>> pairs{
        {"package_list.json", "package_list"},
        {"package_show.json", "package_show?id=" + census},
        {"package_search.json", "package_search?fq=name:" + census + "&facet.field=organization"},
        {"organization_list.json", "organization_list"},
        {"organization_show.json", "organization_show?id=instat"}};
    for (const auto& [file, action] : pairs) {
        const json theirs = recorded(file);
        ASSERT_TRUE(theirs.is_object()) << file;
        compare(theirs, json::parse(facade.get("/api/3/action/" + action).body), file);
    }
    const std::vector<std::pair<std::string, std::string>> inner{
        {"stable/package_show.inner.test.json", "package_show?id=" + census},
        {"stable/package_show.default_schema.inner.test.json",
         "package_show?id=" + census + "&use_default_schema=true"},
        {"stable/package_search.inner.test.json",
         "package_search?fq=name:" + census + "&facet.field=organization"},
        {"stable/organization_show.inner.cabinet-office.json", "organization_show?id=instat"},
        {"stable/organization_show_with_datasets.inner.test.json",
         "organization_show?id=instat&include_datasets=true"}};
    for (const auto& [file, action] : inner) {
        const json theirs = recorded(file);
        ASSERT_FALSE(theirs.is_discarded()) << file;
        const json ours = facade.result("/api/3/action/" + action);
        compare(
            theirs,
            file.find("package_search") != file.npos && !theirs.contains("results")
                ? ours["results"][0]
                : ours,
            file
        );
    }
    compare(
        recorded("format_autocomplete.json"),
        json::parse(facade.get("/api/2/util/resource/format_autocomplete?incomplete=csv").body),
        "format_autocomplete"
    );
    const auto old = [&](const std::string& query) {
        return json::parse(facade.get("/api/3/search/dataset?" + query).body);
    };
    compare(recorded("search_dataset.rawslugs.json"), old("q=name:" + census), "rawslugs");
    const json entries = old("all_fields=1&q=name:" + census);
    compare(recorded("search_dataset.all_fields.json"), entries, "all_fields");
    for (const char* const name : {"test", "civil-service-people-survey-2011"})
        compare(
            recorded(std::string("stable/search_dataset.inner.") + name + ".json"),
            entries["results"][0],
            name
        );
    compare(recorded("i18n.json"), json::parse(facade.get("/api/i18n/en").body), "i18n");
}

} // namespace
} // namespace moisson::ckan_api::testing
