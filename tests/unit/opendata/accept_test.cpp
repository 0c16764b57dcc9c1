// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendata/accept.hpp"

#include <gtest/gtest.h>

namespace moisson::opendata {
namespace {

std::string chosen(std::string_view accept, Preferred preferred) {
    const Offer* const offer = choose(accept, offers(preferred));
    if (offer == nullptr)
        return "406";
    return offer->format == nullptr ? "page" : std::string(offer->format->suffix);
}

TEST(Accept, GivesEachReaderWhatItReads) {
    // Chrome, Firefox.
    const std::string browser =
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
    EXPECT_EQ(chosen(browser, Preferred::data), "page");
    EXPECT_EQ(chosen(browser, Preferred::page), "page");
    EXPECT_EQ(chosen("text/turtle", Preferred::page), "ttl");
    EXPECT_EQ(chosen("Application/RDF+XML", Preferred::page), "rdf");
    EXPECT_EQ(chosen("application/xml", Preferred::page), "rdf");
    EXPECT_EQ(chosen("application/json", Preferred::page), "jsonld");
    EXPECT_EQ(
        chosen("application/ld+json;profile=\"x\";q=0.4, text/turtle;q=0.3", Preferred::page),
        "jsonld"
    );
    EXPECT_EQ(chosen("application/n-triples", Preferred::data), "nt");
    EXPECT_EQ(chosen("text/n3", Preferred::data), "n3");
    // rdflib 6.
    EXPECT_EQ(
        chosen(
            "application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1",
            Preferred::page
        ),
        "rdf"
    );
}

TEST(Accept, WithoutAWishTheAddressDecides) {
    for (const std::string_view any : {"", "*/*", "nonsense", ";;,,"}) {
        EXPECT_EQ(chosen(any, Preferred::data), "ttl") << any;
        EXPECT_EQ(chosen(any, Preferred::page), "page") << any;
    }
}

TEST(Accept, TheMostSpecificRangeDecides) {
    EXPECT_EQ(
        chosen("*/*;q=1, text/turtle;q=0, application/rdf+xml;q=0.9", Preferred::data),
        "jsonld"
    );
    EXPECT_EQ(chosen("text/*;q=0.5, text/html;q=0.1", Preferred::page), "ttl");
    EXPECT_EQ(chosen("text/turtle;q=0.001", Preferred::page), "ttl");
}

TEST(Accept, SaysNoToWhatNothingFits) {
    EXPECT_EQ(chosen("image/png", Preferred::data), "406");
    EXPECT_EQ(chosen("text/turtle;q=0, image/*", Preferred::page), "406");
    EXPECT_EQ(chosen("*/*;q=0", Preferred::page), "406");
}

} // namespace
} // namespace moisson::opendata
