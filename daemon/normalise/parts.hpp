// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The parts that normalise() is made of; internal to the room. Each reads some fields of the record
// and tells the report what it could not read.
#pragma once

#include "normalise/dates.hpp"
#include "normalise/normalise.hpp"
#include "normalise/report.hpp"
#include "normalise/source_vocabulary.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::normalise {

// One call of normalise().
struct Work {
    Work(const RawRecord& raw, const NormaliseContext& with)
        : record(raw), context(with), vocabularies(*with.vocabularies),
          words(*with.vocabularies, with.vocabulary),
          report(raw), dates{with.vocabularies.get(), with.timezone, with.now} {}

    const RawRecord& record;
    const NormaliseContext& context;
    const Vocabularies& vocabularies;
    const SourceVocabulary words;
    Report report;
    DateSettings dates;
};

// -- texts.cpp
// One line, at most `bytes_max`; longer ones are cut, with LIMIT_REACHED naming the field.
std::string
line_of(Work& work, std::string_view raw, std::string_view field, std::size_t bytes_max);
LocalizedText
lines_of(Work& work, const LocalizedText& raw, std::string_view field, std::size_t bytes_max);
// Descriptions: the markup stays.
LocalizedText blocks_of(Work& work, const LocalizedText& raw, std::string_view field);
std::vector<LangText> keywords_of(Work& work);

// -- values.cpp
// The date, or nothing with BAD_DATE or FUTURE_DATE naming the field.
std::optional<PartialDate> date_of(Work& work, std::string_view raw, std::string_view field);
// The URL, or nothing with BAD_URL naming the field.
std::string url_of(Work& work, std::string_view raw, std::string_view field);
std::vector<PeriodOfTime> periods_of(Work& work);
std::vector<std::string> languages_of(Work& work, const std::vector<std::string>& raw);
// Under the name that it has here (NormaliseContext::publishers).
Agent agent_of(Work& work, const RawAgent& raw);
// A producer that is known by its name alone.
Agent agent_named(std::string_view name);
std::vector<ContactPoint> contacts_of(Work& work);
std::optional<Licence> licence_of(Work& work, std::span<const RawLicence> raw);
// What its row says where the source does not; `code` is set.
void complete_licence(const Vocabularies& vocabularies, Licence& licence);
// False for codes that say that nothing, or nothing usable, was stated.
bool is_real_licence(std::string_view code);

// -- places.cpp
void fill_places(Work& work, Dataset& dataset);

// -- distributions.cpp
std::vector<Distribution> distributions_of(Work& work);

} // namespace moisson::normalise
