# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# Two precompiled headers for the whole tree: `std` (standard library, fmt) and `asio` (adds Asio with
# its coroutines and nlohmann/json); each again as tests want it, `plain` (adds GoogleTest).

# Tests are compiled once and run once: a release build spares itself their optimisation, a third of
# what they cost, and their line tables.
add_library(moisson_plain INTERFACE)
target_compile_options(moisson_plain INTERFACE $<$<CONFIG:RelWithDebInfo>:-O0 -g0 -U_FORTIFY_SOURCE>)
# As GoogleTest's own target says it: a precompiled header and its users must agree.
target_compile_definitions(moisson_plain INTERFACE GTEST_HAS_PTHREAD=1)

foreach(kind std asio)
  foreach(manner "" plain_)
    set(target moisson_pch_${manner}${kind})
    add_library(${target} OBJECT ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
    target_link_libraries(${target} PRIVATE moisson_flags moisson_third_asio fmt::fmt moisson_third_nlohmann
                                            $<$<BOOL:${manner}>:moisson_plain>)
    target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch_${manner}${kind}.hpp)
  endforeach()
endforeach()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Lets ccache see through the precompiled header.
  add_compile_options(-fpch-preprocess)
else()
  add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
endif()

# Asio, Beast and Asio.SSL compiled once for everybody (separate compilation).
add_library(moisson_asio STATIC ${CMAKE_SOURCE_DIR}/cmake/asio.cpp)
target_link_libraries(moisson_asio PUBLIC moisson_third_asio)
