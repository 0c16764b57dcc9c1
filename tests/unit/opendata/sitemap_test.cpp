// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Sitemaps: every dataset in exactly one part, whatever the number of parts.
#include "core/limits.hpp"
#include "fake_open_data.hpp"
#include "opendata/doors.hpp"
#include "support/deflated.hpp"
#include "unit/pages/ask.hpp"
#include "unit/pages/fake_views.hpp"

#include <boost/asio/thread_pool.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace moisson::opendata::testing {
namespace {

using ::testing::HasSubstr;

asio::awaitable<net::ServerResponse> nobody(net::ServerRequest) {
    co_return net::ServerResponse();
}

class SitemapTest : public ::testing::Test {
protected:
    net::Handler handler() {
        DoorsOptions options;
        options.public_url = routes::PublicUrl("https://moisson.example.org/");
        options.cpu = pool_.get_executor();
        return make_doors_handler(views_, data_, *log_, options, nobody);
    }
    std::string body(const std::string& target) {
        net::ServerRequest request;
        request.method = "GET";
        request.path = target;
        net::ServerResponse response =
            moisson::testing::run_coro(context_, handler()(std::move(request)));
        EXPECT_EQ(response.status, 200) << target;
        std::string out = response.body;
        for (int parts = 0; response.stream && parts < 1'000; ++parts) {
            Result<std::string> part = moisson::testing::run_coro(context_, response.stream());
            if (!part || part->empty())
                break;
            out += *part;
        }
        return out;
    }
    static std::size_t count(const std::string& text, const std::string& what) {
        std::size_t found = 0;
        for (std::size_t at = text.find(what); at != std::string::npos;
             at = text.find(what, at + 1))
            ++found;
        return found;
    }

    // Outlives the pool, whose jobs hold on to it.
    asio::io_context context_;
    asio::thread_pool pool_{1};
    test::FakeViews views_;
    FakeOpenData data_{2'500};
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
};

TEST_F(SitemapTest, ThePartsAreTheWhole) {
    for (const int parts : {1, 2, 64, 4096}) {
        std::size_t found = 0;
        for (int part = 1; part <= parts; ++part) {
            const std::string text =
                body("/sitemap-" + std::to_string(parts) + "-" + std::to_string(part) + ".xml");
            EXPECT_TRUE(text.starts_with("<?xml")) << part;
            EXPECT_TRUE(text.ends_with("</urlset>\n")) << part;
            found += count(text, "<loc>");
        }
        EXPECT_EQ(found, 2'500U) << parts;
    }
    EXPECT_THAT(
        body("/sitemap-1-1.xml"),
        HasSubstr("<url><loc>https://moisson.example.org/jeux-de-donnees/jeu-7</loc><lastmod>20")
    );
}

TEST_F(SitemapTest, PackedPartsAreTheSame) {
    for (const char* const part : {"/sitemap-1-1.xml", "/sitemap-4096-7.xml"}) {
        const std::string packed = body(std::string(part) + ".gz");
        EXPECT_LT(packed.size(), 60'000U);
        EXPECT_EQ(moisson::testing::gunzip(packed, 1024 * 1024), body(part)) << part;
    }
}

TEST_F(SitemapTest, IsReadInSteps) {
    body("/sitemap-1-1.xml");
    EXPECT_EQ(data_.sitemap_reads, 3);
}

TEST_F(SitemapTest, TheIndexGrowsWithTheCatalogue) {
    EXPECT_THAT(body("/sitemap.xml"), HasSubstr("/sitemap-1-1.xml.gz</loc>"));
    EXPECT_THAT(body("/sitemap.xml"), HasSubstr("/sitemap-pages.xml</loc>"));
    auto many = std::make_shared<std::vector<views::FeedPortal>>(*data_.list);
    many->front().datasets = 1'000'000;
    data_.list = many;
    const std::string index = body("/sitemap.xml");
    EXPECT_EQ(count(index, "<sitemap>"), 33U);
    EXPECT_THAT(index, HasSubstr("/sitemap-32-32.xml.gz</loc>"));
    EXPECT_THAT(body("/sitemap-pages.xml"), HasSubstr("/portails/togo</loc>"));
}

} // namespace
} // namespace moisson::opendata::testing
