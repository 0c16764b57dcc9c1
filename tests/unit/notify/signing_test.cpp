// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "builders.hpp"
#include "core/digest.hpp"
#include "notify/desk.hpp"

#include <gtest/gtest.h>

#include <span>

namespace moisson::notify::testing {
namespace {

TEST(Signing, HmacIsThatOfRfc4231) {
    const std::string mac = hmac_sha256("Jefe", "what do ya want for nothing?");
    EXPECT_EQ(
        to_hex(std::as_bytes(std::span(mac.data(), mac.size()))),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
}

TEST(Signing, Base64IsThatOfRfc4648) {
    for (const auto& [plain, coded] : std::initializer_list<std::pair<std::string, std::string>>{
             {"", ""},
             {"f", "Zg=="},
             {"fo", "Zm8="},
             {"foo", "Zm9v"},
             {"foobar", "Zm9vYmFy"}}) {
        EXPECT_EQ(base64(plain), coded);
        EXPECT_EQ(from_base64(coded), plain);
        EXPECT_EQ(from_base64url(base64url(plain)), plain);
    }
    EXPECT_FALSE(from_base64("Zg="));
    EXPECT_EQ(base64url("\xfb\xff"), "-_8");
}

TEST(Signing, ASealHoldsForItsPurposeAndItsTimeOnly) {
    const Sealer sealer(std::string(32, 'k'));
    const Instant now = at("2026-11-23T08:00:00Z");
    const std::string sealed = sealer.seal("link", "leave:12", now + std::chrono::hours(1));
    EXPECT_EQ(sealer.open("link", sealed, now), "leave:12");
    EXPECT_FALSE(sealer.open("form", sealed, now));
    EXPECT_FALSE(sealer.open("link", sealed, now + std::chrono::hours(1)));
    EXPECT_FALSE(Sealer(std::string(32, 'l')).open("link", sealed, now));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string bent = sealed;
        bent[i] = bent[i] == 'A' ? 'B' : 'A';
        // The last character of a signature holds two bits that mean nothing.
        if (i + 1 < sealed.size())
            EXPECT_FALSE(sealer.open("link", bent, now)) << bent;
    }
    EXPECT_FALSE(sealer.open("link", "", now));
    EXPECT_FALSE(sealer.open("link", "a.b", now));
}

TEST(Signing, LinksNameAnActionAPersonAndADataset) {
    const Links all = links();
    const Instant now = at("2026-11-23T08:00:00Z");
    LinkTarget target;
    target.action = LinkAction::up_to_date;
    target.subscriber = 12;
    target.dataset = uuid5(Uuid(), "x");
    const std::string address = all.address(target, now);
    EXPECT_TRUE(address.starts_with("https://moisson.example/abonnements/lien?s=")) << address;
    const auto back = all.open(all.seal(target, now), now);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->action, LinkAction::up_to_date);
    EXPECT_EQ(back->subscriber, 12);
    EXPECT_EQ(back->dataset, target.dataset);
    EXPECT_EQ(back->sealed_at, now);
    const auto later = all.open(all.seal(target, now), now + std::chrono::hours(50));
    ASSERT_TRUE(later);
    EXPECT_EQ(later->sealed_at, now) << "when it was made, not when it is read";
    EXPECT_TRUE(all.form_holds(all.form_seal(now), now));
    EXPECT_FALSE(all.form_holds(all.form_seal(now), now + std::chrono::hours(3)));
    EXPECT_FALSE(all.form_holds(all.seal(target, now), now));
}

TEST(Signing, ReturnPathsComeBackInUpperCaseAndAreNotForged) {
    const Links all = links();
    const std::string path = return_path("rebonds@exemple.org", 4711, all.sealer());
    EXPECT_TRUE(path.starts_with("rebonds+m4711-")) << path;
    EXPECT_EQ(message_of(path, all.sealer()), 4711);
    std::string upper = path;
    for (char& c : upper)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    EXPECT_EQ(message_of(upper, all.sealer()), 4711);
    std::string other = path;
    other.replace(other.find("4711"), 4, "4712");
    EXPECT_FALSE(message_of(other, all.sealer()));
    EXPECT_FALSE(message_of("rebonds@exemple.org", all.sealer()));
}

TEST(Signing, AddressesOfClientsAreTruncated) {
    EXPECT_EQ(truncated_address("192.0.2.77"), "192.0.2.0/24");
    EXPECT_EQ(truncated_address("2001:db8:1:2:3:4:5:6"), "2001:db8:1::/48");
    EXPECT_EQ(truncated_address("::ffff:192.0.2.77"), "192.0.2.0/24");
    EXPECT_EQ(truncated_address("nobody"), "");
}

} // namespace
} // namespace moisson::notify::testing
