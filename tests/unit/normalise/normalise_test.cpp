// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Whole records: every quirk that was counted in recorded catalogues (the counts are in comments).
#include "record_fixture.hpp"

#include <gtest/gtest.h>

namespace moisson::normalise {
namespace {

RawDistribution a_file(std::string url, std::string format = {}) {
    RawDistribution raw;
    raw.download_url = std::move(url);
    raw.format = std::move(format);
    return raw;
}

TEST(
    Normalise,
    CleansTitles
) { // 293 NBSP, 1,028 padded, 106 newlines, 64 zero-width, 11,908 entities, 464 tags
    RawRecord record = a_record();
    record.title = {{"fr", "  Budget\u00A0\n2020 \u200B&amp;  <b>comptes</b>\t", false}};
    EXPECT_EQ(normalise(record, a_context()).dataset.title.front().text, "Budget 2020 & comptes");
    record.title = {{"", "L&amp;#39;\u00C3\u00A9cole", false}}; // escaped twice, 48 mojibake
    EXPECT_EQ(normalise(record, a_context()).dataset.title.front().text, "L'école");
    record.title = {{"", "e\u0301cole", false}}; // 273 not NFC
    EXPECT_EQ(normalise(record, a_context()).dataset.title.front().text, "école");
}

TEST(Normalise, NamesARecordWithoutTitleByItsSlug) {
    RawRecord record = a_record();
    record.title = {{"fr", " \u00A0 ", false}};
    record.aliases = {"budget-2020"};
    const Normalised result = normalise(record, a_context());
    EXPECT_TRUE(has_issue(result, Code::missing_title));
    EXPECT_EQ(result.dataset.title.front().text, "budget-2020");
}

TEST(Normalise, DropsEmbeddedImages) { // one description of 1,750,699 characters; 5 above 200 kB
    RawRecord record = a_record();
    record.description = {
        {"fr",
         "Avant ![carte](data:image/png;base64," + std::string(1'750'000, 'A') + ") après",
         false}};
    const Normalised result = normalise(record, a_context());
    EXPECT_EQ(result.dataset.description.front().text, "Avant  après");
    EXPECT_FALSE(has_issue(result, Code::limit_reached));
    record.description = {{"fr", std::string(1'750'699, 'x'), false}};
    const Normalised cut = normalise(record, a_context());
    EXPECT_EQ(cut.dataset.description.front().text.size(), limits::description_bytes);
    EXPECT_TRUE(has_issue(cut, Code::limit_reached, "description"));
}

TEST(Normalise, UnescapesHtmlThatWasEscapedTwice) { // Antwerp 490/491, DE 200, ODS-2015 151/373
    RawRecord record = a_record();
    record.description = {{"fr", "&lt;p&gt;Bonjour &amp;amp; bienvenue&lt;/p&gt;", false}};
    EXPECT_EQ(
        normalise(record, a_context()).dataset.description.front().text,
        "<p>Bonjour &amp; bienvenue</p>"
    );
}

TEST(Normalise, TellsMachineTranslations) { // data.gov.be: 26,192 @fr, 9,465 @fr-t-nl
    RawRecord record = a_record();
    record.title = {
        {"fr-t-nl", "Budget traduit", false},
        {"fr", "Budget", false},
        {"nl", "Begroting", false}};
    const Dataset dataset = normalise(record, a_context()).dataset;
    ASSERT_EQ(dataset.title.size(), 3U);
    EXPECT_TRUE(dataset.title[0].machine_translated);
    EXPECT_EQ(dataset.title[0].lang, "fr");
    EXPECT_EQ(best_text(dataset.title, "fr"), "Budget");
}

TEST(Normalise, ReadsLanguages) { // '["us-EN"]' 52, 'dt' 10, '"spa"' 27, a placeholder 3, zxx
    RawRecord record = a_record();
    record.languages = {
        "us-EN",
        "[\"spa\"]",
        "fr",
        "fra",
        "http://publications.europa.eu/resource/authority/language/DEU",
        "qqqq"};
    const Normalised result = normalise(record, a_context());
    EXPECT_EQ(result.dataset.languages, (std::vector<std::string>{"en", "es", "fr", "de"}));
    EXPECT_TRUE(has_issue(result, Code::unmapped_language, "qqqq"));
    NormaliseContext context = a_context();
    context.languages = {"fr"};
    EXPECT_EQ(normalise(a_record(), context).dataset.languages, std::vector<std::string>{"fr"});
}

TEST(Normalise, UnpacksKeywords) { // ODS-2015 155/166; data.gov.be 1,961
    RawRecord record = a_record();
    record.keywords = {{"fr", "eau, santé,  Eau ,", false}};
    Dataset dataset = normalise(record, a_context()).dataset;
    ASSERT_EQ(dataset.keywords.size(), 2U);
    EXPECT_EQ(dataset.keywords[1].text, "santé");
    record.keywords = {{"fr", "eau, air et sol", false}, {"fr", "budget", false}};
    EXPECT_EQ(normalise(record, a_context()).dataset.keywords.size(), 2U);
}

TEST(Normalise, BoundsWhatIsCounted) { // 34,866 tags; 281 data sets with more than 100 files
    RawRecord record = a_record();
    for (int i = 0; i < 34'866; ++i)
        record.keywords.push_back({"", "mot" + std::to_string(i), false});
    for (int i = 0; i < 5'001; ++i)
        record.distributions.push_back(a_file("http://example.fr/" + std::to_string(i)));
    for (int i = 0; i < 30; ++i)
        record.contacts.push_back({"n" + std::to_string(i), "", "", ""});
    const Normalised result = normalise(record, a_context());
    EXPECT_EQ(result.dataset.keywords.size(), limits::keywords);
    EXPECT_EQ(result.dataset.distributions.size(), limits::distributions);
    EXPECT_EQ(result.dataset.contacts.size(), limits::contacts);
    EXPECT_EQ(count_issues(result, Code::limit_reached), 3U);
}

TEST(Normalise, ReportsEachUnmappedValueOnce) {
    RawRecord record = a_record();
    record.frequency = "every 2 to 10 years"; // EnviDat
    record.themes = {"geospatial", "geospatial"};
    record.access_rights = "Statement about access rights";
    record.licences = {{"my-licence", "", ""}};
    record.distributions = {a_file("", "docreader"), a_file("", "docreader")};
    const Normalised result = normalise(record, a_context());
    for (const Code code :
         {Code::unmapped_frequency,
          Code::unmapped_theme,
          Code::unmapped_access_right,
          Code::unmapped_licence,
          Code::unmapped_format})
        EXPECT_EQ(count_issues(result, code), 1U) << to_string(code);
    EXPECT_TRUE(has_issue(result, Code::unmapped_format, "docreader"));
    EXPECT_EQ(result.dataset.frequency.raw, "every 2 to 10 years");
    EXPECT_EQ(result.dataset.distributions[0].format.raw, "docreader");
    EXPECT_EQ(result.dataset.licence->raw, "my-licence");
    for (const Issue& issue : result.issues)
        EXPECT_EQ(issue.remote_id, "r1");
}

TEST(Normalise, TakesBlankNodesForNothing) { // 13,014 of 13,532 distinct formats of data.gouv.fr
    RawRecord record = a_record();
    record.distributions = {a_file("http://example.fr/x", "n785b8376d9234618b5628ea44b2ca950")};
    const Normalised result = normalise(record, a_context());
    EXPECT_EQ(result.dataset.distributions[0].format.code, "");
    EXPECT_EQ(count_issues(result, Code::unmapped_format), 0U);
}

TEST(Normalise, PrefersTheTellingEvidenceOfAFormat) { // mediaType 'application/unknown' 3,911/3,922
    RawRecord record = a_record();
    RawDistribution weak = a_file("http://example.fr/a.csv.zip?x=1", "zip");
    RawDistribution strong = a_file("http://example.fr/a.zip", "shp");
    RawDistribution media = a_file("http://example.fr/a", "");
    media.media_type = "text/csv; charset=utf-8";
    RawDistribution url = a_file("http://example.fr/a.geojson", "");
    url.media_type = "application/unknown";
    record.distributions = {weak, strong, media, url};
    const auto files = normalise(record, a_context()).dataset.distributions;
    EXPECT_EQ(files[0].format.code, "CSV");
    EXPECT_EQ(files[0].format_family, 'T');
    EXPECT_EQ(files[1].format.code, "SHP");
    EXPECT_EQ(files[2].format.code, "CSV");
    EXPECT_EQ(files[2].media_type, "text/csv");
    EXPECT_EQ(files[3].format.code, "GEOJSON");
}

TEST(Normalise, ReadsTheFormatsOfRealPortals) {
    const auto& v = *vocabularies();
    // '.zip' 41, '.csv' 25, '.xslx', 'CSV.' 17, 'csv.' 14, '.cvs' 5, 'zip+csv' 147, 'ZIP+CSV' 54,
    // 'kml, kmz', 'zip:shp'
    EXPECT_EQ(v.format(".zip").code, "ZIP");
    EXPECT_EQ(v.format("CSV.").code, "CSV");
    EXPECT_EQ(v.format(".cvs").code, "CSV");
    EXPECT_EQ(v.format(".xslx").code, "XLSX");
    EXPECT_EQ(v.format("zip+csv").code, "CSV");
    EXPECT_EQ(v.format("csv+zip").code, "CSV");
    EXPECT_EQ(v.format("kml, kmz").code, "KML");
    EXPECT_EQ(v.format("zip:shp").code, "SHP");
    // udata: None 132, 'fr/' 9, 'aspx', 'csv/utf8', 'shp (wgs84)'
    EXPECT_EQ(v.format("fr/").match, Match::no_value);
    EXPECT_EQ(v.format("csv/utf8").code, "CSV");
    EXPECT_EQ(v.format("shp (wgs84)").code, "SHP");
    EXPECT_EQ(v.format("r script (flat-ascii text)").match, Match::mapped);
}

TEST(Normalise, KeepsUrlsRawAndJudged) { // nested http URLs 31; empty 74; dados 332/800 duplicates
    RawRecord record = a_record();
    record.distributions = {
        a_file("http://example.fr/a b.csv"),
        a_file(""),
        a_file("javascript:x"),
        a_file("http://10.0.0.1/x"),
        a_file("http://example.fr/a%20b.csv")};
    const Normalised result = normalise(record, a_context());
    const auto& files = result.dataset.distributions;
    EXPECT_EQ(files[0].url, "http://example.fr/a%20b.csv");
    EXPECT_EQ(files[0].raw_url, "http://example.fr/a b.csv");
    EXPECT_EQ(files[1].url_state, UrlState::empty);
    EXPECT_EQ(files[2].url_state, UrlState::invalid);
    EXPECT_EQ(files[2].url, "");
    EXPECT_EQ(files[2].raw_url, "javascript:x");
    EXPECT_EQ(files[3].url_state, UrlState::private_network);
    EXPECT_TRUE(has_issue(result, Code::bad_url, "javascript:x"));
    EXPECT_TRUE(has_issue(result, Code::private_url));
    EXPECT_EQ(count_issues(result, Code::dup_resource), 1U);
    EXPECT_NE(files[0].id, files[4].id);
}

TEST(Normalise, NamesDistributionsWhateverTheirOrder) {
    RawRecord record = a_record();
    record.distributions = {
        a_file("http://example.fr/a", "csv"),
        a_file("http://example.fr/a", "json"),
        a_file("http://example.fr/b")};
    record.distributions[2].remote_id = "res-1";
    const auto files = normalise(record, a_context()).dataset.distributions;
    std::swap(record.distributions[0], record.distributions[2]);
    const auto swapped = normalise(record, a_context()).dataset.distributions;
    EXPECT_EQ(files[0].id, swapped[2].id);
    EXPECT_EQ(files[1].id, swapped[1].id);
    EXPECT_EQ(files[2].id, swapped[0].id);
    record.remote_id = "r2";
    EXPECT_NE(normalise(record, a_context()).dataset.distributions[0].id, swapped[0].id);
}

// "9.99 KB", int, null, numeric string; sha1 590, sha256 598; DCAT decimals
TEST(Normalise, ReadsSizesAndChecksums) {
    RawRecord record = a_record();
    RawDistribution raw = a_file("http://example.fr/a");
    raw.size = "9.99 KB";
    raw.checksum = "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709";
    raw.checksum_algorithm = "http://spdx.org/rdf/terms#checksumAlgorithm_sha1";
    record.distributions = {raw, raw, raw, raw};
    record.distributions[1].size = "5120.0";
    record.distributions[2].size = "1 234 567 octets";
    record.distributions[3].size = "gros";
    record.distributions[3].checksum = "md5:pas un condensat";
    const Normalised result = normalise(record, a_context());
    const auto& files = result.dataset.distributions;
    EXPECT_EQ(files[0].byte_size, 10'229);
    EXPECT_EQ(files[0].checksum, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    EXPECT_EQ(files[0].checksum_algorithm, "sha1");
    EXPECT_EQ(files[1].byte_size, 5'120);
    EXPECT_EQ(files[2].byte_size, 1'234'567);
    EXPECT_EQ(files[3].byte_size, std::nullopt);
    EXPECT_EQ(files[3].checksum, "");
    EXPECT_TRUE(has_issue(result, Code::bad_checksum));
}

TEST(
    Normalise,
    RepairsContacts
) { // trailing space, URL instead of e-mail, 'ät' instead of '@'; hasEmail without mailto 455
    RawRecord record = a_record();
    record.contacts = {
        {"A", "mailto:a@example.org ", "", ""},
        {"B", "https://example.org/contact", "", ""},
        {"C", "info ät example.org", "", ""},
        {"D", "d (at) example.org", "", "author"},
        {"E", "E <e@example.org>", "", ""}};
    const Normalised result = normalise(record, a_context());
    const auto& contacts = result.dataset.contacts;
    ASSERT_EQ(contacts.size(), 5U);
    EXPECT_EQ(contacts[0].email, "a@example.org");
    EXPECT_EQ(contacts[1].email, "");
    EXPECT_EQ(contacts[1].url, "https://example.org/contact");
    EXPECT_EQ(contacts[2].email, "");
    EXPECT_EQ(contacts[3].email, "d@example.org");
    EXPECT_EQ(contacts[4].email, "e@example.org");
    EXPECT_EQ(count_issues(result, Code::bad_email), 2U);
}

TEST(Normalise, JoinsAgentsByIdElseByName) { // organization null 91; 3,601 no owner at all
    RawRecord record = a_record();
    record.publisher.name = {{"fr", "Ville de  Lomé ", false}};
    const Agent first = normalise(record, a_context()).dataset.publisher;
    record.publisher.name = {{"fr", "VILLE DE LOME", false}};
    EXPECT_EQ(normalise(record, a_context()).dataset.publisher.key, first.key);
    EXPECT_EQ(first.slug, "ville-de-lome");
    record.publisher.remote_id = "org-1";
    EXPECT_EQ(normalise(record, a_context()).dataset.publisher.key, "org-1");
    NormaliseContext context = a_context();
    EXPECT_TRUE(normalise(a_record(), context).dataset.publisher.empty());
    context.default_publisher = "INSEED";
    EXPECT_EQ(normalise(a_record(), context).dataset.publisher.key, "inseed");
}

TEST(
    Normalise,
    ReadsLicencesFromAnyForm
) { // Köln: trailing "\r"; Antwerp: a whole <div>, '' 476/491
    RawRecord record = a_record();
    record.licences = {
        {"",
         "<div style=\"x\">voir <a "
         "href='https://creativecommons.org/licenses/by/4.0/'>CC</a></div>",
         ""}};
    EXPECT_EQ(normalise(record, a_context()).dataset.licence->code, "cc-by-4.0");
    record.licences = {
        {"cc-by\r", "Creative Commons Attribution", "http://creativecommons.org/licenses/by/3.0/"}};
    EXPECT_EQ(normalise(record, a_context()).dataset.licence->code, "cc-by-3.0");
    record.licences = {{"", "", ""}};
    EXPECT_FALSE(normalise(record, a_context()).dataset.licence);
    record.licences = {{"", "", "https://example.org/my-licence"}};
    const auto unknown = normalise(record, a_context());
    EXPECT_EQ(unknown.dataset.licence->url, "https://example.org/my-licence");
    EXPECT_EQ(unknown.dataset.licence->openness, 'U');
    EXPECT_TRUE(has_issue(unknown, Code::unmapped_licence, "https://example.org/my-licence"));
}

TEST(Normalise, TakesTheLicenceThatAllFilesShare) {
    RawRecord record = a_record();
    record.distributions = {
        a_file("http://example.fr/a"),
        a_file("http://example.fr/b"),
        a_file("http://example.fr/c")};
    record.distributions[0].licence.id = "lov2";
    record.distributions[1].licence.title = "Licence Ouverte 2.0";
    EXPECT_EQ(normalise(record, a_context()).dataset.licence->code, "etalab-2.0");
    record.distributions[2].licence.id = "odc-odbl";
    EXPECT_FALSE(normalise(record, a_context()).dataset.licence);
    NormaliseContext context = a_context();
    context.default_licence = "lov2";
    EXPECT_EQ(normalise(record, context).dataset.licence->code, "etalab-2.0");
}

TEST(Normalise, DatesAreOfTheDataNeverOfTheRecord) {
    RawRecord record = a_record();
    record.record_created = "2020-01-01";
    record.record_modified = "2026-01-01";
    Normalised result = normalise(record, a_context());
    EXPECT_FALSE(result.dataset.modified);
    EXPECT_FALSE(result.dataset.issued);
    record.distributions = {a_file("http://example.fr/a"), a_file("http://example.fr/b")};
    record.distributions[0].modified = "2021-05-01";
    record.distributions[1].issued = "2022-05-01";
    EXPECT_EQ(to_string(*normalise(record, a_context()).dataset.modified), "2022-05-01");
    record.modified = "2019";
    EXPECT_EQ(to_string(*normalise(record, a_context()).dataset.modified), "2019");
    record.modified = "2027-10-31"; // a future date is an issue and no evidence
    result = normalise(record, a_context());
    EXPECT_TRUE(has_issue(result, Code::future_date, "modified: 2027-10-31"));
    EXPECT_EQ(to_string(*result.dataset.modified), "2022-05-01");
    record.modified = "R/P1D";
    EXPECT_TRUE(has_issue(normalise(record, a_context()), Code::bad_date, "modified: R/P1D"));
}

TEST(Normalise, ReadsHdxDaysOnlyInTheirField) {
    RawRecord record = a_record();
    record.frequency = "30";
    record.frequency_field = "data_update_frequency";
    EXPECT_EQ(normalise(record, a_context()).dataset.frequency.code, "MONTHLY");
    record.frequency_field = "frequency";
    EXPECT_TRUE(has_issue(normalise(record, a_context()), Code::unmapped_frequency, "30"));
    record.frequency = "-2";
    record.frequency_field = "data_update_frequency";
    EXPECT_EQ(normalise(record, a_context()).dataset.frequency.code, "AS_NEEDED");
    NormaliseContext context = a_context();
    context.default_frequency = "annuelle";
    EXPECT_EQ(normalise(a_record(), context).dataset.frequency.code, "ANNUAL");
}

TEST(Normalise, InfersThemesFromTagsOnlyWhenNoneIsKnown) {
    RawRecord record = a_record();
    record.keywords = {{"", "transport", false}};
    Dataset dataset = normalise(record, a_context()).dataset;
    EXPECT_EQ(dataset.themes, std::vector<std::string>{"TRAN"});
    EXPECT_TRUE(dataset.themes_inferred);
    record.themes = {"Santé"};
    dataset = normalise(record, a_context()).dataset;
    EXPECT_EQ(dataset.themes, std::vector<std::string>{"HEAL"});
    EXPECT_FALSE(dataset.themes_inferred);
    EXPECT_EQ(dataset.raw_themes, std::vector<std::string>{"Santé"});
}

TEST(Normalise, MappingDigestFollowsTheContextButNotTheClock) {
    NormaliseContext context = a_context();
    const Digest before = mapping_digest(context);
    context.now += std::chrono::hours(1);
    EXPECT_EQ(mapping_digest(context), before);
    context.default_licence = "lov2";
    EXPECT_NE(mapping_digest(context), before);
}

TEST(Normalise, ContextOfASourceKnowsItsCountry) {
    Portal portal;
    portal.key = "togo";
    portal.countries = {"TG"};
    Source source;
    source.connector = "ckan";
    source.url = "https://api.example.tg";
    const NormaliseContext context = make_context(portal, source, vocabularies(), Instant{});
    EXPECT_EQ(context.timezone, "Africa/Lome");
    EXPECT_EQ(context.base_url, "https://api.example.tg");
    EXPECT_EQ(context.id_scheme, "ckan");
}

} // namespace
} // namespace moisson::normalise
