// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A file in the place of a portal.
#include "cli/file_client.hpp"
#include "support/run_coro.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>
#include <zlib.h>

namespace moisson::cli {
namespace {

std::string ask(net::HttpClient& client, const std::string& url) {
    const Result<net::Response> answer = testing::run_coro(client.send(net::Request(url)));
    return answer.has_value() ? answer->body : std::string(to_string(answer.error().code));
}

std::string gzip(const std::string& text) {
    std::string out(text.size() + 64, '\0');
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

TEST(FileClient, AnswersTheFirstAddressWithTheDocumentAndNoOther) {
    const auto client =
        make_file_client(FileForm::document, "data.json", std::string("{}")).value();
    EXPECT_EQ(ask(*client, "https://a.tg/data.json"), "{}");
    EXPECT_EQ(ask(*client, "https://a.tg/page=2"), "HTTP_4XX");
    EXPECT_EQ(ask(*client, "https://a.tg/data.json"), "{}");
}

TEST(FileClient, PagesThroughTheLinesOfACkanDump) {
    const std::string lines = "{\"id\":\"a\"}\n\n{\"id\":\"b\"}\r\n{\"id\":\"c\"}";
    for (const std::string& bytes : {lines, gzip(lines)}) {
        const auto client = make_file_client(FileForm::ckan_lines, "x.jsonl", bytes).value();
        const std::string base = "https://a.tg/api/3/action/package_search?sort=id+asc&";
        EXPECT_EQ(
            ask(*client, base + "rows=0"),
            R"({"success":true,"result":{"count":3,"results":[]}})"
        );
        EXPECT_EQ(
            ask(*client, base + "rows=2&start=1"),
            "{\"success\":true,\"result\":{\"count\":3,\"results\":[{\"id\":\"b\"}\r,{\"id\":\"c\"}"
            "]}}"
        );
        EXPECT_EQ(
            ask(*client, base + "rows=-1&start=99"),
            R"({"success":true,"result":{"count":3,"results":[]}})"
        );
        EXPECT_EQ(ask(*client, "https://a.tg/api/3/action/status_show"), "HTTP_4XX");
    }
}

TEST(FileClient, RefusesLinesThatAreNoRecords) {
    for (const std::string bytes : {"", "\n \n", "[1]", "{\"id\":1}\nnon", "PK\x03\x04"})
        EXPECT_TRUE(make_file_client(FileForm::ckan_lines, "x", bytes).has_error()) << bytes;
}

TEST(FileClient, KnowsWhichConnectorsReadFiles) {
    EXPECT_EQ(file_form("datajson"), FileForm::document);
    EXPECT_EQ(file_form("dcat"), FileForm::document);
    EXPECT_EQ(file_form("ckan"), FileForm::ckan_lines);
    EXPECT_EQ(file_form("nada"), FileForm::none);
    EXPECT_EQ(read_file("/nulle/part").error().code, Code::not_found);
}

} // namespace
} // namespace moisson::cli
