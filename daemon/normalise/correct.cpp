// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/correct.hpp"

#include "core/limits.hpp"
#include "normalise/codes.hpp"
#include "normalise/correctable.hpp"
#include "normalise/dates.hpp"
#include "normalise/urls.hpp"
#include "text/key.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace moisson::normalise {
namespace {

CorrectionFault fault_of_value(
    const CorrectableField& field,
    const std::string& value,
    const Vocabularies& vocabularies
) {
    if (text::trim(value).empty())
        return CorrectionFault::no_value;
    if (value.size() > field.bytes_max)
        return CorrectionFault::too_long;
    switch (field.kind) {
    case FieldKind::text:
        break;
    case FieldKind::code:
        if (!is_code(vocabularies, field.name, value))
            return CorrectionFault::unknown_code;
        break;
    case FieldKind::date: {
        DateSettings settings;
        settings.vocabularies = &vocabularies;
        if (!read_date(value, settings).date)
            return CorrectionFault::bad_date;
        break;
    }
    case FieldKind::address:
        if (read_url(value, {}).state != UrlState::ok)
            return CorrectionFault::bad_address;
        break;
    }
    return CorrectionFault::none;
}

bool holds(const Dataset& dataset, const CorrectionCondition& when) {
    if (when.empty())
        return true;
    const CorrectableField* const field = correctable_field(when.field);
    if (field == nullptr)
        return false;
    const std::vector<std::string> values = field->values(dataset);
    const std::string wanted = text::vocabulary_key(when.value);
    return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
        return value == when.value || text::vocabulary_key(value) == wanted;
    });
}

void apply(
    Dataset& dataset,
    const Correction& correction,
    const CorrectableField& field,
    const Vocabularies& vocabularies
) {
    switch (correction.action) {
    case CorrectionAction::replace:
        field.put(dataset, correction.value, vocabularies);
        break;
    case CorrectionAction::fill:
        if (field.is_empty(dataset))
            field.put(dataset, correction.value, vocabularies);
        break;
    case CorrectionAction::add:
        field.add(dataset, correction.value);
        break;
    }
}

} // namespace

std::span<const std::string_view> correctable_fields() {
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> out;
        for (const CorrectableField& field : correctable())
            out.push_back(field.name);
        return out;
    }();
    return names;
}

CorrectionFault fault_of(const Correction& correction, const Vocabularies& vocabularies) {
    const CorrectableField* const field = correctable_field(correction.field);
    if (field == nullptr)
        return CorrectionFault::unknown_field;
    if (!correction.when.empty() && correctable_field(correction.when.field) == nullptr)
        return CorrectionFault::unknown_condition;
    if (correction.action == CorrectionAction::add && !field->is_list)
        return CorrectionFault::not_a_list;
    if (text::trim(correction.reason).empty())
        return CorrectionFault::no_reason;
    if (correction.reason.size() > limits::correction_reason_bytes ||
        correction.author.size() > limits::correction_author_bytes ||
        correction.when.value.size() > limits::short_text_bytes)
        return CorrectionFault::too_long;
    return fault_of_value(*field, correction.value, vocabularies);
}

void correct(
    Dataset& dataset,
    std::span<const Correction> corrections,
    const Vocabularies& vocabularies
) {
    std::vector<const Correction*> wanted;
    std::map<std::string_view, std::string> said;
    for (const Correction& correction : corrections) {
        if (fault_of(correction, vocabularies) != CorrectionFault::none ||
            !holds(dataset, correction.when))
            continue;
        wanted.push_back(&correction);
        const CorrectableField& field = *correctable_field(correction.field);
        said.try_emplace(field.name, field.shown(dataset));
    }
    for (const Correction* correction : wanted) {
        const CorrectableField& field = *correctable_field(correction->field);
        const std::vector<std::string> before = field.values(dataset);
        apply(dataset, *correction, field, vocabularies);
        if (field.values(dataset) == before)
            continue;
        AppliedCorrection applied;
        applied.field = correction->field;
        applied.source_value = said.at(field.name);
        applied.value = correction->value;
        applied.reason = correction->reason;
        applied.action = correction->action;
        dataset.corrections.push_back(std::move(applied));
    }
}

} // namespace moisson::normalise
