// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cluster/address.hpp"

#include <gtest/gtest.h>

#include <array>

namespace moisson::cluster {
namespace {

std::string record(std::string_view url) {
    const auto address = split_address(url);
    return address ? record_name(*address).value_or("home") : "none";
}

std::string of_file(std::string_view url) {
    const auto address = split_address(url);
    return address ? record_of_file(*address).value_or("") : "none";
}

TEST(Address, NamesTheSameRecordWhateverTheFormOfItsPage) {
    struct Case {
        std::string_view url;
        std::string_view name;
    };
    constexpr std::array<Case, 18> cases{{
        {"https://www.data.gouv.fr/fr/datasets/base-sirene/", "data.gouv.fr|base-sirene"},
        {"http://data.gouv.fr/datasets/base-sirene", "data.gouv.fr|base-sirene"},
        {"https://data.humdata.org/dataset/3f1e4b60-1c1d-4a5b-9d8e-0a1b2c3d4e5f",
         "3f1e4b60-1c1d-4a5b-9d8e-0a1b2c3d4e5f"},
        {"https://a.example/srv/fre/catalog.search#/metadata/"
         "fr-1200-3F1E4B60-1C1D-4A5B-9D8E-0A1B2C3D4E5F",
         "3f1e4b60-1c1d-4a5b-9d8e-0a1b2c3d4e5f"},
        {"https://a.example/find?uuid=3f1e4b60-1c1d-4a5b-9d8e-0a1b2c3d4e5f",
         "3f1e4b60-1c1d-4a5b-9d8e-0a1b2c3d4e5f"},
        {"https://a.example/catalog/1234?lang=fr", "a.example/catalog/1234?lang=fr"},
        {"https://a.example:8443/dataset/budget", "a.example/dataset/budget"},
        {"http://www.data.gouv.fr/fr/datasets/ban/", "data.gouv.fr/datasets/ban"},
        {"https://www.data.gouv.fr/datasets/ban", "data.gouv.fr/datasets/ban"},
        {"https://a.example/fr/budget", "a.example/fr/budget"},
        {"https://a.example/ci/dataset/budget", "a.example/ci/dataset/budget"},
        {"https://a.example/jeu/metadonnees.html", "a.example/jeu/metadonnees.html"},
        {"https://a.example/x/00000000-0000-0000-0000-000000000000",
         "a.example|00000000-0000-0000-0000-000000000000"},
        {"https://a.example/", "home"},
        {"https://a.example", "home"},
        {"https://a.example/fr/", "home"},
        {"urn:x:y", "none"},
        {"https:///x", "none"},
    }};
    for (const Case& one : cases)
        EXPECT_EQ(record(one.url), one.name) << one.url;
}

TEST(Address, NamesARecordExactlyWhereAUuidIsOnlyAPartOfItsName) {
    const auto exact = [](std::string_view url) {
        return exact_name(*split_address(url)).value_or("");
    };
    EXPECT_EQ(
        exact("https://www.data.gouv.fr/fr/datasets/sync-3f1e4b60-1c1d-4a5b-9d8e-0a1b2c3d4e5f-4/"),
        "data.gouv.fr|sync-3f1e4b60-1c1d-4a5b-9d8e-0a1b2c3d4e5f-4"
    );
    EXPECT_EQ(exact("https://a.example/dataset/3f1e4b60-1c1d-4a5b-9d8e-0a1b2c3d4e5f"), "");
    EXPECT_EQ(exact("https://a.example/find?uuid=3f1e4b60-1c1d-4a5b-9d8e-0a1b2c3d4e5f"), "");
    EXPECT_EQ(exact("https://a.example/dataset/base-sirene"), "");
    EXPECT_EQ(exact("https://a.example/"), "");
}

TEST(Address, KnowsWhoseFileItIs) {
    EXPECT_EQ(
        of_file("https://data.humdata.org/dataset/3f1e4b60-1c1d-4a5b-9d8e-0a1b2c3d4e5f/resource/"
                "9a1e4b60-1c1d-4a5b-9d8e-0a1b2c3d4e5f/download/x.csv"),
        "3f1e4b60-1c1d-4a5b-9d8e-0a1b2c3d4e5f"
    );
    EXPECT_EQ(
        of_file("https://opendata.example/api/explore/v2.1/catalog/datasets/arbres-remarquables/"
                "exports/csv"),
        "opendata.example|arbres-remarquables"
    );
    // A resource of udata says nothing of its dataset.
    EXPECT_EQ(
        of_file("https://www.data.gouv.fr/fr/datasets/r/9a1e4b60-1c1d-4a5b-9d8e-0a1b2c3d4e5f"),
        ""
    );
    EXPECT_EQ(of_file("https://a.example/files/x.csv"), "");
}

} // namespace
} // namespace moisson::cluster
