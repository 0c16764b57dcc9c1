# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# The JSON-LD half of the room, and the contexts it carries; the room's list takes jsonld_sources.
file(GLOB contexts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/config/contexts/*)
add_custom_command(
  OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/embedded_contexts.cpp
  COMMAND ${CMAKE_COMMAND} -DFOLDER=${CMAKE_SOURCE_DIR}/config/contexts
          -DOUTPUT=${CMAKE_CURRENT_BINARY_DIR}/embedded_contexts.cpp
          -P ${CMAKE_CURRENT_SOURCE_DIR}/embed_contexts.cmake
  DEPENDS ${contexts} ${CMAKE_CURRENT_SOURCE_DIR}/embed_contexts.cmake
  COMMENT "Embedding config/contexts")
set(jsonld_sources
  jsonld.cpp jsonld_canonical.cpp jsonld_container.cpp jsonld_context.cpp
  jsonld_context_processor.cpp jsonld_expand_iri.cpp jsonld_expand_keywords.cpp
  jsonld_expand_maps.cpp jsonld_expand_object.cpp jsonld_expand_outer.cpp jsonld_expander.cpp
  jsonld_iri.cpp jsonld_listed.cpp jsonld_literal.cpp jsonld_loader.cpp jsonld_outline.cpp
  jsonld_session.cpp jsonld_term_definer.cpp jsonld_term_parts.cpp jsonld_text.cpp
  jsonld_to_rdf.cpp
  ${CMAKE_CURRENT_BINARY_DIR}/embedded_contexts.cpp)
