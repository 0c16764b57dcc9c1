// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Corrections by tables: what each action makes of each field, which are refused, what is told.
#include "normalise/correct.hpp"
#include "record_fixture.hpp"

#include <gtest/gtest.h>

namespace moisson::normalise {
namespace {

Correction a_correction(
    std::string field,
    std::string value,
    CorrectionAction action = CorrectionAction::replace
) {
    Correction correction;
    correction.field = std::move(field);
    correction.value = std::move(value);
    correction.action = action;
    correction.reason = "le producteur l'a confirmé";
    correction.author = "awa";
    return correction;
}

Dataset a_dataset() {
    RawRecord record = a_record();
    record.description = {{"fr", "Comptes de la commune", false}};
    record.keywords = {{"fr", "budget", false}};
    record.publisher.remote_id = "org-7";
    record.publisher.name = {{"fr", "Mairie", false}};
    RawLicence licence;
    licence.id = "licence de la mairie";
    record.licences = {licence};
    record.frequency = "de temps en temps";
    record.modified = "2019-04-30";
    record.landing_page = "https://mairie.example/budget";
    return normalise(record, a_context()).dataset;
}

Dataset corrected(Dataset dataset, const std::vector<Correction>& corrections) {
    correct(dataset, corrections, *vocabularies());
    return dataset;
}

std::string shown(const Dataset& dataset, std::string_view field) {
    if (field == "title")
        return std::string(best_text(dataset.title, "fr"));
    if (field == "description")
        return std::string(best_text(dataset.description, "fr"));
    if (field == "keyword")
        return dataset.keywords.back().text;
    if (field == "theme")
        return dataset.themes.back();
    if (field == "publisher")
        return std::string(best_text(dataset.publisher.name, "fr"));
    if (field == "licence")
        return dataset.licence->code;
    if (field == "access_rights")
        return dataset.access_rights.code;
    if (field == "language")
        return dataset.languages.back();
    if (field == "frequency")
        return dataset.frequency.code;
    if (field == "issued")
        return to_string(*dataset.issued);
    if (field == "modified")
        return to_string(*dataset.modified);
    if (field == "country")
        return dataset.countries.back();
    return dataset.landing_page;
}

const std::vector<std::pair<std::string, std::string>> values = {
    {"title", "Budget communal 2019"},
    {"description", "Recettes et dépenses"},
    {"keyword", "finances"},
    {"theme", "ECON"},
    {"publisher", "Mairie de Lomé"},
    {"licence", "etalab-2.0"},
    {"access_rights", "PUBLIC"},
    {"language", "fr"},
    {"frequency", "ANNUAL"},
    {"issued", "2018"},
    {"modified", "2019-05"},
    {"country", "TG"},
    {"landing_page", "https://lome.example/budget"}};

TEST(Correct, EveryFieldCanBeReplaced) {
    ASSERT_EQ(values.size(), correctable_fields().size());
    for (const auto& [field, value] : values) {
        const Dataset before = a_dataset();
        const Dataset after = corrected(before, {a_correction(field, value)});
        EXPECT_EQ(shown(after, field), value) << field;
        ASSERT_EQ(after.corrections.size(), 1U) << field;
        const AppliedCorrection& told = after.corrections.front();
        EXPECT_EQ(told.field, field);
        EXPECT_EQ(told.value, value);
        EXPECT_EQ(told.reason, "le producteur l'a confirmé");
        // Nothing else moved.
        Dataset again = corrected(after, {});
        EXPECT_EQ(again, after) << field;
    }
}

TEST(Correct, TellsWhatTheSourceSaysAndKeepsItsRawValues) {
    const Dataset dataset = corrected(
        a_dataset(),
        {a_correction("licence", "etalab-2.0"), a_correction("frequency", "ANNUAL")}
    );
    ASSERT_EQ(dataset.corrections.size(), 2U);
    EXPECT_EQ(dataset.corrections[0].source_value, "licence de la mairie");
    EXPECT_EQ(dataset.corrections[1].source_value, "de temps en temps");
    EXPECT_EQ(dataset.licence->raw, "licence de la mairie");
    EXPECT_EQ(dataset.licence->openness, 'O');
    EXPECT_FALSE(dataset.licence->url.empty());
    EXPECT_EQ(dataset.frequency.raw, "de temps en temps");
}

TEST(Correct, FillsOnlyWhatTheSourceLeavesOpen) {
    // Said, and understood by nobody: open.
    EXPECT_EQ(
        corrected(a_dataset(), {a_correction("licence", "etalab-2.0", CorrectionAction::fill)})
            .licence->code,
        "etalab-2.0"
    );
    for (const char* const field :
         {"title", "description", "publisher", "modified", "landing_page"})
        for (const auto& [name, value] : values)
            if (name == field)
                EXPECT_TRUE(
                    corrected(a_dataset(), {a_correction(name, value, CorrectionAction::fill)})
                        .corrections.empty()
                ) << field;
}

TEST(Correct, AddsToListsOnce) {
    const Dataset dataset = corrected(
        a_dataset(),
        {a_correction("keyword", "finances", CorrectionAction::add),
         a_correction("keyword", "budget", CorrectionAction::add),
         a_correction("country", "TG", CorrectionAction::add)}
    );
    ASSERT_EQ(dataset.keywords.size(), 2U);
    EXPECT_EQ(dataset.keywords[1].text, "finances");
    EXPECT_EQ(dataset.countries, std::vector<std::string>{"TG"});
    ASSERT_EQ(dataset.corrections.size(), 2U) << "the keyword that was there is no correction";
    EXPECT_EQ(dataset.corrections[0].action, CorrectionAction::add);
}

TEST(Correct, AppliesWhereTheSourceSaysSo) {
    Correction correction = a_correction("licence", "etalab-2.0");
    correction.when = {"publisher", "mairie"};
    EXPECT_EQ(corrected(a_dataset(), {correction}).licence->code, "etalab-2.0");
    correction.when = {"licence", "Licence de la Mairie"};
    EXPECT_EQ(corrected(a_dataset(), {correction}).licence->code, "etalab-2.0");
    correction.when = {"publisher", "préfecture"};
    EXPECT_TRUE(corrected(a_dataset(), {correction}).corrections.empty());
    // What the source says, not what an earlier correction made of it.
    correction.when = {"publisher", "Mairie"};
    EXPECT_EQ(
        corrected(a_dataset(), {a_correction("publisher", "Mairie de Lomé"), correction})
            .licence->code,
        "etalab-2.0"
    );
}

TEST(Correct, TheLastOneOfAFieldStands) {
    const Dataset dataset =
        corrected(a_dataset(), {a_correction("title", "Un"), a_correction("title", "Deux")});
    EXPECT_EQ(best_text(dataset.title, "fr"), "Deux");
    ASSERT_EQ(dataset.corrections.size(), 2U);
    EXPECT_EQ(dataset.corrections[1].source_value, "Budget");
}

TEST(Correct, APublisherByItsNameIsOneProducer) {
    const Dataset one = corrected(a_dataset(), {a_correction("publisher", "Mairie de Lomé")});
    EXPECT_EQ(one.publisher.slug, "mairie-de-lome");
    EXPECT_EQ(one.publisher.key, "mairie de lome");
}

TEST(Correct, SaysWhyItRefuses) {
    struct Case {
        Correction correction;
        CorrectionFault fault;
    };
    std::vector<Case> cases = {
        {a_correction("title", "Budget"), CorrectionFault::none},
        {a_correction("titre", "Budget"), CorrectionFault::unknown_field},
        {a_correction("title", " "), CorrectionFault::no_value},
        {a_correction("title", std::string(3'000, 'x')), CorrectionFault::too_long},
        {a_correction("title", "x", CorrectionAction::add), CorrectionFault::not_a_list},
        {a_correction("licence", "Licence ouverte"), CorrectionFault::unknown_code},
        {a_correction("country", "XA"), CorrectionFault::unknown_code},
        {a_correction("language", "fra"), CorrectionFault::unknown_code},
        {a_correction("modified", "31/02/2024"), CorrectionFault::bad_date},
        {a_correction("landing_page", "www"), CorrectionFault::bad_address},
        {a_correction("landing_page", "http://10.0.0.1/"), CorrectionFault::bad_address}};
    cases.push_back({a_correction("title", "x"), CorrectionFault::no_reason});
    cases.back().correction.reason = " ";
    cases.push_back({a_correction("title", "x"), CorrectionFault::unknown_condition});
    cases.back().correction.when = {"colour", "blue"};
    for (const Case& one : cases) {
        EXPECT_EQ(fault_of(one.correction, *vocabularies()), one.fault)
            << one.correction.field << " = " << one.correction.value.substr(0, 30);
        if (one.fault != CorrectionFault::none)
            EXPECT_TRUE(corrected(a_dataset(), {one.correction}).corrections.empty());
    }
}

TEST(Correct, WhatExpiredIsNotInForce) {
    Correction lasting = a_correction("title", "Un");
    Correction passing = a_correction("title", "Deux");
    passing.expires_at = a_context().now;
    const std::vector<Correction> both = {lasting, passing};
    EXPECT_EQ(in_force(both, a_context().now - std::chrono::seconds(1)).size(), 2U);
    EXPECT_EQ(in_force(both, a_context().now), std::vector<Correction>{lasting});
}

// -- Words of one source -------------------------------------------------------------------------

NormaliseContext with_words() {
    Portal portal;
    portal.key = "tg";
    Source source;
    source.connector = "ckan";
    source.url = "https://portail.example.tg";
    source.publishers = {
        {"MEF", "Ministère des Finances"},
        {"Finances (min.)", "Ministère des Finances"}};
    source.vocabulary["licence"] = {{"Licence de la mairie", "etalab-2.0"}};
    source.vocabulary["frequency"] = {{"de temps en temps", "IRREG"}};
    source.vocabulary["theme"] = {{"Rubrique 7", "HEAL"}};
    source.vocabulary["format"] = {{"tableau", "XLSX"}};
    return make_context(portal, source, vocabularies(), a_context().now);
}

TEST(SourceWords, MapWhatTheVocabulariesDoNotKnow) {
    RawRecord record = a_record();
    RawLicence licence;
    licence.title = "LICENCE de la mairie";
    record.licences = {licence};
    record.frequency = "De temps en temps";
    record.themes = {"rubrique 7"};
    RawDistribution file;
    file.download_url = "https://portail.example.tg/7";
    file.format = "Tableau";
    record.distributions = {file};
    const Normalised result = normalise(record, with_words());
    EXPECT_EQ(result.dataset.licence->code, "etalab-2.0");
    EXPECT_EQ(result.dataset.licence->raw, "LICENCE de la mairie");
    EXPECT_EQ(result.dataset.frequency.code, "IRREG");
    EXPECT_EQ(result.dataset.frequency.raw, "De temps en temps");
    EXPECT_EQ(result.dataset.themes, std::vector<std::string>{"HEAL"});
    EXPECT_EQ(result.dataset.distributions.front().format.code, "XLSX");
    for (const Code code :
         {Code::unmapped_licence,
          Code::unmapped_frequency,
          Code::unmapped_theme,
          Code::unmapped_format})
        EXPECT_FALSE(has_issue(result, code)) << to_string(code);
    const Normalised plain = normalise(record, a_context());
    EXPECT_TRUE(has_issue(plain, Code::unmapped_licence));
}

TEST(SourceWords, JoinTheNamesOfAProducer) {
    std::vector<Agent> agents;
    for (const char* const name : {"MEF", "finances (min.)", "Ministère des Finances"}) {
        RawRecord record = a_record();
        record.publisher.remote_id = name + std::string("-id");
        record.publisher.name = {{"", name, false}};
        agents.push_back(normalise(record, with_words()).dataset.publisher);
    }
    for (const Agent& agent : agents)
        EXPECT_EQ(agent, agents.front());
    EXPECT_EQ(best_text(agents.front().name, "fr"), "Ministère des Finances");
}

TEST(SourceWords, ArePartOfTheMappingOnlyWhereThereAreSome) {
    Portal portal;
    Source source;
    source.connector = "ckan";
    const auto digest = [&] {
        return mapping_digest(make_context(portal, source, vocabularies(), a_context().now));
    };
    const Digest none = digest();
    source.publishers = {{"MEF", "Ministère des Finances"}};
    const Digest named = digest();
    EXPECT_NE(named, none);
    source.vocabulary["licence"] = {{"x", "etalab-2.0"}};
    EXPECT_NE(digest(), named);
    source.publishers.clear();
    source.vocabulary.clear();
    EXPECT_EQ(digest(), none);
}

} // namespace
} // namespace moisson::normalise
