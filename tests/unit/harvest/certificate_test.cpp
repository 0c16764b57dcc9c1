// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the operator allowed is said on every report.
#include "unit/harvest/scripted_portal.hpp"

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

TEST(Certificate, ThatNobodyVerifiesIsSaidOnEveryReport) {
    Bench bench;
    bench.script->pages = {{"a=1"}};
    bench.source.url = "https://portail.example/ckan";
    bench.harvest();
    EXPECT_EQ(bench.store.issues(Code::tls_not_verified), 0);
    bench.source.tls = TlsVerification::off;
    bench.harvest();
    EXPECT_EQ(bench.store.issues(Code::tls_not_verified), 1);
    EXPECT_EQ(bench.end().state, RunState::complete);
    bench.script->probe_error = Error(Code::http_5xx, "503");
    bench.harvest();
    EXPECT_EQ(bench.store.issues(Code::tls_not_verified), 2) << "of a failed run too";
    bench.script->probe_error.reset();
    bench.source.url = "http://portail.example/ckan";
    bench.harvest();
    EXPECT_EQ(bench.store.issues(Code::tls_not_verified), 2) << "there is nothing to verify";
    bench.source.url = "https://portail.example/ckan";
    store::ClaimedRun import;
    import.reason = std::string(store::imported_from) + "jeux.json";
    bench.harvest(import);
    EXPECT_EQ(bench.store.issues(Code::tls_not_verified), 2) << "a file has no certificate";
}

} // namespace
} // namespace moisson::testing
