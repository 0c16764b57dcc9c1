// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cluster/evidence.hpp"
#include "unit/cluster/builders.hpp"

#include <gtest/gtest.h>

#include <set>

namespace moisson::cluster {
namespace {

using testing::a_dataset;
using testing::common;
using testing::with_files;
using Found = std::vector<Evidence>;

const std::string hdx_id = "3f1e4b60-1c1d-4a5b-9d8e-0a1b2c3d4e5f";
const std::string other_id = "9a1e4b60-1c1d-4a5b-9d8e-0a1b2c3d4e5f";

Dataset unlike(const std::string& page) {
    Dataset dataset = a_dataset(page, "Tout autre chose");
    dataset.publisher.name = {{"fr", "Quelqu’un d’autre", false}};
    return dataset;
}

TEST(Evidence, OfNothingInCommonThereIsNone) {
    EXPECT_EQ(
        common(
            a_dataset("https://a.example/dataset/carte-scolaire"),
            unlike("https://b.example/dataset/carte-scolaire")
        ),
        Found{}
    );
}

TEST(Evidence, TitleCountsWithPublisherAndCountry) {
    const Dataset one = a_dataset("https://a.example/dataset/carte-scolaire");
    Dataset other = a_dataset("https://b.example/dataset/x1", "CARTE   SCOLAIRE");
    other.publisher.name = {{"fr", "Ministere de l'Education", false}};
    EXPECT_EQ(common(one, other), Found{Evidence::same_title});
    Dataset abroad = other;
    abroad.countries = {"BJ"};
    EXPECT_EQ(common(one, abroad), Found{});
    Dataset nowhere = other;
    nowhere.countries.clear();
    EXPECT_EQ(common(nowhere, nowhere), (Found{Evidence::republication}));
    Dataset by_nobody = other;
    by_nobody.publisher = {};
    EXPECT_EQ(common(one, by_nobody), Found{});
    Dataset translated = other;
    translated.title.front().machine_translated = true;
    EXPECT_EQ(common(one, translated), Found{});
    EXPECT_EQ(
        common(a_dataset("https://a.example/1", "Eau"), a_dataset("https://b.example/2", "Eau")),
        Found{}
    );
}

TEST(Evidence, FilesAreASetWithoutServicesAndPages) {
    const std::vector<std::string> files = {"https://f.example/a.csv", "http://f.example/b.csv"};
    const Dataset one = with_files(unlike("https://a.example/dataset/un-jeu-1"), files);
    Dataset other = with_files(
        a_dataset("https://b.example/dataset/un-jeu-2"),
        {"http://www.f.example/b.csv",
         "https://f.example/a.csv",
         "https://f.example/geoserver/wms?SERVICE=WMS",
         "https://f.example/",
         "https://f.example/a.csv#ligne"}
    );
    Distribution page;
    page.url = "https://f.example/presentation";
    page.format.code = "HTML";
    page.format_family = 'D';
    other.distributions.push_back(page);
    EXPECT_EQ(common(one, other), Found{Evidence::same_files});
    EXPECT_EQ(
        common(one, with_files(a_dataset("https://b.example/dataset/un-jeu-2"), {files.front()})),
        Found{}
    );
    const Dataset service =
        with_files(unlike("https://a.example/dataset/un-jeu-1"), {"https://f.example/wfs"});
    EXPECT_EQ(
        common(
            service,
            with_files(a_dataset("https://b.example/dataset/un-jeu-2"), {"https://f.example/wfs"})
        ),
        Found{}
    );
}

TEST(Evidence, UriAndDoiAreFoundInEveryForm) {
    Dataset one = unlike("https://a.example/dataset/un-jeu-1");
    one.uri = "https://id.example/jeu/12";
    Dataset other = a_dataset("https://b.example/dataset/un-jeu-2");
    other.identifiers = {"http://id.example/jeu/12/"};
    EXPECT_EQ(common(one, other), (Found{Evidence::same_uri, Evidence::republication}));
    one.uri = "https://doi.org/10.5281/Zenodo.123";
    other.identifiers = {"doi: 10.5281/zenodo.123."};
    EXPECT_EQ(common(one, other), Found{Evidence::same_doi});
    one.uri = "https://id.example/";
    other.identifiers = {"https://id.example", "10.5281", "10.x/y", "doi:"};
    EXPECT_EQ(common(one, other), Found{});
}

TEST(Evidence, RepublicationsNameTheirOrigin) {
    Dataset hdx = unlike("https://data.humdata.org/dataset/population-du-togo");
    hdx.remote_id = hdx_id;
    struct Case {
        std::string what;
        Dataset copy;
    };
    std::vector<Case> cases;
    const auto add = [&](std::string what) -> Dataset& {
        cases.push_back({std::move(what), a_dataset("https://b.example/dataset/copie-locale")});
        return cases.back().copy;
    };
    add("address").origin_url = "https://data.humdata.org/fr/dataset/population-du-togo/";
    add("id").origin_id = hdx_id;
    add("identifier").identifiers = {"urn:uuid:" + hdx_id};
    add("landing page").landing_page = "http://data.humdata.org/dataset/population-du-togo";
    add("foreign subject").uri = "https://data.humdata.org/dataset/" + hdx_id;
    Dataset& files = add("files");
    files = with_files(
        files,
        {"https://data.humdata.org/dataset/" + hdx_id + "/resource/" + other_id + "/download/a.csv"}
    );
    Dataset& portal_and_id = add("portal and id");
    portal_and_id.origin_portal = "data.humdata.org";
    portal_and_id.origin_id = hdx_id;
    for (const Case& one : cases)
        EXPECT_EQ(common(hdx, one.copy), Found{Evidence::republication}) << one.what;
}

// Another node gives the subject and the page of the original, and says whose they are.
TEST(Evidence, ARecordThroughAnotherNodeIsTakenFromItsOrigin) {
    Dataset original = a_dataset("https://a.example/dataset/carte-scolaire");
    original.remote_id = "carte";
    Dataset through = original;
    through.remote_id = "noeud-1";
    through.origin_url = original.remote_url;
    const auto has = [&](KeyKind kind) {
        const std::vector<EvidenceKey> own = evidence_keys(original, "https://a.example/");
        const std::vector<EvidenceKey> keys = evidence_keys(through, "https://noeud.example/");
        return std::any_of(keys.begin(), keys.end(), [&](const EvidenceKey& key) {
            return key.kind == kind && std::any_of(own.begin(), own.end(), [&](const auto& other) {
                       return other.hash == key.hash;
                   });
        });
    };
    EXPECT_TRUE(has(KeyKind::origin));
    EXPECT_FALSE(has(KeyKind::address));
    // Without a mark the page is its own, wherever it is.
    through.origin_url.clear();
    EXPECT_TRUE(has(KeyKind::address));
}

TEST(Evidence, FilesOfSeveralRecordsAndProjectSitesNameNoOrigin) {
    Dataset hdx = unlike("https://data.humdata.org/dataset/population-du-togo");
    hdx.remote_id = hdx_id;
    const std::string base = "https://data.humdata.org/dataset/";
    const Dataset mixed = with_files(
        a_dataset("https://b.example/dataset/copie-locale"),
        {base + hdx_id + "/resource/x/a.csv", base + other_id + "/resource/x/b.csv"}
    );
    EXPECT_EQ(common(hdx, mixed), Found{});
    Dataset one = unlike("https://a.example/dataset/un-jeu-1");
    one.landing_page = "https://projet.example/observatoire";
    Dataset other = a_dataset("https://b.example/dataset/un-jeu-2");
    other.landing_page = one.landing_page;
    EXPECT_EQ(common(one, other), Found{});
}

TEST(Evidence, IndicatorsOfTheWorldBankArePerCountry) {
    const std::vector<std::string> file = {
        "https://api.worldbank.org/v2/fr/indicator/SP.POP.TOTL?downloadformat=csv"};
    const Dataset togo = with_files(unlike("https://a.example/dataset/un-jeu-1"), file);
    Dataset copy = a_dataset("https://b.example/dataset/un-jeu-2");
    copy.landing_page = "https://donnees.banquemondiale.org/indicateur/SP.POP.TOTL";
    copy.origin_url = "https://data.worldbank.org/indicator/SP.POP.TOTL";
    EXPECT_EQ(common(togo, copy), Found{Evidence::republication});
    copy.countries = {"BJ"};
    EXPECT_EQ(common(togo, copy), Found{});
}

TEST(Evidence, IsSortedBoundedAndOncePerHash) {
    Dataset dataset = a_dataset("https://a.example/dataset/" + hdx_id);
    dataset.uri = dataset.remote_url;
    dataset.origin_url = "https://b.example/dataset/" + hdx_id;
    dataset.landing_page = "https://doi.org/10.1234/a";
    for (int i = 0; i < 40; ++i) {
        dataset.identifiers.push_back("https://doi.org/10.1234/" + std::to_string(i));
        dataset.title.push_back(
            {"l" + std::to_string(i), "Titre numéro " + std::to_string(i), false}
        );
    }
    const std::vector<EvidenceKey> keys = evidence_keys(dataset, dataset.remote_url);
    EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
    EXPECT_LE(keys.size(), keys_per_dataset);
    std::set<Uuid> hashes;
    for (const EvidenceKey& key : keys)
        EXPECT_TRUE(hashes.insert(key.hash).second);
    EXPECT_TRUE(evidence_keys(Dataset(), "").empty());
}

} // namespace
} // namespace moisson::cluster
