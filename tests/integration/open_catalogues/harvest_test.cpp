// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Opendatasoft and Data Fair over HTTP, harvested by the real engine: everything arrives, nothing
// changes by itself, what goes is missed, archived and found again; recorded datasets are stored.
#include "integration/harvest/stand.hpp"
#include "integration/harvest/without.hpp"
#include "portals/datafair.hpp"
#include "portals/generator.hpp"
#include "portals/opendatasoft.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>

namespace moisson::testing {
namespace {

namespace fs = std::filesystem;

CataloguePtr generated(std::uint64_t count, double defects = 0) {
    portals::GeneratorOptions options;
    options.seed = 17;
    options.count = count;
    options.countries = {"CI"};
    options.defects.bad_date = defects;
    options.defects.bad_licence = defects;
    options.defects.is_private = defects;
    options.defects.html_notes = defects;
    return portals::generate(options);
}

std::int64_t published(const CataloguePtr& all) {
    return std::count_if(all->records().begin(), all->records().end(), [](const auto& record) {
        return !record.is_private;
    });
}

Stand::Software opendatasoft(portals::OdsAge age, bool exports_open = true) {
    return [age, exports_open](portals::CatalogueAt catalogue) {
        portals::OpendatasoftOptions options;
        options.age = age;
        options.exports_open = exports_open;
        return portals::make_opendatasoft(options, std::move(catalogue));
    };
}

std::unique_ptr<portals::Protocol> datafair(portals::CatalogueAt catalogue) {
    return portals::make_datafair(portals::DataFairOptions(), std::move(catalogue));
}

struct Kind {
    const char* name;
    Stand::Software software;
};

std::vector<Kind> kinds() {
    return {
        {"Explore v2.1", opendatasoft(portals::OdsAge::v21)},
        {"Explore v2.1 without exports", opendatasoft(portals::OdsAge::v21, false)},
        {"Explore v2.0", opendatasoft(portals::OdsAge::v20)},
        {"v1", opendatasoft(portals::OdsAge::v1)},
        {"Data Fair", datafair},
    };
}

TEST(OpenCatalogues, ThatDoNotChangeChangeNothing) {
    const CataloguePtr all = generated(260, 0.1);
    for (const Kind& kind : kinds()) {
        SCOPED_TRACE(kind.name);
        Stand stand(all, kind.software);
        const HarvestRun first = stand.harvest();
        ASSERT_EQ(first.state, RunState::complete) << first.reason;
        EXPECT_EQ(first.counts.created, published(all));
        EXPECT_EQ(first.counts.received, 260);
        EXPECT_EQ(first.advertised_count, 260);
        EXPECT_GT(first.counts.pages, 1);
        EXPECT_GT(first.issues.at("NOT_PUBLISHED"), 0);
        const std::string fingerprint = stand.fingerprint();
        const std::int64_t changes = stand.changes();
        const HarvestRun second = stand.harvest();
        ASSERT_EQ(second.state, RunState::complete) << second.reason;
        EXPECT_EQ(second.counts.unchanged, first.counts.created);
        EXPECT_EQ(second.counts.created, 0);
        EXPECT_EQ(second.counts.updated, 0);
        EXPECT_EQ(stand.fingerprint(), fingerprint);
        EXPECT_EQ(stand.changes(), changes);
    }
}

TEST(OpenCatalogues, MissArchiveAndFindAgainWhatLeaves) {
    const CataloguePtr all = generated(120);
    for (const Kind& kind : {kinds().front(), kinds().back()}) {
        SCOPED_TRACE(kind.name);
        Stand stand(all, kind.software);
        ASSERT_EQ(stand.harvest().counts.created, 120);
        stand.serve(without(all, 6));
        EXPECT_EQ(stand.harvest().counts.missing, 6);
        stand.age_absences(8);
        EXPECT_EQ(stand.harvest().counts.archived, 6);
        stand.serve(all);
        const HarvestRun back = stand.harvest();
        EXPECT_EQ(back.counts.revived, 6);
        EXPECT_EQ(back.counts.created, 0);
        EXPECT_EQ(stand.summary().active, 120);
        stand.serve(without(all, 60));
        EXPECT_EQ(stand.harvest().state, RunState::held);
    }
}

TEST(OpenCatalogues, AreMappedAgainWithoutAskingThePortal) {
    for (const Kind& kind : {kinds().front(), kinds().back()}) {
        SCOPED_TRACE(kind.name);
        Stand stand(generated(60), kind.software);
        const std::int64_t created = stand.harvest().counts.created;
        const std::size_t requests = stand.requests();
        stand.portal().sources.front().default_frequency = "ANNUAL";
        const harvest::RemapReport report = stand.remap();
        EXPECT_EQ(report.remapped, created);
        EXPECT_EQ(report.refused, 0);
        EXPECT_EQ(stand.requests(), requests);
        EXPECT_EQ(stand.harvest().counts.unchanged, created);
    }
}

// "ensemble" of the oracle: datasets and files of all recorded answers.
std::pair<std::int64_t, std::int64_t> counted(const fs::path& corpus) {
    const std::string command = "python3 '" MOISSON_SOURCE_DIR
                                "/tests/oracles/opendatasoft_count.py' '" +
                                corpus.string() + "'";
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr)
        return {};
    std::string text;
    std::array<char, 4096> piece{};
    for (std::size_t n = 0; (n = fread(piece.data(), 1, piece.size(), pipe)) > 0;)
        text.append(piece.data(), n);
    EXPECT_EQ(pclose(pipe), 0) << command;
    std::istringstream last(text.substr(text.rfind("ensemble")));
    std::string word;
    std::pair<std::int64_t, std::int64_t> counts;
    last >> word >> counts.first >> counts.second;
    return counts;
}

TEST(OpenCatalogues, RecordedOpendatasoftAnswersAreStoredWhole) {
    const char* path = std::getenv("MOISSON_CORPUS");
    const fs::path corpus = path != nullptr
                                ? fs::path(path)
                                : fs::path(MOISSON_SOURCE_DIR) / ".." / "shared" / "corpus";
    if (!fs::exists(corpus / "opendatasoft")) {
        std::cout << "NON EXÉCUTÉ : pas de corpus (MOISSON_CORPUS)\n";
        const char* ci = std::getenv("CI");
        ASSERT_FALSE(ci != nullptr && std::string(ci) == "true") << "the corpus is required in CI";
        return;
    }
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(corpus / "opendatasoft"))
        if (entry.is_regular_file() && entry.path().extension() == ".json")
            files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    Stand stand(portals::load_opendatasoft(files), [](portals::CatalogueAt catalogue) {
        portals::OpendatasoftOptions options;
        options.recorded = true;
        return portals::make_opendatasoft(options, std::move(catalogue));
    });
    const auto [datasets, distributions] = counted(corpus);
    const HarvestRun run = stand.harvest();
    ASSERT_EQ(run.state, RunState::complete) << run.reason;
    const store::PortalSummary stored = stand.summary();
    std::cout << "comptés " << datasets << " jeux, " << distributions << " fichiers ; rangés "
              << stored.active << " jeux, " << stored.distributions << " fichiers ;";
    for (const auto& [code, count] : run.issues)
        std::cout << ' ' << code << ' ' << count;
    std::cout << "\n";
    EXPECT_GT(datasets, 10);
    EXPECT_EQ(stored.active, datasets);
    EXPECT_EQ(stored.distributions, distributions);
    EXPECT_EQ(stand.harvest().counts.unchanged, datasets);
}

} // namespace
} // namespace moisson::testing
