// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "notify/saved_search.hpp"

#include <gtest/gtest.h>

namespace moisson::notify {
namespace {

std::string saved(std::string_view query) {
    return saved_search(routes::parse_query(query)).value_or("nothing");
}

TEST(SavedSearch, HasOneSpellingWhateverItsOrderAndItsView) {
    const std::string wanted = "country=BF&format=CSV&q=eau";
    EXPECT_EQ(saved(wanted), wanted);
    EXPECT_EQ(saved("q=eau&format=csv&country=bf&country=BF"), wanted);
    EXPECT_EQ(
        saved("q=eau&country=BF&format=CSV&page=3&sort=title&facets=theme&facet_q[theme]=x&theme="),
        wanted
    );
}

TEST(SavedSearch, IsNothingWhenItAsksForNothingOrIsNotUnderstood) {
    EXPECT_EQ(saved(""), "nothing");
    EXPECT_EQ(saved("sort=title&page=2"), "nothing") << "the whole catalogue is no search";
    EXPECT_EQ(saved("contry=BF"), "nothing");
    EXPECT_EQ(saved("modified_from=hier"), "nothing");
    EXPECT_EQ(saved("q=" + std::string(1'000, 'x')), "nothing") << "too long to keep";
}

TEST(SavedSearch, IsCalledByItsWordsThenItsFilters) {
    const ValueName name_of = [](std::string_view name, const std::string& value) {
        return name == "country" && value == "BF" ? std::string("Burkina Faso") : std::string();
    };
    EXPECT_EQ(
        search_label(saved("country=BF&theme=!HEAL&q=eau potable"), name_of),
        "eau potable ; Pays : Burkina Faso ; Thème : sauf HEAL"
    );
}

} // namespace
} // namespace moisson::notify
