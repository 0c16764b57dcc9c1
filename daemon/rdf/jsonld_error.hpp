// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the JSON-LD 1.1 algorithms may complain about, by the names the specification gives.
// Internal to the room: outside, a failure is a Code with a detail.
#pragma once

#include <string_view>

namespace moisson::rdf::jsonld {

#define MOISSON_JSONLD_FAULTS(MOISSON_FAULT)                                                       \
    MOISSON_FAULT(colliding_keywords, "colliding keywords")                                        \
    MOISSON_FAULT(conflicting_indexes, "conflicting indexes")                                      \
    MOISSON_FAULT(context_overflow, "context overflow")                                            \
    MOISSON_FAULT(cyclic_iri_mapping, "cyclic IRI mapping")                                        \
    MOISSON_FAULT(invalid_id_value, "invalid @id value")                                           \
    MOISSON_FAULT(invalid_import_value, "invalid @import value")                                   \
    MOISSON_FAULT(invalid_included_value, "invalid @included value")                               \
    MOISSON_FAULT(invalid_index_value, "invalid @index value")                                     \
    MOISSON_FAULT(invalid_nest_value, "invalid @nest value")                                       \
    MOISSON_FAULT(invalid_prefix_value, "invalid @prefix value")                                   \
    MOISSON_FAULT(invalid_propagate_value, "invalid @propagate value")                             \
    MOISSON_FAULT(invalid_protected_value, "invalid @protected value")                             \
    MOISSON_FAULT(invalid_reverse_value, "invalid @reverse value")                                 \
    MOISSON_FAULT(invalid_version_value, "invalid @version value")                                 \
    MOISSON_FAULT(invalid_base_direction, "invalid base direction")                                \
    MOISSON_FAULT(invalid_base_iri, "invalid base IRI")                                            \
    MOISSON_FAULT(invalid_container_mapping, "invalid container mapping")                          \
    MOISSON_FAULT(invalid_context_entry, "invalid context entry")                                  \
    MOISSON_FAULT(invalid_context_nullification, "invalid context nullification")                  \
    MOISSON_FAULT(invalid_default_language, "invalid default language")                            \
    MOISSON_FAULT(invalid_iri_mapping, "invalid IRI mapping")                                      \
    MOISSON_FAULT(invalid_keyword_alias, "invalid keyword alias")                                  \
    MOISSON_FAULT(invalid_language_map_value, "invalid language map value")                        \
    MOISSON_FAULT(invalid_language_mapping, "invalid language mapping")                            \
    MOISSON_FAULT(invalid_language_tagged_string, "invalid language-tagged string")                \
    MOISSON_FAULT(invalid_language_tagged_value, "invalid language-tagged value")                  \
    MOISSON_FAULT(invalid_local_context, "invalid local context")                                  \
    MOISSON_FAULT(invalid_remote_context, "invalid remote context")                                \
    MOISSON_FAULT(invalid_reverse_property, "invalid reverse property")                            \
    MOISSON_FAULT(invalid_reverse_property_map, "invalid reverse property map")                    \
    MOISSON_FAULT(invalid_reverse_property_value, "invalid reverse property value")                \
    MOISSON_FAULT(invalid_scoped_context, "invalid scoped context")                                \
    MOISSON_FAULT(invalid_set_or_list_object, "invalid set or list object")                        \
    MOISSON_FAULT(invalid_term_definition, "invalid term definition")                              \
    MOISSON_FAULT(invalid_type_mapping, "invalid type mapping")                                    \
    MOISSON_FAULT(invalid_type_value, "invalid type value")                                        \
    MOISSON_FAULT(invalid_typed_value, "invalid typed value")                                      \
    MOISSON_FAULT(invalid_value_object, "invalid value object")                                    \
    MOISSON_FAULT(invalid_value_object_value, "invalid value object value")                        \
    MOISSON_FAULT(invalid_vocab_mapping, "invalid vocab mapping")                                  \
    MOISSON_FAULT(keyword_redefinition, "keyword redefinition")                                    \
    MOISSON_FAULT(loading_document_failed, "loading document failed")                              \
    MOISSON_FAULT(loading_remote_context_failed, "loading remote context failed")                  \
    MOISSON_FAULT(processing_mode_conflict, "processing mode conflict")                            \
    MOISSON_FAULT(protected_term_redefinition, "protected term redefinition")                      \
    MOISSON_FAULT(limit_reached, "limit reached")

enum class Fault : unsigned char {
#define MOISSON_FAULT(name, text) name,
    MOISSON_JSONLD_FAULTS(MOISSON_FAULT)
#undef MOISSON_FAULT
};

constexpr std::string_view to_string(Fault fault) {
    constexpr std::string_view names[] = {
#define MOISSON_FAULT(name, text) text,
        MOISSON_JSONLD_FAULTS(MOISSON_FAULT)
#undef MOISSON_FAULT
    };
    return names[static_cast<unsigned char>(fault)];
}

} // namespace moisson::rdf::jsonld
