// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The shelf over HTTP: list, newest, ranges, digests.
#include "api/api.hpp"
#include "api/byte_range.hpp"
#include "unit/pages/ask.hpp"
#include "unit/pages/fake_views.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace moisson::test {
namespace {

namespace fs = std::filesystem;

const std::string content = "0123456789abcdef";

void put_dump(const std::string& directory, const std::string& name, const std::string& text) {
    views::Dump dump;
    dump.name = name;
    dump.created_at = fake_now();
    dump.change_number = 4711;
    dump.files = {{"catalogue.csv.gz", static_cast<std::int64_t>(text.size()), "ab" + name, 3}};
    fs::create_directories(directory + "/" + name);
    std::ofstream(directory + "/" + name + "/catalogue.csv.gz") << text;
    std::ofstream(directory + "/" + name + "/manifest.json") << views::manifest_text(dump);
}

class DumpsTest : public ::testing::Test {
protected:
    DumpsTest() : directory_(::testing::TempDir() + "moisson-dumps-" + std::to_string(::getpid())) {
        fs::remove_all(directory_);
        put_dump(directory_, "20261126T030000Z", "old");
        put_dump(directory_, "20261127T030000Z", content);
        // What a killed writer leaves, and what is no dump.
        fs::create_directories(directory_ + "/.en-cours-20261128T030000Z");
        fs::create_directories(directory_ + "/20261128T030000Z");
        api::ApiOptions options;
        options.public_url = routes::PublicUrl("https://moisson.example.org");
        options.dumps = std::make_shared<const views::DumpShelf>(directory_);
        handler_ = api::make_api_handler(views_, labels_, clock_, *log_, std::move(options));
    }
    ~DumpsTest() override { fs::remove_all(directory_); }

    net::ServerResponse get(const std::string& path, net::Headers headers = {}) {
        net::ServerRequest request;
        request.method = "GET";
        request.path = path;
        request.headers = std::move(headers);
        asio::io_context context;
        return testing::run_coro(context, handler_(std::move(request)));
    }
    static std::string body_of(const net::ServerResponse& response) {
        std::string out;
        for (;;) {
            asio::io_context context;
            const Result<std::string> part = testing::run_coro(context, response.stream());
            if (!part || part->empty())
                return out;
            out += *part;
        }
    }

    std::string directory_;
    FakeViews views_;
    i18n::CodeLabels labels_ = fake_labels();
    StillClock clock_;
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
    net::Handler handler_;
};

TEST_F(DumpsTest, TheListHasWhatIsWhole) {
    const auto body = nlohmann::json::parse(get("/api/v1/dumps").body);
    ASSERT_EQ(body["data"].size(), 2U);
    EXPECT_EQ(body["data"][0]["name"], "20261127T030000Z");
    EXPECT_EQ(body["data"][0]["change_number"], 4711);
    EXPECT_EQ(
        body["data"][0]["files"][0]["url"],
        "https://moisson.example.org/api/v1/dumps/20261127T030000Z/catalogue.csv.gz"
    );
    EXPECT_EQ(
        body["latest"]["catalogue.csv.gz"],
        "https://moisson.example.org/api/v1/dumps/catalogue.csv.gz"
    );
}

TEST_F(DumpsTest, FilesHaveLengthDigestAndRanges) {
    const net::ServerResponse whole = get("/api/v1/dumps/catalogue.csv.gz");
    EXPECT_EQ(whole.status, 200);
    EXPECT_EQ(whole.stream_bytes, content.size());
    EXPECT_EQ(header_of(whole, "ETag"), "\"ab20261127T030000Z\"");
    EXPECT_EQ(header_of(whole, "Accept-Ranges"), "bytes");
    EXPECT_EQ(body_of(whole), content);
    EXPECT_EQ(body_of(get("/api/v1/dumps/20261126T030000Z/catalogue.csv.gz")), "old");

    const net::ServerResponse part =
        get("/api/v1/dumps/catalogue.csv.gz", {{"range", "bytes=10-"}});
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(header_of(part, "Content-Range"), "bytes 10-15/16");
    EXPECT_EQ(body_of(part), "abcdef");
    EXPECT_EQ(get("/api/v1/dumps/catalogue.csv.gz", {{"range", "bytes=16-"}}).status, 416);
    EXPECT_EQ(
        get("/api/v1/dumps/catalogue.csv.gz",
            {{"range", "bytes=10-"}, {"if-range", "\"ab20261126T030000Z\""}}
        ).status,
        200
    ) << "the dump of tonight is not joined to that of yesterday";
    EXPECT_EQ(
        get("/api/v1/dumps/catalogue.csv.gz", {{"if-none-match", "\"ab20261127T030000Z\""}}).status,
        304
    );
}

TEST_F(DumpsTest, NothingElseCanBeRead) {
    for (const char* path :
         {"/api/v1/dumps/manifest.json",
          "/api/v1/dumps/..",
          "/api/v1/dumps/20261128T030000Z/catalogue.csv.gz",
          "/api/v1/dumps/.en-cours-20261128T030000Z/catalogue.csv.gz",
          "/api/v1/dumps/20261127T030000Z/manifest.json"})
        EXPECT_EQ(get(path).status, 404) << path;
}

TEST(ByteRange, IsReadAsRfc9110Says) {
    using Kind = api::ByteRange::Kind;
    const auto read = [](const char* text) { return api::read_range(text, 10); };
    EXPECT_EQ(read("").kind, Kind::whole);
    EXPECT_EQ(read("bytes=0-0").count, 1);
    EXPECT_EQ(read("bytes=2-99").count, 8);
    EXPECT_EQ(read("bytes=2-9223372036854775807").count, 8);
    EXPECT_EQ(read("bytes=-9223372036854775807").count, 10);
    EXPECT_EQ(read("bytes=-3").first, 7);
    EXPECT_EQ(read("bytes=-99").count, 10);
    EXPECT_EQ(read("bytes=-0").kind, Kind::beyond);
    EXPECT_EQ(read("bytes=10-").kind, Kind::beyond);
    for (const char* text :
         {"bytes=5-2", "bytes=a-b", "bytes=1-2,4-5", "lines=1-2", "bytes=", "bytes=-"})
        EXPECT_EQ(read(text).kind, Kind::whole) << text;
}

} // namespace
} // namespace moisson::test
