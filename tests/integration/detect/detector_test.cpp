// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The detector against every protocol that the simulator speaks, and against sites that are ill.
#include "site.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace moisson::testing {
namespace {

using detect::Detection;
using detect::Verdict;

std::string trail(const Detection& detection) {
    std::string out;
    for (const detect::Attempt& attempt : detection.attempts)
        out += "\n  " + attempt.url + " " + std::to_string(attempt.status) + " " +
               (attempt.error
                    ? std::string(to_string(attempt.error->code)) + " " + attempt.error->detail
                    : attempt.recognised);
    return out;
}

struct Known {
    const char* protocol;
    const char* software;
    const char* connector;
    // Below the address of the site.
    const char* source;
};

constexpr Known known[] = {
    {"ckan", "ckan", "ckan", ""},
    {"udata", "udata", "udata", ""},
    {"opendatasoft", "opendatasoft", "opendatasoft", ""},
    {"datafair", "datafair", "datafair", ""},
    {"nada", "nada", "nada", ""},
    {"csw", "geonode", "csw", "/catalogue/csw"},
    // The simulator serves the feed of a Hub too.
    {"datajson", "arcgishub", "datajson", "/api/feed/dcat-us/1.1.json"},
};

TEST(Detector, NamesEverySoftwareFromTheAddressOfTheSite) {
    for (const Known& one : known) {
        Sites sites;
        const std::string site = sites.add(one.protocol);
        const Detection detection = sites.look(site);
        EXPECT_EQ(detection.verdict, Verdict::found) << one.protocol << trail(detection);
        EXPECT_EQ(detection.software, one.software) << one.protocol;
        EXPECT_EQ(detection.connector, one.connector) << one.protocol;
        EXPECT_EQ(detection.source_url, site + one.source) << one.protocol;
        EXPECT_EQ(detection.count, static_cast<std::int64_t>(site_records)) << one.protocol;
        EXPECT_FALSE(detection.tls.used) << one.protocol;
        EXPECT_FALSE(detection.endpoints.empty()) << one.protocol;
        // A few looks, and what was answered is what was counted.
        EXPECT_LE(detection.requests, 25) << one.protocol << trail(detection);
        EXPECT_EQ(sites.answered(), static_cast<std::size_t>(detection.requests)) << one.protocol;
        if (detection.verdict == Verdict::found) {
            EXPECT_GT(sites.first_page(detection), 0U) << one.protocol;
        }
    }
}

TEST(Detector, TellsTheVersionWhereThePortalDoes) {
    Sites sites;
    const Detection detection = sites.look(sites.add("ckan"));
    EXPECT_EQ(detection.version.substr(0, 2), "2.") << detection.version;
    EXPECT_FALSE(detection.title.empty());
}

TEST(Detector, StartsFromAnApiASubPathOrADataset) {
    struct Start {
        const char* protocol;
        const char* base;
        const char* path;
    };
    const Start starts[] = {
        {"ckan", "", "/api/3/action/package_search?q=eau"},
        {"ckan", "/data", "/data/fr/dataset/eau-potable"},
        {"udata", "", "/api/1/datasets/?page=4"},
        {"opendatasoft", "", "/explore/dataset/eau/table/?flg=fr"},
        {"opendatasoft", "", "/api/explore/v2.1/catalog/datasets"},
        {"datafair", "", "/data-fair/api/v1/catalog/datasets"},
        {"nada", "", "/index.php/catalog/12"},
        {"csw", "", "/catalogue/csw?service=CSW&version=2.0.2&request=GetCapabilities"},
        {"datajson", "", "/data.json"},
    };
    for (const Start& start : starts) {
        Sites sites;
        const std::string site = sites.add(start.protocol, "", start.base);
        const Detection detection = sites.look(site + start.path);
        EXPECT_EQ(detection.verdict, Verdict::found)
            << start.protocol << start.path << trail(detection);
        EXPECT_EQ(detection.count, static_cast<std::int64_t>(site_records)) << start.path;
        EXPECT_LE(detection.requests, 12) << start.path << trail(detection);
    }
}

TEST(Detector, FindsACatalogueInAUsualFolder) {
    Sites sites;
    const std::string site = sites.add("ckan", "", "/data");
    const Detection detection = sites.look(site);
    EXPECT_EQ(detection.verdict, Verdict::found) << trail(detection);
    EXPECT_EQ(detection.source_url, site + "/data");
}

TEST(Detector, FollowsASiteThatMoved) {
    Sites sites;
    const std::string now = sites.add("udata");
    const std::string before = sites.add(std::make_unique<MovedTo>(now));
    const Detection detection = sites.look(before);
    EXPECT_EQ(detection.verdict, Verdict::found) << trail(detection);
    EXPECT_EQ(detection.source_url, now);
    EXPECT_EQ(detection.home, now + "/");
}

TEST(Detector, NamesEachTlsFaultAndTheSoftwareBehindIt) {
    const std::pair<const char*, Code> faults[] = {
        {"tls-expire", Code::tls_expired},
        {"tls-futur", Code::tls_not_yet_valid},
        {"tls-autre-nom", Code::tls_name_mismatch},
        {"tls-auto-signe", Code::tls_self_signed},
        {"tls-chaine", Code::tls_incomplete_chain},
    };
    for (const auto& [fault, code] : faults) {
        Sites sites;
        const Detection detection = sites.look(sites.add("ckan", fault));
        EXPECT_EQ(detection.tls.fault, code) << fault << trail(detection);
        EXPECT_EQ(detection.verdict, Verdict::found) << fault << trail(detection);
        EXPECT_EQ(detection.software, "ckan") << fault;
    }
}

TEST(Detector, TellsWhenAGoodCertificateEnds) {
    Sites sites;
    const Detection detection = sites.look(sites.add("ckan", "tls-valide"));
    EXPECT_EQ(detection.verdict, Verdict::found) << trail(detection);
    EXPECT_TRUE(detection.tls.used);
    EXPECT_FALSE(detection.tls.fault);
    EXPECT_TRUE(detection.tls.expires);
}

TEST(Detector, SaysWhyASiteIsOutOfReach) {
    Sites sites;
    const std::string refused = sites.add("ckan", "refus");
    const std::string old = sites.add("ckan", "tls-ancien");
    const Detection nobody = sites.look(refused);
    EXPECT_EQ(nobody.verdict, Verdict::unreachable);
    EXPECT_EQ(nobody.error->code, Code::connect_refused);
    const Detection handshake = sites.look(old);
    EXPECT_EQ(handshake.verdict, Verdict::unreachable);
    EXPECT_TRUE(
        handshake.error->code == Code::tls_old_protocol ||
        handshake.error->code == Code::tls_handshake
    );
    EXPECT_LE(handshake.requests, 2);
}

TEST(Detector, IsNotTakenInByPagesRefusalsAndErrors) {
    struct Ill {
        const char* fault;
        Verdict verdict;
    };
    for (const Ill& ill :
         {Ill{"html-200-tout", Verdict::nothing},
          Ill{"404", Verdict::nothing},
          Ill{"defi", Verdict::refused}}) {
        Sites sites;
        const Detection detection = sites.look(sites.add("ckan", ill.fault));
        EXPECT_EQ(detection.verdict, ill.verdict) << ill.fault << trail(detection);
        EXPECT_TRUE(detection.connector.empty()) << ill.fault;
        EXPECT_LE(detection.requests, detect::VisitOptions().requests_max) << ill.fault;
        if (ill.verdict == Verdict::refused) {
            EXPECT_EQ(detection.error->code, Code::blocked_waf);
            EXPECT_LE(detection.requests, 4) << trail(detection);
        }
        EXPECT_EQ(detection.page_everywhere, std::string(ill.fault) == "html-200-tout");
    }
}

TEST(Detector, LeavesASilentSiteSoon) {
    Sites sites;
    const Detection detection = sites.look(sites.add("ckan", "silence"));
    EXPECT_EQ(detection.verdict, Verdict::unreachable) << trail(detection);
    EXPECT_EQ(detection.error->code, Code::timeout_first_byte);
    EXPECT_LE(detection.requests, 3);
}

TEST(Detector, FindsNothingWhereOnlyAPagedApiOfItsOwnIs) {
    Sites sites;
    EXPECT_EQ(sites.look(sites.add("json")).verdict, Verdict::nothing);
}

} // namespace
} // namespace moisson::testing
