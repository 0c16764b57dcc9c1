// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Files that are read whole, over PostgreSQL: whose, how often, and where their sums are used.
#include "checker_stand.hpp"
#include "core/digest.hpp"

#include <algorithm>
#include <set>

namespace moisson::monitor::testing {
namespace {

// Servers that tell the length of their files and nothing else.
class Library final : public net::HttpClient {
public:
    asio::awaitable<Result<net::Response>> send(net::Request request) override {
        net::Response out;
        out.status = gone.contains(request.url) ? 404 : 200;
        out.url = request.url;
        const std::string text = text_of(request.url);
        out.headers = {{"Content-Length", std::to_string(text.size())}};
        if (request.method == "GET")
            out.body = text;
        if (request.digest_bytes_max > 0) {
            read.push_back(request.url);
            out.digest.emplace();
            out.digest->sum = sha256(text);
            out.digest->bytes = text.size();
        }
        Result<net::Response> given = std::move(out);
        co_return given;
    }

    std::map<std::string, std::string> texts;
    std::set<std::string> gone;
    std::vector<std::string> read;

private:
    std::string text_of(const std::string& url) const {
        const auto found = texts.find(url);
        return found == texts.end() ? "a;b\n1;2\n" : found->second;
    }
};

class WholeReadingsTest : public CheckerTest {
protected:
    WholeReadingsTest() {
        world.sync({store::testing::a_portal("faso"), store::testing::a_portal("mali")});
        world.harvest("faso", {at_faso});
        world.harvest("mali", {at_mali});
        parts.http = &library;
        options.hashed_sources = [this] { return sources; };
    }

    const store::RecordChange at_faso = store::testing::a_record("faso", "a", "A");
    const store::RecordChange at_mali = store::testing::a_record("mali", "b", "B");
    Library library;
    std::vector<std::string> sources{"faso"};
};

TEST_F(WholeReadingsTest, OnlyWhereItIsAskedForAndOnceAMonth) {
    const auto look_after = [this](int days) {
        library.read.clear();
        travel_to(hours(24 * days));
        settle();
        std::sort(library.read.begin(), library.read.end());
        return library.read;
    };
    const std::vector<std::string> both = {first, "https://faso.example/dataset/a/1.csv"};
    EXPECT_TRUE(look_after(0).empty()) << "nothing is known to work yet";
    EXPECT_EQ(look_after(1), both);
    EXPECT_TRUE(look_after(3).empty());
    EXPECT_TRUE(look_after(20).empty()) << "too soon";
    EXPECT_EQ(look_after(60), both);
    library.texts[first] = "a;b\n1;3\n";
    EXPECT_EQ(look_after(100), both);
    EXPECT_EQ(state_of(first), "OK");
    const auto report = await(world.catalog->links(at_faso.id)).value();
    EXPECT_EQ(report[0].sha256, to_hex(sha256(library.texts[first])));
    ASSERT_TRUE(report[0].content_changed_at.has_value());
    EXPECT_GT(*report[0].content_changed_at, timers.now() - hours(1));
    EXPECT_TRUE(report[1].hashed_at.has_value());
    EXPECT_FALSE(report[1].content_changed_at.has_value());
    EXPECT_FALSE(store::is_as_declared(report[0]).has_value()) << "nothing is declared";
    sources.clear();
    EXPECT_TRUE(look_after(160).empty());
}

TEST_F(WholeReadingsTest, ADeclaredSumIsComparedAndBreaksNothing) {
    store::RecordChange declared = store::testing::changed(at_faso, "Avec des sommes");
    declared.dataset.distributions[0].checksum = to_hex(sha256("a;b\n1;2\n"));
    declared.dataset.distributions[0].checksum_algorithm = "sha256";
    declared.dataset.distributions[1].checksum = to_hex(sha256("autre"));
    declared.dataset.distributions[1].checksum_algorithm = "sha256";
    world.harvest("faso", {declared});
    settle();
    travel_to(hours(24));
    settle();
    const auto report = await(world.catalog->links(at_faso.id)).value();
    EXPECT_EQ(store::is_as_declared(report[0]), true);
    EXPECT_EQ(store::is_as_declared(report[1]), false);
    EXPECT_EQ(report[1].state, "OK");
    EXPECT_EQ(links_of_dataset(), "ok");
}

// Its name is that of another file there.
TEST_F(WholeReadingsTest, ABrokenFileIsOfferedWhereItsBytesAre) {
    sources = {"faso", "mali"};
    library.texts["https://mali.example/dataset/b/0.csv"] = "x;y\n3;4\n";
    settle();
    travel_to(hours(24));
    settle();
    const std::string cluster = to_string(uuid5({}, "c"));
    world.sql().script(
        "insert into cluster (id, canonical, reason) values ('" + cluster + "', '" +
        to_string(at_mali.id) +
        "', 'lowest_id');"
        "insert into cluster_member (dataset, cluster, evidence) values ('" +
        to_string(at_faso.id) + "', '" + cluster + "', '{}'), ('" + to_string(at_mali.id) + "', '" +
        cluster + "', '{}')"
    );
    library.gone.insert(first);
    for (const int days : {40, 42, 44}) {
        travel_to(hours(24 * days));
        settle();
    }
    ASSERT_EQ(state_of(first), "BROKEN");
    const auto report = await(world.catalog->links(at_faso.id)).value();
    EXPECT_EQ(report[0].copy_url, "https://mali.example/dataset/b/1.csv");
}

} // namespace
} // namespace moisson::monitor::testing
