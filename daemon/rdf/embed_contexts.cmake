# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# cmake -DFOLDER=config/contexts -DOUTPUT=file.cpp -P: the JSON-LD contexts as one C++ source.
# addresses.tsv there names the addresses: file, tab, address without scheme.
file(STRINGS ${FOLDER}/addresses.tsv lines REGEX "^[^#]")
set(files "")
foreach(line ${lines})
  if(NOT line MATCHES "^([^\t ]+\\.jsonld)\t([^\t ]+)$")
    message(FATAL_ERROR "addresses.tsv: not \"file, tab, address\": ${line}")
  endif()
  set(file ${CMAKE_MATCH_1})
  if(NOT EXISTS ${FOLDER}/${file})
    message(FATAL_ERROR "addresses.tsv: there is no ${file}")
  endif()
  list(APPEND files ${file})
  string(APPEND addresses_of_${file} "${CMAKE_MATCH_2} ")
endforeach()
list(REMOVE_DUPLICATES files)
set(rows "")
foreach(file ${files})
  file(READ ${FOLDER}/${file} text)
  string(APPEND rows
         "    BundledContext{\"${file}\", R\"moisson(${text})moisson\", \"${addresses_of_${file}}\"},\n")
endforeach()
file(WRITE ${OUTPUT}.tmp "// Generated from config/contexts.
#include \"rdf/jsonld_loader.hpp\"
#include <array>
namespace moisson::rdf::jsonld {
namespace {
const auto list = std::to_array<BundledContext>({
${rows}});
}
std::span<const BundledContext> bundled_contexts() { return list; }
} // namespace moisson::rdf::jsonld
")
file(COPY_FILE ${OUTPUT}.tmp ${OUTPUT} ONLY_IF_DIFFERENT)
