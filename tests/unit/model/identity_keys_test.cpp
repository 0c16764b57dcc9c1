// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// By what a record in memory is recognised under another id.
#include "model/identity_keys.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace moisson {
namespace {

Dataset a_described_dataset(const std::string& id) {
    Dataset dataset;
    dataset.remote_id = id;
    dataset.uri = "https://www.portail.example/jeu/" + id;
    dataset.title = {{"fr", "Budget", false}};
    dataset.description = {{"fr", "Le budget de " + id, false}};
    dataset.publisher.key = "ministere";
    Distribution file;
    file.url = "https://portail.example/fichiers/budget.csv";
    file.format.code = "CSV";
    dataset.distributions = {file};
    return dataset;
}

std::vector<std::string> shared_by(const Dataset& one, const Dataset& other) {
    const std::vector<IdentityKey> ours = identity_keys(one);
    const std::vector<IdentityKey> theirs = identity_keys(other);
    std::vector<std::string> out;
    for (const IdentityKey& key : ours)
        if (std::find(theirs.begin(), theirs.end(), key) != theirs.end())
            out.emplace_back(to_string(key.evidence));
    return out;
}

using Names = std::vector<std::string>;

TEST(IdentityKeys, LeaveTheIdOutOfTheContent) {
    const Dataset old_one = a_described_dataset("ancien-0001");
    EXPECT_EQ(shared_by(old_one, a_described_dataset("nouveau-2")), (Names{"content", "files"}));
    Dataset other = a_described_dataset("nouveau-2");
    other.description.front().text = "Autre chose";
    EXPECT_EQ(shared_by(old_one, other), (Names{"files"}));
    EXPECT_EQ(shared_by(a_described_dataset("a"), a_described_dataset("b")), (Names{"files"}))
        << "an id of one letter stands in texts by chance";
}

TEST(IdentityKeys, KnowAUriWithoutSchemeAndADoiWhereverItStands) {
    Dataset one;
    Dataset other;
    one.uri = "http://portail.example/jeu/1/";
    other.uri = "https://www.Portail.example/jeu/1";
    EXPECT_EQ(shared_by(one, other), (Names{"uri"}));
    one.identifiers = {"DOI:10.5281/Zenodo.12"};
    other = Dataset();
    other.identifiers = {"https://doi.org/10.5281/zenodo.12", "10.52"};
    EXPECT_EQ(shared_by(one, other), (Names{"uri"}));
    EXPECT_EQ(identity_keys(other).size(), 1U) << "a number is no DOI";
}

TEST(IdentityKeys, FindADoiOfFourToNineDigits) {
    EXPECT_EQ(doi_in("10.123/a 10.1234/b\"c"), "10.1234/b");
    EXPECT_EQ(doi_in("10.1234567890/a"), "");
    EXPECT_EQ(doi_in("10.1234/"), "");
    EXPECT_EQ(doi_in(""), "");
}

TEST(IdentityKeys, TakeNeitherServicesNorHomePagesForFiles) {
    Dataset one;
    Distribution service;
    service.url = "https://portail.example/wms";
    service.format_family = 'S';
    Distribution home;
    home.url = "https://portail.example/";
    Distribution broken;
    broken.url = "https://portail.example/a.csv";
    broken.url_state = UrlState::invalid;
    one.title = {{"", "Sans description", false}};
    one.distributions = {service, home, broken};
    for (const IdentityKey& key : identity_keys(one))
        EXPECT_NE(key.evidence, IdentityEvidence::files);
    one.distributions.clear();
    EXPECT_TRUE(identity_keys(one).empty()) << "a title alone is no content";
}

} // namespace
} // namespace moisson
