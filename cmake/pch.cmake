# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# Two precompiled headers for the whole tree: `std` (standard library, fmt) and `asio` (adds Asio with
# its coroutines and nlohmann/json).
foreach(kind std asio)
  add_library(moisson_pch_${kind} OBJECT ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
  target_link_libraries(moisson_pch_${kind} PRIVATE moisson_flags moisson_third_asio fmt::fmt
                                                    moisson_third_nlohmann)
  target_precompile_headers(moisson_pch_${kind} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch_${kind}.hpp)
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
