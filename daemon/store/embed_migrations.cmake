# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# cmake -DFOLDER=sql/migrations -DOUTPUT=file.cpp -P: the migrations as one C++ source.
file(GLOB files ${FOLDER}/*.sql)
list(SORT files)
set(rows "")
set(expected 1)
foreach(file ${files})
  get_filename_component(name ${file} NAME)
  string(REGEX MATCH "^([0-9][0-9][0-9][0-9])_" ignored ${name})
  if(NOT CMAKE_MATCH_1)
    message(FATAL_ERROR "${name}: a migration is called NNNN_words.sql")
  endif()
  math(EXPR version "1${CMAKE_MATCH_1} - 10000")
  if(NOT version EQUAL expected)
    message(FATAL_ERROR "${name}: version ${expected} was expected, without gaps or doubles")
  endif()
  math(EXPR expected "${expected} + 1")
  file(READ ${file} sql)
  string(APPEND rows "    Migration{${version}, \"${name}\", R\"moisson(${sql})moisson\"},\n")
endforeach()
file(WRITE ${OUTPUT}.tmp "// Generated from sql/migrations.
#include \"store/migrations.hpp\"
#include <array>
namespace moisson::store {
namespace {
const auto list = std::to_array<Migration>({
${rows}});
}
std::span<const Migration> migrations() { return list; }
} // namespace moisson::store
")
file(COPY_FILE ${OUTPUT}.tmp ${OUTPUT} ONLY_IF_DIFFERENT)
