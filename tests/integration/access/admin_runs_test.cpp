// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Runs that people end, or ask for while they wait.
#include "integration/access/admin_fixture.hpp"

#include <string>

namespace moisson::access {
namespace {

const std::string too_slow = R"({"reason": "portail trop lent"})";

std::string cancel_of(RunId run) {
    return "/api/v1/admin/runs/" + std::to_string(run.value) + "/cancel";
}

TEST_F(Admin, ARunIsEndedByHandOnce) {
    const store::ClaimedRun run = world_.claim("bf");
    const std::string path = cancel_of(run.lease.run);
    const std::string local = token("bintou", {"runs:decide"});
    EXPECT_EQ(status("POST", path, local), 400) << "a motive is asked for";
    EXPECT_EQ(status("POST", path, token("awa", {"runs:request"}), too_slow), 403);
    EXPECT_EQ(logged("run.cancelled"), 0);
    EXPECT_EQ(status("POST", path, local, too_slow), 200);
    EXPECT_EQ(json_["data"]["state"], "cancelled");
    const auto beaten = await(world_.harvests->heartbeat(run.lease));
    ASSERT_FALSE(beaten);
    EXPECT_EQ(beaten.error().code, Code::run_cancelled) << "its worker is fenced off";
    EXPECT_EQ(status("POST", path, local, too_slow), 200) << "an answer that was lost";
    EXPECT_EQ(json_["data"]["state"], "cancelled");
    EXPECT_EQ(logged("run.cancelled"), 1);
    EXPECT_EQ(
        world_.number("select count(*) from audit where action = 'run.cancelled' and actor like "
                      "'bintou (moisson_%'"),
        1
    );
    EXPECT_EQ(status("POST", cancel_of(RunId(999)), local, too_slow), 404);
    EXPECT_EQ(status("POST", "/api/v1/admin/runs/x/cancel", local, too_slow), 400);
}

TEST_F(Admin, ARunOfAnotherPortalOrThatHasEndedIsNotEnded) {
    const store::ClaimedRun elsewhere = world_.claim("tg");
    const std::string local = token("bintou", {"runs:decide"});
    EXPECT_EQ(status("POST", cancel_of(elsewhere.lease.run), local, too_slow), 403);
    EXPECT_TRUE(await(world_.harvests->heartbeat(elsewhere.lease)));
    const HarvestRun over = world_.harvest("bf", {store::testing::a_record("bf", "a", "Titre a")});
    EXPECT_EQ(status("POST", cancel_of(over.id), local, too_slow), 409);
    EXPECT_EQ(logged("run.cancelled"), 0);
}

TEST_F(Admin, ARunThatItsPortalKeepsWaitingIsAskedForInVainAndSaysSo) {
    const std::string path = "/api/v1/admin/sources/bf/runs";
    const store::ClaimedRun run = world_.claim("bf");
    EXPECT_EQ(status("POST", path, awa_), 202);
    EXPECT_TRUE(json_["data"]["resumes_at"].is_null());
    EXPECT_TRUE(json_["data"]["sentence"].is_null());
    store::RunPause pause;
    pause.lasts = std::chrono::seconds(3'500);
    ASSERT_TRUE(await(world_.harvests->release(run.lease, store::NetworkFacts(), pause)));
    EXPECT_EQ(status("POST", path, awa_), 202);
    EXPECT_EQ(json_["data"]["run"], run.lease.run.value);
    EXPECT_TRUE(json_["data"]["resumes_at"].is_string());
    EXPECT_EQ(json_["data"]["resume_reason"], "RUN_PAUSED");
    const auto sentence = json_["data"]["sentence"].get<std::string>();
    EXPECT_TRUE(sentence.starts_with("La source est en pause jusqu’au ")) << sentence;
    EXPECT_FALSE(await(world_.harvests->claim_run({"w", std::chrono::seconds(60)})).value());
}

} // namespace
} // namespace moisson::access
