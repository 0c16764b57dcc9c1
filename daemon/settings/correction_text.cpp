// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "settings/correction_text.hpp"

#include "normalise/codes.hpp"
#include "normalise/correct.hpp"

#include <fmt/format.h>

namespace moisson::settings {
namespace {

std::string unknown_field(const std::string& name) {
    const auto fields = normalise::correctable_fields();
    std::string known;
    for (const std::string_view field : fields)
        known += fmt::format("{}{}", known.empty() ? "" : ", ", field);
    return fmt::format("« {} » n'est pas un champ ; attendu : {}", name, known);
}

// "n'est pas un code" + this.
std::string_view of_kind(std::string_view kind) {
    if (kind == "licence")
        return " de licence";
    if (kind == "frequency")
        return " de fréquence";
    if (kind == "theme")
        return " de thème";
    if (kind == "access_rights")
        return " de conditions d'accès";
    if (kind == "format")
        return " de format";
    if (kind == "country")
        return " de pays";
    if (kind == "language")
        return " de langue";
    return "";
}

} // namespace

std::optional<Instant> parse_day(const std::string& text) {
    const std::optional<Instant> instant = from_iso8601(text);
    return instant ? instant : from_iso8601(text + "T00:00:00Z");
}

std::string unknown_code(
    std::string_view kind,
    std::string_view code,
    const normalise::Vocabularies& vocabularies
) {
    const std::string read = normalise::code_read_in(vocabularies, kind, code);
    std::string text = fmt::format("« {} » n'est pas un code{}", code, of_kind(kind));
    if (normalise::is_code(vocabularies, kind, read))
        text += fmt::format(" ; vouliez-vous dire « {} » ?", read);
    return text;
}

std::string
correction_fault(const Correction& correction, const normalise::Vocabularies& vocabularies) {
    using Fault = normalise::CorrectionFault;
    switch (normalise::fault_of(correction, vocabularies)) {
    case Fault::none:
        return {};
    case Fault::unknown_field:
        return unknown_field(correction.field);
    case Fault::unknown_condition:
        return "condition : " + unknown_field(correction.when.field);
    case Fault::no_value:
        return "une valeur est attendue";
    case Fault::unknown_code:
        return unknown_code(correction.field, correction.value, vocabularies);
    case Fault::bad_date:
        return fmt::format(
            "« {} » n'est pas une date (2026, 2026-08 ou 2026-08-22)",
            correction.value
        );
    case Fault::bad_address:
        return fmt::format("« {} » n'est pas une adresse web complète", correction.value);
    case Fault::not_a_list:
        return fmt::format("rien ne s'ajoute à {} : ce n'est pas une liste", correction.field);
    case Fault::no_reason:
        return "un motif est attendu : il est publié avec la correction";
    case Fault::too_long:
        break;
    }
    return "la valeur, le motif, l'auteur ou la condition est trop long";
}

} // namespace moisson::settings
