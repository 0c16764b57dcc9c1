# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# cmake -DROOM=views -DFOLDER=daemon/views/openapi -DOUTPUT=file.cpp -P: the parts of the description of an API, as
# openapi_parts() of that room.
file(GLOB files ${FOLDER}/*.json)
list(SORT files)
set(rows "")
foreach(file ${files})
  # Brackets and semicolons would be CMake's.
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  get_filename_component(name ${file} NAME_WE)
  string(MAKE_C_IDENTIFIER "part_${name}" symbol)
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  string(APPEND arrays "constexpr char ${symbol}[] = {${bytes}'\\0'};\n")
  string(APPEND rows "    std::string_view(${symbol}, ${size}),\n")
endforeach()
file(WRITE ${OUTPUT} "// Generated from daemon/${ROOM}/openapi.
#include \"${ROOM}/openapi.hpp\"
namespace moisson::${ROOM} {
namespace {
${arrays}
constexpr std::string_view parts[] = {
${rows}};
} // namespace
std::span<const std::string_view> openapi_parts() { return parts; }
} // namespace moisson::${ROOM}
")
