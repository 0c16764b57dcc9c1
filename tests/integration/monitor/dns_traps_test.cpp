// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The traps of names (research S3, S9.1): a name that changes between two looks, and one that gives
// public and private addresses at once. Neither is dialled, neither is the link's fault.
#include "integration/monitor/trap_stand.hpp"
#include "integration/net/fake_dns.hpp"
#include "monitor/link_state.hpp"

#include <mutex>

namespace moisson::testing {
namespace {

using monitor::Guard;
using monitor::LinkClass;
using monitor::LinkCode;
using monitor::LinkMemory;
using monitor::LinkState;

class NameTraps : public TrapTest {
protected:
    NameTraps() {
        options.dns_servers = {dns.server()};
        // Hours later nothing is still connected; connections live in real time here.
        options.idle_connection_age_max = std::chrono::seconds(0);
    }
    void answer_with(std::vector<std::string> addresses) {
        const std::scoped_lock lock(mutex_);
        addresses_ = std::move(addresses);
    }
    LinkCode look(const char* trap, std::string_view expected) {
        const std::string url =
            "http://fichiers.example.test:" + std::to_string(server.port()) + "/good.csv";
        return expect(trap, target(url), expected).code;
    }

    std::mutex mutex_;
    std::vector<std::string> addresses_;
    FakeDns dns{[this](const std::string&) {
        const std::scoped_lock lock(mutex_);
        DnsReply reply;
        reply.addresses = addresses_;
        return std::optional(reply);
    }};
};

TEST_F(NameTraps, ANameThatTurnsInsideBetweenTwoLooksIsRefusedAndChangesNothing) {
    // The allowed loopback address stands for the public one.
    answer_with({"127.0.0.1"});
    ASSERT_EQ(look("a name", "ok"), LinkCode::ok);
    LinkMemory memory =
        transit(LinkMemory(), monitor::Observation(LinkCode::ok, timers.now(), true), Guard::none)
            .memory;
    for (const char* inside : {"10.0.0.7", "169.254.169.254", "192.168.1.1", "127.0.0.2"}) {
        timers.jump(std::chrono::hours(12));
        answer_with({inside});
        const std::string trap = std::string("the name is now ") + inside;
        const LinkCode code = look(trap.c_str(), "policy_denied");
        EXPECT_EQ(monitor::class_of(code), LinkClass::neutral);
        memory =
            transit(memory, monitor::Observation(code, timers.now(), true), Guard::none).memory;
        EXPECT_EQ(memory.state, LinkState::ok) << inside;
    }
    timers.jump(std::chrono::hours(12));
    answer_with({"127.0.0.1"});
    look("the name is back", "ok");
}

TEST_F(NameTraps, PublicAndPrivateAnswersTogetherAreRefusedInEitherOrder) {
    answer_with({"127.0.0.1", "10.0.0.7"});
    look("public, then private answer", "policy_denied");
    timers.jump(std::chrono::hours(12));
    answer_with({"10.0.0.7", "127.0.0.1"});
    look("private, then public answer", "policy_denied");
    timers.jump(std::chrono::hours(12));
    answer_with({"198.51.100.7", "192.168.0.3"});
    look("two answers, one of them private", "policy_denied");
}

} // namespace
} // namespace moisson::testing
