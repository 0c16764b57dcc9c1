// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cluster/describe.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace moisson::cluster {
namespace {

EvidenceKey key(KeyKind kind, std::uint8_t name) {
    EvidenceKey out;
    out.kind = kind;
    out.hash.bytes[15] = name;
    return out;
}

Instant day(int number) {
    return Instant(std::chrono::hours(24 * number));
}

Member a_member(std::uint8_t id, std::vector<EvidenceKey> keys) {
    Member member;
    member.dataset.uuid.bytes[15] = id;
    member.keys = std::move(keys);
    member.portal_url = "https://www.portail" + std::to_string(id) + ".example/";
    member.first_seen = day(100);
    return member;
}

const EvidenceKey files = key(KeyKind::files, 9);

struct Choice {
    std::size_t canonical;
    CanonicalReason reason;
    bool operator==(const Choice&) const = default;
};
Choice choice(const std::vector<Member>& members) {
    const Description found = describe(members);
    return {found.canonical, found.reason};
}

TEST(Canonical, IsTheFirstThatOneQuestionSingles) {
    std::vector<Member> members = {a_member(1, {files}), a_member(2, {files})};
    EXPECT_EQ(choice(members), (Choice{0, CanonicalReason::lowest_id}));
    members[1].first_seen = day(99);
    EXPECT_EQ(choice(members), (Choice{1, CanonicalReason::first_seen}));
    members[0].issued = day(20);
    EXPECT_EQ(choice(members), (Choice{0, CanonicalReason::earliest_issued}));
    members[1].issued = day(10);
    EXPECT_EQ(choice(members), (Choice{1, CanonicalReason::earliest_issued}));
    members[1].keys.push_back(key(KeyKind::origin, 50));
    EXPECT_EQ(choice(members), (Choice{0, CanonicalReason::no_origin}));
    members[1].file_hosts = {"static.portail2.example", "ailleurs.example"};
    members[0].file_hosts = {"static.portail2.example"};
    EXPECT_EQ(choice(members), (Choice{1, CanonicalReason::own_files}));
    members[1].keys.push_back(key(KeyKind::origin, 60));
    members[0].keys.push_back(key(KeyKind::address, 60));
    EXPECT_EQ(choice(members), (Choice{0, CanonicalReason::named_origin}));
}

TEST(Canonical, SimilarHostNamesAreNotHome) {
    std::vector<Member> members = {a_member(1, {files}), a_member(2, {files})};
    members[1].file_hosts = {"autreportail2.example"};
    EXPECT_EQ(choice(members), (Choice{0, CanonicalReason::lowest_id}));
}

// The World Bank, HDX that took it from there, Togo that took it from HDX.
TEST(Chain, GoesFromCopyToCopyToTheOrigin) {
    const EvidenceKey at_bank = key(KeyKind::address, 1);
    const EvidenceKey from_bank = key(KeyKind::origin, 1);
    const EvidenceKey at_hdx = key(KeyKind::address, 2);
    const EvidenceKey from_hdx = key(KeyKind::origin, 2);
    const std::vector<Member> members = {
        a_member(1, {from_hdx, files}),
        a_member(2, {at_hdx, from_bank}),
        a_member(3, {at_bank, files})};
    const Description found = describe(members);
    EXPECT_EQ(found.canonical, 2U);
    EXPECT_EQ(found.reason, CanonicalReason::named_origin);
    EXPECT_EQ(found.places[0].origin, 1U);
    EXPECT_EQ(found.places[1].origin, 2U);
    EXPECT_EQ(found.places[2].origin, std::nullopt);
    EXPECT_EQ(
        found.places[0].evidence,
        (std::vector<Evidence>{Evidence::republication, Evidence::same_files})
    );
    EXPECT_EQ(found.places[1].evidence, std::vector<Evidence>{Evidence::republication});
}

TEST(Chain, NeverTurnsInCircles) {
    const std::vector<Member> members = {
        a_member(1, {key(KeyKind::address, 1), key(KeyKind::origin, 2)}),
        a_member(2, {key(KeyKind::address, 2), key(KeyKind::origin, 3)}),
        a_member(3, {key(KeyKind::address, 3), key(KeyKind::origin, 1)}),
        a_member(4, {key(KeyKind::address, 4), key(KeyKind::origin, 1)})};
    const Description found = describe(members);
    for (std::size_t i = 0; i < members.size(); ++i) {
        std::optional<std::size_t> at = i;
        std::size_t steps = 0;
        for (; at && steps <= members.size(); ++steps)
            at = found.places[*at].origin;
        EXPECT_LE(steps, members.size()) << i;
    }
}

} // namespace
} // namespace moisson::cluster
