# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# Flags of our own code. Third-party headers are SYSTEM and escape them.
add_library(moisson_flags INTERFACE)
target_compile_options(moisson_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wundef
  $<$<BOOL:${MOISSON_WERROR}>:-Werror>
  # g++ 12 reports these inside libstdc++ and Boost templates it inlined (PR 105329, 107852), and the
  # pair of operators new and delete of Asio's coroutine frames as mismatched.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread
    -Wno-array-bounds -Wno-maybe-uninitialized -Wno-mismatched-new-delete>)
target_compile_definitions(moisson_flags INTERFACE
  $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)

# Hardening of release binaries: Debian's own set.
target_compile_options(moisson_flags INTERFACE
  $<$<CONFIG:RelWithDebInfo>:-fstack-protector-strong -fstack-clash-protection>)
target_compile_definitions(moisson_flags INTERFACE
  $<$<CONFIG:RelWithDebInfo>:_FORTIFY_SOURCE=2 _GLIBCXX_ASSERTIONS>)
target_link_options(moisson_flags INTERFACE
  $<$<CONFIG:RelWithDebInfo>:-Wl,-z,relro,-z,now>)

# Paths in binaries and ccache entries do not depend on the checkout.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)

if(MOISSON_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=all
    $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=function>)
  add_link_options(-fsanitize=address,undefined)
elseif(MOISSON_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer
    $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  add_link_options(-fsanitize=thread)
elseif(NOT MOISSON_SANITIZE STREQUAL "")
  message(FATAL_ERROR "MOISSON_SANITIZE must be empty, address or thread")
endif()

# Coverage that libFuzzer follows; only the harnesses (tests/fuzz) link its main.
if(MOISSON_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "MOISSON_FUZZ needs clang, whose libFuzzer drives the harnesses")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
