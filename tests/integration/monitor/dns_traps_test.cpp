// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The traps of names (research S3, S9.1): a name that changes between two looks, and one that gives
// public and private addresses at once. Neither is dialled, neither is the link's fault.
#include "integration/monitor/trap_server.hpp"
#include "integration/net/client_fixture.hpp"
#include "integration/net/fake_dns.hpp"
#include "monitor/link_state.hpp"
#include "monitor/probe_ladder.hpp"

#include <mutex>

namespace moisson::testing {
namespace {

using monitor::Guard;
using monitor::LinkClass;
using monitor::LinkCode;
using monitor::LinkMemory;
using monitor::LinkState;

class NameTraps : public ClientTest {
protected:
    NameTraps() {
        allow(server.port());
        options.dns_servers = {dns.server()};
        // Hours later nothing is still connected; connections live in real time here.
        options.idle_connection_age_max = std::chrono::seconds(0);
        probe_options.rate = 0;
        probe_options.audit_one_in = 0;
    }
    void answer_with(std::vector<std::string> addresses) {
        const std::scoped_lock lock(mutex_);
        addresses_ = std::move(addresses);
    }
    LinkCode look() {
        if (!client)
            client = net::make_http_client(
                context.get_executor(),
                options,
                net::ClientDeps(timers, *budget, rng)
            );
        if (!prober)
            prober.emplace(*client, timers, rng, probe_options);
        monitor::LinkTarget target;
        target.url = "http://fichiers.example.test:" + std::to_string(server.port()) + "/good.csv";
        target.format = "CSV";
        target.family = 'T';
        target.first_look = true;
        return run_coro(context, prober->probe(target, {})).code;
    }

    std::mutex mutex_;
    std::vector<std::string> addresses_;
    TinyServer server{serve_traps};
    FakeDns dns{[this](const std::string&) {
        const std::scoped_lock lock(mutex_);
        DnsReply reply;
        reply.addresses = addresses_;
        return std::optional(reply);
    }};
    monitor::ProbeOptions probe_options;
    std::optional<monitor::LinkProber> prober;
};

TEST_F(NameTraps, ANameThatTurnsInsideBetweenTwoLooksIsRefusedAndChangesNothing) {
    // The allowed loopback address stands for the public one.
    answer_with({"127.0.0.1"});
    ASSERT_EQ(look(), LinkCode::ok);
    LinkMemory memory =
        transit(LinkMemory(), monitor::Observation(LinkCode::ok, timers.now(), true), Guard::none)
            .memory;
    for (const char* inside : {"10.0.0.7", "169.254.169.254", "192.168.1.1", "127.0.0.2"}) {
        timers.jump(std::chrono::hours(12));
        answer_with({inside});
        const LinkCode code = look();
        EXPECT_EQ(code, LinkCode::policy_denied) << inside;
        EXPECT_EQ(monitor::class_of(code), LinkClass::neutral);
        memory =
            transit(memory, monitor::Observation(code, timers.now(), true), Guard::none).memory;
        EXPECT_EQ(memory.state, LinkState::ok) << inside;
    }
    timers.jump(std::chrono::hours(12));
    answer_with({"127.0.0.1"});
    EXPECT_EQ(look(), LinkCode::ok) << "and it is believed again when it comes back";
}

TEST_F(NameTraps, PublicAndPrivateAnswersTogetherAreRefusedInEitherOrder) {
    answer_with({"127.0.0.1", "10.0.0.7"});
    EXPECT_EQ(look(), LinkCode::policy_denied);
    timers.jump(std::chrono::hours(12));
    answer_with({"10.0.0.7", "127.0.0.1"});
    EXPECT_EQ(look(), LinkCode::policy_denied);
    timers.jump(std::chrono::hours(12));
    answer_with({"198.51.100.7", "192.168.0.3"});
    EXPECT_EQ(look(), LinkCode::policy_denied);
}

} // namespace
} // namespace moisson::testing
