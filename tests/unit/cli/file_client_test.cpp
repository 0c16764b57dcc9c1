// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A file in the place of a portal.
#include "cli/file_client.hpp"
#include "support/deflated.hpp"
#include "support/run_coro.hpp"
#include "support/spooled.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

namespace moisson::cli {
namespace {

Source source_of(std::string connector) {
    Source source;
    source.key = "essai";
    source.connector = std::move(connector);
    source.url = "https://a.tg";
    return source;
}

Result<net::Response> send(net::HttpClient& client, const std::string& url, bool masked = false) {
    net::Request request(url);
    if (masked)
        request.headers.emplace_back("X-Fields", "data{id}");
    return testing::run_coro(client.send(std::move(request)));
}

std::string ask(net::HttpClient& client, const std::string& url, bool masked = false) {
    const Result<net::Response> answer = send(client, url, masked);
    return answer.has_value() ? answer->body : std::string(to_string(answer.error().code));
}

std::unique_ptr<net::HttpClient> client_of(const Source& source, const std::string& bytes) {
    return make_file_client(source, "fichier", bytes).value();
}

constexpr const char* search = "https://a.tg/api/3/action/package_search?sort=id+asc&";

TEST(FileClient, AnswersTheFirstAddressWithTheDocumentAndNoOther) {
    const auto client = client_of(source_of("datajson"), "{}");
    EXPECT_EQ(ask(*client, "https://a.tg/data.json"), "{}");
    EXPECT_EQ(ask(*client, "https://a.tg/page=2"), "HTTP_4XX");
    EXPECT_EQ(ask(*client, "https://a.tg/data.json"), "{}");
}

TEST(FileClient, GivesALargeDocumentAsTheFileThatItIs) {
    const auto client =
        make_file_client(source_of("datajson"), "data.json", testing::in_file("{}")).value();
    EXPECT_EQ(ask(*client, "https://a.tg/data.json"), "{}") << "to who has no place for a file";
    net::Request request("https://a.tg/data.json");
    request.spool = testing::always_to_file();
    const auto answer = testing::run_coro(client->send(std::move(request)));
    ASSERT_TRUE(answer.has_value());
    EXPECT_TRUE(answer->body.empty());
    ASSERT_TRUE(answer->spooled);
    EXPECT_EQ(answer->spooled->view(), "{}");
}

TEST(FileClient, UnpacksFilesOfEveryConnectorFromDisk) {
    kit::DocumentOptions options;
    options.spool = testing::always_to_file();
    const auto answer_of = [&](const std::string& connector, const std::string& url) {
        const net::Body packed = testing::in_file(testing::gzip(R"([{"id":"a"}])"));
        return ask(*make_file_client(source_of(connector), "x.gz", packed, options).value(), url);
    };
    EXPECT_EQ(answer_of("json", "https://a.tg/liste"), R"([{"id":"a"}])");
    EXPECT_EQ(
        answer_of("ckan", std::string(search) + "rows=1"),
        R"({"success":true,"result":{"count":1,"results":[{"id":"a"}]}})"
    );
    EXPECT_EQ(answer_of("udata", "https://a.tg/api/1/datasets/a/"), R"({"id":"a"})");
    options.bytes_max = 11;
    for (const char* connector : {"json", "ckan", "udata"}) {
        net::Body packed = testing::in_file(testing::gzip(R"([{"id":"a"}])"));
        const auto client =
            make_file_client(source_of(connector), "x.gz", std::move(packed), options);
        ASSERT_TRUE(client.has_error()) << connector;
        EXPECT_EQ(client.error().code, Code::too_large) << connector;
    }
}

TEST(FileClient, PagesThroughPackagesHoweverTheFileHoldsThem) {
    const std::string lines = "{\"id\":\"a\"}\n\n{\"id\":\"b\"}\r\n{\"id\":\"c\"}";
    const std::string list = R"( [{"id":"a"}, {"id":"b"},
 {"id":"c"}] )";
    const std::string answer = R"({"success": true,
 "result": {"count": 3, "results": [{"id":"a"},{"id":"b"},{"id":"c"}]}})";
    for (const std::string& bytes :
         {lines, list, answer, testing::gzip(lines), "\xEF\xBB\xBF" + lines}) {
        const auto client = client_of(source_of("ckan"), bytes);
        const std::string base = search;
        const std::string none = R"({"success":true,"result":{"count":3,"results":[]}})";
        EXPECT_EQ(ask(*client, base + "rows=0"), none);
        EXPECT_EQ(
            ask(*client, base + "rows=2&start=1"),
            R"({"success":true,"result":{"count":3,"results":[{"id":"b"},{"id":"c"}]}})"
        );
        EXPECT_EQ(ask(*client, base + "rows=-1&start=99"), none);
        EXPECT_EQ(ask(*client, "https://a.tg/api/3/action/status_show"), "HTTP_4XX");
    }
}

TEST(FileClient, ShowsAPackageByItsIdOrName) {
    const auto client =
        client_of(source_of("ckan"), "{\"id\":\"a\",\"name\":\"l'eau\"}\n{\"id\":\"b\"}");
    const std::string show = "https://a.tg/api/3/action/package_show?id=";
    EXPECT_EQ(
        ask(*client, show + "l%27eau"),
        R"({"success":true,"result":{"id":"a","name":"l'eau"}})"
    );
    EXPECT_EQ(ask(*client, show + "c"), "HTTP_4XX");
    // Ids are never answered with the packages of the first page.
    EXPECT_EQ(ask(*client, std::string(search) + "fq=id%3A%28%22b%22%29&rows=1"), "HTTP_4XX");
}

TEST(FileClient, FindsWhatThePortalWouldFind) {
    Source source = source_of("ckan");
    source.filters["organization"].include = {"INSD"};
    source.filters["tag"].exclude = {"essai"};
    const auto client = client_of(
        source,
        "{\"id\":\"a\",\"organization\":{\"name\":\"insd\"}}\n"
        "{\"id\":\"b\",\"organization\":{\"name\":\"dgess\"}}\n"
        "{\"id\":\"c\",\"organization\":{\"name\":\"insd\"},\"tags\":[{\"name\":\"essai\"}]}\n"
    );
    EXPECT_EQ(
        ask(*client, std::string(search) + "rows=10"),
        R"({"success":true,"result":{"count":1,"results":[{"id":"a","organization":{"name":"insd"}}]}})"
    );
}

TEST(FileClient, FailsThePageOfALineThatIsNoRecord) {
    const auto client = client_of(source_of("ckan"), "{\"id\":\"a\"}\nnon\n{\"id\":\"c\"}\n{\"id");
    EXPECT_EQ(
        ask(*client, std::string(search) + "rows=1"),
        R"({"success":true,"result":{"count":4,)"
        R"("results":[{"id":"a"}]}})"
    );
    const auto failed = send(*client, std::string(search) + "rows=1&start=1");
    ASSERT_TRUE(failed.has_error());
    EXPECT_EQ(failed.error().code, Code::parse_json);
    EXPECT_EQ(failed.error().detail, "line 2 is no JSON object");
    EXPECT_EQ(ask(*client, std::string(search) + "rows=9&fl=id%2Cname"), "INCOMPLETE_CRAWL");
}

TEST(FileClient, SaysThatAFileIsAPartOfALongerAnswer) {
    const auto packages = client_of(
        source_of("ckan"),
        R"({"success":true,"result":{"count":3,"results":[{"id":"a"},{"id":"b"}]}})"
    );
    EXPECT_EQ(
        ask(*packages, std::string(search) + "rows=10"),
        R"({"success":true,"result":{"count":3,"results":[{"id":"a"},{"id":"b"}]}})"
    );
    EXPECT_EQ(ask(*packages, std::string(search) + "rows=10&start=2"), "INCOMPLETE_CRAWL");
    EXPECT_EQ(ask(*packages, std::string(search) + "rows=10&fl=id%2Cname"), "INCOMPLETE_CRAWL");
    const auto listing =
        client_of(source_of("udata"), R"({"data":[{"id":"a","title":"t"}],"total":2})");
    const std::string list = "https://a.tg/api/1/datasets/?page_size=1&page=";
    EXPECT_NE(ask(*listing, list + "1").find(R"("total":2,"next_page":"more")"), std::string::npos);
    EXPECT_EQ(ask(*listing, list + "2"), "INCOMPLETE_CRAWL");
}

TEST(FileClient, RefusesFilesWithoutRecords) {
    for (const char* bytes : {"\n \n", "[]", "non", "non\nplus", "PK\x03\x04", "<html>"})
        EXPECT_TRUE(make_file_client(source_of("ckan"), "x", std::string(bytes)).has_error())
            << bytes;
    for (const char* bytes : {"\n \n", "[]", "bonjour", "a;b\n1;2\n", "id;title\n", "{\"id\""})
        EXPECT_TRUE(make_file_client(source_of("udata"), "x", std::string(bytes)).has_error())
            << bytes;
}

constexpr const char* table =
    "\"id\";\"title\";\"slug\";\"url\";\"organization\";\"organization_id\";\"license\";\"tags\";"
    "\"spatial.zones\";\"archived\";\"metric.views\"\n"
    "\"a1\";\"Points d'\"\"eau\"\"\";\"eau\";\"https://a.tg/eau\";\"INSD\";\"o1\";\"Licence "
    "Ouverte\";"
    "\"eau,forage\";\"Togo\";False;007\n"
    "\"a2\";\"Deux\nlignes\";\"deux\";\"\";\"\";\"\";\"\";\"\";\"\";\"2026-01-02T00:00:00\";\n";

TEST(FileClient, GivesTheRowsOfACatalogueExportTheShapeOfTheApi) {
    for (const std::string& bytes : {std::string(table), testing::gzip(table)}) {
        const auto client = client_of(source_of("udata"), bytes);
        EXPECT_EQ(
            ask(*client, "https://a.tg/api/1/datasets/eau/"),
            R"({"id":"a1","title":"Points d'\"eau\"","slug":"eau","page":"https://a.tg/eau",)"
            R"("organization":{"id":"o1","name":"INSD"},"license":{"title":"Licence Ouverte"},)"
            R"("temporal_coverage":{},"spatial":{"zones":[{"name":"Togo"}]},)"
            R"("tags":["eau","forage"],"harvest":{},"metrics":{"views":7}})"
        );
        const std::string second =
            R"({"id":"a2","title":"Deux\u000alignes","slug":"deux","temporal_coverage":{},)"
            R"("spatial":{"zones":[]},"tags":[],"harvest":{},"metrics":{},)"
            R"("archived":"2026-01-02T00:00:00"})";
        EXPECT_EQ(
            ask(*client, "https://a.tg/api/1/datasets/?page=2&page_size=1"),
            R"({"data":[)" + second + R"(],"page":2,"page_size":1,"total":2,"next_page":null})"
        );
        EXPECT_EQ(ask(*client, "https://a.tg/api/1/datasets/a3/"), "HTTP_4XX");
        EXPECT_EQ(ask(*client, "https://a.tg/api/1/site/"), "HTTP_4XX");
    }
}

// Columns of data.gouv.fr and, for the second date of the harvest, of an older udata.
constexpr const char* resource_rows =
    "\"dataset.id\";\"dataset.title\";\"id\";\"url\";\"title\";\"format\";\"filesize\";"
    "\"checksum.type\";\"checksum.value\";\"created_at\";\"modified\";\"downloads\";"
    "\"harvest.last_modified\"\n"
    "a1;x;r1;https://a.tg/1.csv;Un;csv;012;sha1;abc;2026-01-01;2026-02-02;7;2026-01-31\n"
    "a9;x;r9;https://a.tg/9.csv;Neuf;csv;;;;;;;\n"
    "a1;x;r2;https://a.tg/2.csv;;;;;;;;;\n";

Result<std::unique_ptr<net::HttpClient>>
joined(const std::string& datasets, std::string resources) {
    std::optional<net::Body> second(std::move(resources));
    return make_file_client(source_of("udata"), "datasets.csv", datasets, {}, std::move(second));
}

TEST(FileClient, JoinsTheResourcesOfACatalogueExport) {
    for (const std::string& bytes : {std::string(resource_rows), testing::gzip(resource_rows)}) {
        const auto client = joined(table, bytes).value();
        const std::string first = ask(*client, "https://a.tg/api/1/datasets/a1/");
        EXPECT_TRUE(first.ends_with(
            R"("metrics":{"views":7},"resources":[{"id":"r1","title":"Un",)"
            R"("url":"https://a.tg/1.csv","format":"csv","created_at":"2026-01-01","filesize":12,)"
            R"("checksum":{"type":"sha1","value":"abc"},"last_modified":"2026-02-02",)"
            R"("harvest":{"modified_at":"2026-01-31"}},)"
            R"({"id":"r2","url":"https://a.tg/2.csv","harvest":{}}]})"
        )) << first;
        const std::string page = ask(*client, "https://a.tg/api/1/datasets/?page=2&page_size=1");
        EXPECT_NE(page.find(R"("metrics":{},"resources":[],)"), std::string::npos) << page;
        // A list of ids does without them.
        const std::string ids = ask(*client, "https://a.tg/api/1/datasets/?page_size=2", true);
        EXPECT_EQ(ids.find("resources"), std::string::npos) << ids;
    }
}

TEST(FileClient, SaysWhyATableOfResourcesCannotBeJoined) {
    const auto why = [](const std::string& datasets, const std::string& resources) {
        const auto client = joined(datasets, resources);
        return client.has_error() ? client.error().detail : std::string();
    };
    EXPECT_EQ(why(table, "id;url\n1;2\n"), "the table of resources has no column dataset.id");
    EXPECT_EQ(why(table, "dataset.id;nom\na1;2\n"), "the table of resources has no column url");
    // Nobody knows whose resource the second row is.
    EXPECT_EQ(
        why(table, "dataset.id;url\na1;https://a.tg/1\nhttps://a.tg/2\n"),
        "line 3: 1 cells, 2 expected"
    );
    EXPECT_EQ(
        why(table, "dataset.id;url\nb1;https://b.tg/1\n"),
        "no resource of the table belongs to a data set of the file"
    );
    EXPECT_EQ(
        why(R"([{"id":"a1","title":"t"}])", resource_rows),
        "a table of resources goes with a table of data sets"
    );
}

TEST(FileClient, TellsWhichRowCannotBeRead) {
    const auto client =
        client_of(source_of("udata"), "id,title\na,Un\nb\nc,Trois,de trop\nd,\"Quatre\n");
    const std::string list = "https://a.tg/api/1/datasets/?page_size=1&page=";
    EXPECT_NE(ask(*client, list + "1").find(R"("id":"a")"), std::string::npos);
    EXPECT_EQ(send(*client, list + "2").error().detail, "line 3: 1 cells, 2 expected");
    EXPECT_EQ(send(*client, list + "3").error().detail, "line 4: 3 cells, 2 expected");
    EXPECT_EQ(send(*client, list + "4").error().detail, "line 5: a text without end");
    // How many there are is known; their list is not.
    EXPECT_EQ(
        ask(*client, list + "1", true),
        R"({"data":[],"page":1,"page_size":1,"total":4,"next_page":"more"})"
    );
    EXPECT_EQ(
        ask(*client, "https://a.tg/api/1/datasets/?page_size=1000", true),
        "INCOMPLETE_CRAWL"
    );
}

TEST(FileClient, KnowsWhichConnectorsReadFiles) {
    EXPECT_EQ(file_form("datajson"), FileForm::document);
    EXPECT_EQ(file_form("dcat"), FileForm::document);
    EXPECT_EQ(file_form("json"), FileForm::document);
    EXPECT_EQ(file_form("ckan"), FileForm::packages);
    EXPECT_EQ(file_form("udata"), FileForm::listing);
    EXPECT_EQ(file_form("nada"), FileForm::none);
}

TEST(FileClient, CopiesALargeFileToDiskAndKeepsASmallOne) {
    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("moisson-large-" + std::to_string(::getpid()));
    // Blank for longer than one piece is.
    const std::string text = std::string(net::body_piece_bytes + 7, ' ') + "{}\n";
    std::ofstream(path) << text;
    kit::DocumentOptions options;
    options.spool.directory = std::filesystem::temp_directory_path().string();
    for (const bool large : {false, true}) {
        options.spool.memory_bytes_max = large ? text.size() - 1 : text.size();
        const Result<net::Body> body = read_file(path.string(), options);
        ASSERT_TRUE(body.has_value()) << body.error().detail;
        EXPECT_EQ(body->is_in_file(), large);
        EXPECT_EQ(body->view(), text);
    }
    std::filesystem::remove(path);
}

TEST(FileClient, NamesWhatIsWrongWithAFile) {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("moisson-file-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const std::string empty = (folder / "vide").string();
    std::ofstream(empty) << " \n";
    EXPECT_EQ(read_file("/nulle/part").error().code, Code::not_found);
    EXPECT_EQ(read_file(folder.string()).error().code, Code::invalid_argument);
    EXPECT_EQ(read_file("/dev/null").error().code, Code::invalid_argument);
    EXPECT_EQ(read_file(empty).error().code, Code::bad_shape);
    kit::DocumentOptions options;
    options.spool.directory = folder.string();
    options.spool.memory_bytes_max = 0;
    EXPECT_EQ(read_file(empty, options).error().code, Code::bad_shape);
    options.bytes_max = 1;
    EXPECT_EQ(read_file(empty, options).error().code, Code::too_large);
    const std::string whole = (folder / "plein").string();
    std::ofstream(whole) << "{}";
    options.bytes_max = 2;
    EXPECT_TRUE(read_file(whole, options).has_value());
    options.spool.directory = whole;
    EXPECT_EQ(read_file(whole, options).error().code, Code::spool_failed);
    if (::geteuid() != 0) {
        std::filesystem::permissions(empty, std::filesystem::perms::none);
        EXPECT_EQ(read_file(empty).error().code, Code::not_found);
    }
    std::filesystem::remove_all(folder);
}

TEST(FileClient, SaysWhatTheFileIsWrittenIn) {
    for (const std::string connector : {"ckan", "udata"}) {
        const auto client =
            make_file_client(source_of(connector), "x", std::string("\xFF\xFE{", 3));
        ASSERT_TRUE(client.has_error()) << connector;
        EXPECT_EQ(client.error().code, Code::bad_shape);
        EXPECT_NE(client.error().detail.find("UTF-16"), std::string::npos);
    }
}

} // namespace
} // namespace moisson::cli
