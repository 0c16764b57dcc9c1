// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Value objects as literals (json-ld-api 8.2.2).
#include "core/ascii.hpp"
#include "rdf/jsonld_canonical.hpp"
#include "rdf/jsonld_iri.hpp"
#include "rdf/jsonld_keywords.hpp"
#include "rdf/jsonld_to_rdf.hpp"

#include <fmt/format.h>

#include <cmath>

namespace moisson::rdf::jsonld {

using json::Value;

namespace {

constexpr std::string_view rdf_json = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON";
constexpr std::string_view rdf_value = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value";
constexpr std::string_view rdf_language = "http://www.w3.org/1999/02/22-rdf-syntax-ns#language";
constexpr std::string_view rdf_direction = "http://www.w3.org/1999/02/22-rdf-syntax-ns#direction";
constexpr std::string_view i18n = "https://www.w3.org/ns/i18n#";
// From here on a whole number is a double.
constexpr double integer_end = 1e21;

std::optional<Term> number_literal(const Value& number, const std::string& datatype) {
    const auto real = number.get<double>();
    const bool is_real =
        number.is_number_float() && (std::trunc(real) != real || std::abs(real) >= integer_end);
    if (is_real || datatype == xsd::double_) {
        const std::string text = canonical_double(real);
        return Term(literal(text, datatype.empty() ? xsd::double_ : datatype));
    }
    const std::string text =
        number.is_number_float() ? fmt::format("{:.0f}", real + 0.0) : json::dump(number);
    return Term(literal(text == "-0" ? "0" : text, datatype.empty() ? xsd::integer : datatype));
}

} // namespace

std::optional<Term>
TripleWriter::literal_of(const Value& value, const Place& place, bool& success) {
    const Value& content = *json::find(value, kw::value);
    std::string datatype(json::text(value, kw::type));
    if (datatype == kw::json)
        return Term(literal(canonical_json(content), rdf_json));
    if (!datatype.empty()) {
        auto usable = is_blank_id(datatype) ? std::nullopt : usable_iri(datatype);
        if (!usable)
            return std::nullopt;
        datatype = std::move(*usable);
    }
    if (content.is_boolean()) {
        const std::string_view text = content.get<bool>() ? "true" : "false";
        return Term(literal(text, datatype.empty() ? xsd::boolean : datatype));
    }
    if (content.is_number())
        return number_literal(content, datatype);
    if (!content.is_string())
        return std::nullopt;
    if (!datatype.empty())
        return Term(literal(*content.get_ptr<const Value::string_t*>(), datatype));
    return text_literal(value, place, success);
}

std::optional<Term>
TripleWriter::text_literal(const Value& value, const Place& place, bool& success) {
    const std::string_view text = json::text(value, kw::value);
    std::string_view language = json::text(value, kw::language);
    const std::string_view direction = json::text(value, kw::direction);
    if (json::find(value, kw::language) != nullptr && !is_well_formed_language(language)) {
        if (session_.is_strict())
            return std::nullopt;
        session_.repaired(Code::unmapped_language, "not a language tag", language);
        language = {};
    }
    const RdfDirection mode = session_.options().direction;
    if (!direction.empty() && mode == RdfDirection::i18n_datatype)
        return Term(literal(text, fmt::format("{}{}_{}", i18n, ascii_lowered(language), direction))
        );
    if (!direction.empty() && mode == RdfDirection::compound_literal) {
        std::optional<Term> object;
        success = write_compound(value, place, object);
        return object;
    }
    return Term(language.empty() ? literal(text) : literal_in(text, language));
}

bool TripleWriter::write_compound(
    const Value& value,
    const Place& place,
    std::optional<Term>& object
) {
    const std::string key = compound_scope_ + ' ' + json::dump(value);
    if (const auto known = compounds_.find(key); known != compounds_.end()) {
        object = known->second;
        return true;
    }
    object = compounds_.emplace(key, fresh_blank()).first->second;
    const auto add = [&](std::string_view predicate, std::string_view text) {
        return push(object, predicate, Term(literal(text)), place);
    };
    const std::string_view language = json::text(value, kw::language);
    return add(rdf_value, json::text(value, kw::value)) &&
           (language.empty() || add(rdf_language, ascii_lowered(language))) &&
           add(rdf_direction, json::text(value, kw::direction));
}

} // namespace moisson::rdf::jsonld
