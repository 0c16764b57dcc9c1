// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What people type in place of a code, and the code.
#include "views/unknown_values.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace moisson::test {
namespace {

i18n::CodeLabels labels() {
    i18n::CodeLabels out;
    out.set("country", "BF", {"Burkina Faso", "Burkina Faso", "بوركينا فاسو"});
    out.set("country", "CD", {"République démocratique du Congo", "DR Congo", ""});
    out.set("country", "CG", {"Congo", "Congo", ""});
    out.set("country", "CI", {"Côte d’Ivoire", "Ivory Coast", ""});
    out.set("country", "GN", {"Guinée", "Guinea", ""});
    out.set("country", "GW", {"Guinée-Bissau", "Guinea-Bissau", ""});
    out.set("country", "MA", {"Maroc", "Morocco", "المغرب"});
    out.set("country", "SN", {"Sénégal", "Senegal", ""});
    out.set("licence", "cc-by-4.0", {"Creative Commons Attribution 4.0", "", ""});
    return out;
}

TEST(NearestValue, IsFoundByNameBeginningAndSpelling) {
    const i18n::CodeLabels known = labels();
    const std::vector<std::pair<std::string_view, std::string_view>> cases{
        {"burkina", "BF"},
        {"BURKINA FASO", "BF"},
        {"faso", "BF"},
        {"congo", "CG"},
        {"cote d'ivoire", "CI"},
        {"ivory", "CI"},
        {"Guinée", "GN"},
        {"guin", "GN"},
        {"bissau", "GW"},
        {"MOROCCO", "MA"},
        {"المغرب", "MA"},
        {"sengal", "SN"},
        {" sn ", "SN"}};
    for (const auto& [typed, code] : cases)
        EXPECT_EQ(views::nearest_value(known, "country", typed), code) << typed;
    EXPECT_EQ(views::nearest_value(known, "licence", "CC-BY-4.0"), "cc-by-4.0");
}

TEST(NearestValue, IsNotGuessed) {
    const i18n::CodeLabels known = labels();
    const std::string endless(10'000, 'a');
    for (const std::string_view typed :
         {std::string_view("ZZ"),
          std::string_view("XX"),
          std::string_view("s"),
          std::string_view("Islande"),
          std::string_view(),
          std::string_view("  "),
          std::string_view(endless)})
        EXPECT_EQ(views::nearest_value(known, "country", typed), "") << typed.substr(0, 20);
    EXPECT_EQ(views::nearest_value(known, "couleur", "bleu"), "");
}

TEST(UnknownValues, AreThoseOfFiltersWithAList) {
    routes::SearchParameters parameters;
    parameters.filters["country"] = {"BF", "!SENEGAL"};
    parameters.filters["organization"] = {"nimporte"};
    parameters.filters["portal"] = {"togoo"};
    const auto found = views::unknown_values(labels(), {"mali", "togo"}, parameters);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].value, "!SENEGAL");
    EXPECT_EQ(found[0].nearest, "!SN");
    EXPECT_EQ(found[0].label, "sauf Sénégal") << "what is not wanted is not proposed as wanted";
    EXPECT_EQ(found[0].sentence("Pays"), "« !SENEGAL » n’est pas une valeur connue de « Pays ».");
    EXPECT_EQ(found[1].nearest, "togo");
    EXPECT_EQ(found[1].label, "togo");
}

} // namespace
} // namespace moisson::test
