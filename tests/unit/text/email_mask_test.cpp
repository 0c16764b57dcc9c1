// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "text/email_mask.hpp"

#include <gtest/gtest.h>

namespace moisson::text {
namespace {

TEST(EmailMask, HidesWhatReadsLikeAnAddress) {
    EXPECT_EQ(mask_emails("Écrire à data@insd.bf."), "Écrire à adresse-masquée.");
    EXPECT_EQ(mask_emails("mailto:Jean.Dupont+od@x-y.gouv.fr?s=1"), "mailto:adresse-masquée?s=1");
    EXPECT_EQ(mask_emails("<a@b.tg>,c_d@e.f.org"), "<adresse-masquée>,adresse-masquée");
    EXPECT_EQ(mask_emails("https://x.tg/f?e=a%40b.tg&f=1"), "https://x.tg/f?e=adresse-masquée&f=1");
    EXPECT_EQ(mask_emails("\\u001Fnom@b.tg"), "\\u001Fadresse-masquée");
    EXPECT_EQ(mask_emails("{\"d\":\"ligne\\nnom@b.tg\"}"), "{\"d\":\"ligne\\nadresse-masquée\"}");
}

TEST(EmailMask, LeavesTheRest) {
    for (const char* text :
         {"",
          "@",
          "a@",
          "@b.tg",
          "a@b",
          "https://medium.com/@compte.fr",
          "5@3.2",
          "100%",
          "%40",
          "prix @ 12.50",
          "a@b.1x"})
        EXPECT_EQ(mask_emails(text), text);
}

TEST(EmailMask, IsStable) {
    const std::string once = mask_emails("a@b.tg c@d.ml");
    EXPECT_EQ(mask_emails(once), once);
}

} // namespace
} // namespace moisson::text
