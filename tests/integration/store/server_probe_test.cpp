// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Several servers in one connection string, the first of which is frozen: it takes connections and
// never says a word.
#include "fixture.hpp"
#include "store/server_probe.hpp"

#include <boost/asio/ip/tcp.hpp>

namespace moisson::store::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// The kernel accepts for it.
class MuteServer {
public:
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
    asio::io_context io_{1};
    asio::ip::tcp::acceptor acceptor_{
        io_,
        asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)};
};

struct TwoServers {
    TwoServers() {
        const std::string one = moisson::testing::PgCluster::instance().fresh_database();
        const ServerAddress real = servers_of(one).front();
        conninfo = one + " host=127.0.0.1," + real.host + " port=" + std::to_string(mute.port()) +
                   "," + (real.port.empty() ? "5432" : real.port);
    }

    MuteServer mute;
    std::string conninfo;
};

const auto go_on = [] { return false; };

TEST(ServerProbe, ReadsEveryServerOfAConnectionString) {
    const auto two = servers_of("host=a,b port=5432,5433 dbname=m");
    ASSERT_EQ(two.size(), 2U);
    EXPECT_EQ(two[0].host + two[0].port + two[1].host + two[1].port, "a5432b5433");
    const auto one_port = servers_of("postgresql://a,b,c:5440/m");
    ASSERT_EQ(one_port.size(), 3U);
    EXPECT_EQ(one_port[2].host + one_port[2].port, "c5440");
    const auto by_address = servers_of("hostaddr=192.0.2.1,192.0.2.2 port=7 dbname=m");
    ASSERT_EQ(by_address.size(), 2U);
    EXPECT_EQ(by_address[1].hostaddr + by_address[1].port, "192.0.2.27");
    EXPECT_EQ(servers_of("dbname=m").size(), 1U);
    EXPECT_EQ(servers_of("nothing like this").size(), 1U);
}

TEST(ServerProbe, AMuteServerDoesNotHideTheNext) {
    const TwoServers two;
    const std::vector<ServerAddress> servers = servers_of(two.conninfo);
    ASSERT_EQ(servers.size(), 2U);
    EXPECT_FALSE(server_answers(two.conninfo, servers[0], milliseconds(300), go_on));
    EXPECT_TRUE(server_answers(two.conninfo, servers[1], milliseconds(300), go_on));
    EXPECT_TRUE(any_server_answers(two.conninfo, milliseconds(300), go_on));
}

TEST(ServerProbe, ASessionAsksItsOwnServer) {
    const TwoServers two;
    DatabaseOptions options;
    options.conninfo = two.conninfo;
    options.connections = 1;
    options.connect_timeout = seconds(2);
    Database database(options);
    auto slow = [](Connection& connection) -> Result<int> {
        connection.exec("select pg_sleep(4)");
        return 1;
    };
    const Result<int> answer = await(database.run<int>("job", std::move(slow)));
    EXPECT_TRUE(answer.has_value());
}

} // namespace
} // namespace moisson::store::testing
