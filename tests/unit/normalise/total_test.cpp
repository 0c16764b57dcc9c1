// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Properties: normalise is total, whatever a portal writes, and asks for nothing twice.
#include "core/rng.hpp"
#include "core/utf8.hpp"
#include "record_fixture.hpp"

#include <gtest/gtest.h>

#include <array>

namespace moisson::normalise {
namespace {

// Pieces that parsers trip over, glued at random.
std::string garbage(Rng& rng) {
    static constexpr std::array<std::string_view, 44> pieces = {
        "",
        " ",
        "é",
        "\u00C3\u00A9",
        "\u0301",
        "&amp;",
        "&lt;",
        "&gt;",
        "<p>",
        "</",
        "<a href=",
        "\"",
        "'",
        "[",
        "](",
        ")",
        "http://",
        "https://",
        "data:",
        ";base64,",
        "AAAA",
        "%",
        "%C3",
        "2013",
        "-",
        "/",
        ".",
        ":",
        "T",
        "Z",
        "P1Y",
        "R/",
        "POINT(",
        "1e999",
        "nan",
        "{\"coordinates\":[[",
        "csv",
        "\u200B",
        "\u0640\u0651",
        "\uFEFF",
        "\n",
        "\t",
        "x@y.z",
        "\U0001F600"};
    std::string text;
    const std::uint64_t count = rng.below(12);
    for (std::uint64_t i = 0; i < count; ++i)
        text += pieces[rng.below(pieces.size())];
    return text;
}

RawRecord a_garbage_record(Rng& rng) {
    const auto g = [&] { return garbage(rng); };
    RawRecord r;
    r.remote_id = g();
    r.aliases = {g(), g()};
    r.uri = g();
    r.remote_url = g();
    r.landing_page = g();
    r.title = {{g(), g(), false}};
    r.description = {{g(), g() + g(), false}};
    r.keywords = {{g(), g(), false}, {"", g(), true}};
    r.themes = {g()};
    r.publisher = {g(), g(), {{"", g(), false}}, g(), g()};
    r.contacts = {{g(), g(), g(), g()}};
    r.licences = {{g(), g(), g()}};
    r.access_rights = g();
    r.languages = {g()};
    r.frequency = g();
    r.issued = g();
    r.modified = g();
    r.temporal = {{g(), g(), g()}, {"", "", g()}};
    r.spatial = {{g(), g(), g()}};
    r.country_hints = {g()};
    RawDistribution d;
    d.remote_id = g();
    d.title = {{"", g(), false}};
    d.download_url = g();
    d.access_url = g();
    d.format = g();
    d.media_type = g();
    d.size = g();
    d.checksum = g();
    d.checksum_algorithm = g();
    d.modified = g();
    r.distributions = {d, d};
    return r;
}

TEST(NormaliseIsTotal, OnRandomGarbage) {
    Rng rng(20261123);
    NormaliseContext context = a_context();
    context.timezone = "Europe/Paris";
    for (int i = 0; i < 3'000; ++i) {
        const RawRecord record = a_garbage_record(rng);
        const Normalised result = normalise(record, context);
        EXPECT_LE(result.issues.size(), limits::issues_per_record);
        EXPECT_EQ(result.dataset.distributions.size(), 2U);
        EXPECT_NE(result.dataset.distributions[0].id, result.dataset.distributions[1].id);
        for (const LangText& title : result.dataset.title)
            EXPECT_TRUE(is_clean_utf8(title.text));
        for (const Distribution& d : result.dataset.distributions)
            EXPECT_EQ(d.url.find_first_of(" <>\"\n\t"), std::string::npos) << d.url;
    }
}

TEST(NormaliseIsTotal, AndAFunction) {
    Rng rng(7);
    for (int i = 0; i < 200; ++i) {
        const RawRecord record = a_garbage_record(rng);
        const Normalised first = normalise(record, a_context());
        const Normalised second = normalise(record, a_context());
        EXPECT_EQ(first.dataset, second.dataset);
        EXPECT_EQ(first.issues, second.issues);
    }
}

TEST(NormaliseIsTotal, OnWhatIsFarTooLong) {
    RawRecord record = a_record();
    const std::string longest(300'000, '<');
    record.title = {{longest, longest, false}};
    record.description = {{"", std::string(500'000, '&'), false}};
    record.frequency = longest;
    record.issued = longest;
    record.spatial = {{std::string(1'000'000, '['), longest, longest}};
    record.licences = {{longest, longest, longest}};
    record.themes = {longest};
    record.access_rights = longest;
    const Normalised result = normalise(record, a_context());
    EXPECT_TRUE(has_issue(result, Code::bad_spatial));
    for (const Issue& issue : result.issues)
        EXPECT_LE(issue.detail.size(), 400U);
}

} // namespace
} // namespace moisson::normalise
