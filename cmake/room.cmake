# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0

# moisson_rooms(<folder>...): enters the folders in floor order.
macro(moisson_rooms)
  foreach(folder ${ARGN})
    if(EXISTS ${CMAKE_SOURCE_DIR}/${folder}/CMakeLists.txt)
      add_subdirectory(${folder})
    endif()
  endforeach()
endmacro()

# moisson_many_at_a_time(<target> [APART <files>]): what costs is what its files all include. A word of one file's
# unnamed namespace may then shadow another's; where two files say the same word, one of them is named APART.
function(moisson_many_at_a_time target)
  cmake_parse_arguments(MANY "" "" "APART" ${ARGN})
  set_source_files_properties(${MANY_APART} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${MOISSON_UNITY} UNITY_BUILD_BATCH_SIZE 16
                        UNITY_BUILD_CODE_BEFORE_INCLUDE "#pragma GCC diagnostic ignored \"-Wshadow\"")
  # g++ takes the files of a batch for headers, whose types should not be made of unnamed namespaces.
  if(MOISSON_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
  endif()
endfunction()

# moisson_room(NAME <room> SOURCES <files> [PCH std|asio] [DEPENDS <rooms>] [LINK <targets>]
#              [PRIVATE_LINK <targets>] [APART <files>])
# One room = one static library `moisson_<room>`; includes are written from the room tree
# ("store/job_queue.hpp", "kit/connector.hpp").
function(moisson_room)
  cmake_parse_arguments(ROOM "" "NAME;PCH" "SOURCES;DEPENDS;LINK;PRIVATE_LINK;APART" ${ARGN})
  if(NOT ROOM_PCH)
    set(ROOM_PCH std)
  endif()
  set(target moisson_${ROOM_NAME})
  add_library(${target} STATIC ${ROOM_SOURCES})
  add_library(moisson::${ROOM_NAME} ALIAS ${target})
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/daemon ${CMAKE_SOURCE_DIR}/connectors)
  target_precompile_headers(${target} REUSE_FROM moisson_pch_${ROOM_PCH})
  moisson_many_at_a_time(${target} APART ${ROOM_APART})
  list(TRANSFORM ROOM_DEPENDS PREPEND moisson_)
  target_link_libraries(${target} PUBLIC ${ROOM_DEPENDS} ${ROOM_LINK} fmt::fmt moisson_third_asio
                                         moisson_third_nlohmann moisson_asio
                                  PRIVATE moisson_flags ${ROOM_PRIVATE_LINK})
endfunction()

# moisson_executable(NAME <binary> SOURCES <files> DEPENDS <rooms> [PCH std|asio|plain_std|plain_asio]
#                    [LINK <targets>])
function(moisson_executable)
  cmake_parse_arguments(EXE "" "NAME;PCH" "SOURCES;DEPENDS;LINK" ${ARGN})
  if(NOT EXE_PCH)
    set(EXE_PCH std)
  endif()
  add_executable(${EXE_NAME} ${EXE_SOURCES})
  target_precompile_headers(${EXE_NAME} REUSE_FROM moisson_pch_${EXE_PCH})
  list(TRANSFORM EXE_DEPENDS PREPEND moisson_)
  target_link_libraries(${EXE_NAME} PRIVATE ${EXE_DEPENDS} ${EXE_LINK} fmt::fmt moisson_third_asio
                                            moisson_third_nlohmann moisson_asio moisson_flags)
endfunction()

# Everything that the labels unit, golden and fuzz-smoke need, and nothing else: the sanitizer job
# builds it.
add_custom_target(unit_tests)

# moisson_test(NAME <binary> LABEL unit|golden|fuzz-smoke|integration|simulation|acceptance|repo
#              SOURCES <files> DEPENDS <rooms> [PCH std|asio] [LINK <targets>] [TIMEOUT <s>]
#              [WHOLE] [SERIAL] [TREE] [OPTIMISED] [APART <files>])
# A binary is as many ctest tests as MOISSON_TEST_PROCESSES says, each a part of its cases (0: one
# for each case); WHOLE registers the binary as a single test (suites that share a costly fixture such as a PostgreSQL cluster).
function(moisson_test)
  cmake_parse_arguments(TEST "WHOLE;SERIAL;TREE;OPTIMISED" "NAME;PCH;LABEL;TIMEOUT" "SOURCES;DEPENDS;LINK;APART" ${ARGN})
  if(NOT TEST_PCH)
    set(TEST_PCH std)
  endif()
  # Where both the test and what it tests have a template, the linker takes that of the test: slow
  # where much of the work is in such code.
  if(TEST_OPTIMISED)
    set(manner "")
    set(plain "")
  else()
    set(manner plain_)
    set(plain moisson_plain)
  endif()
  moisson_executable(NAME ${TEST_NAME} PCH ${manner}${TEST_PCH} SOURCES ${TEST_SOURCES} DEPENDS ${TEST_DEPENDS}
                     LINK ${TEST_LINK} ${plain} GTest::gmock GTest::gtest_main)
  target_include_directories(${TEST_NAME} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  # Only where they are read (TREE when a header of another folder does): the path of the clone on
  # a command line hides it from ccache.
  file(GLOB local_headers ${CMAKE_CURRENT_SOURCE_DIR}/*.hpp)
  foreach(source ${TEST_SOURCES} ${local_headers})
    cmake_path(ABSOLUTE_PATH source)
    file(STRINGS ${source} reads REGEX "MOISSON_(SOURCE|BINARY)_DIR" LIMIT_COUNT 1)
    if(reads OR TEST_TREE)
      target_compile_definitions(${TEST_NAME} PRIVATE MOISSON_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                                      MOISSON_BINARY_DIR="${CMAKE_BINARY_DIR}")
      break()
    endif()
  endforeach()
  moisson_many_at_a_time(${TEST_NAME} APART ${TEST_APART})
  # EXPECT_* after an unbraced `if` is the macros' business, not ours.
  target_compile_options(${TEST_NAME} PRIVATE -Wno-dangling-else)
  if(TEST_LABEL MATCHES "unit|golden|fuzz-smoke")
    add_dependencies(unit_tests ${TEST_NAME})
  endif()
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 120)
  endif()
  # Under a sanitizer everything takes several times as long.
  if(NOT MOISSON_SANITIZE STREQUAL "")
    math(EXPR TEST_TIMEOUT "4 * ${TEST_TIMEOUT}")
  endif()
  if(TEST_WHOLE)
    add_test(NAME ${TEST_NAME} COMMAND ${TEST_NAME})
    set_tests_properties(${TEST_NAME} PROPERTIES LABELS ${TEST_LABEL} TIMEOUT ${TEST_TIMEOUT}
                         RUN_SERIAL $<BOOL:${TEST_SERIAL}> COST ${TEST_TIMEOUT})
  elseif(MOISSON_TEST_PROCESSES)
    # A process for each of two thousand cases costs more than the cases do.
    math(EXPR part_timeout "3 * ${TEST_TIMEOUT}")
    foreach(part RANGE 1 ${MOISSON_TEST_PROCESSES})
      math(EXPR index "${part} - 1")
      add_test(NAME ${TEST_NAME}.${part} COMMAND ${TEST_NAME})
      set_tests_properties(${TEST_NAME}.${part} PROPERTIES LABELS ${TEST_LABEL} TIMEOUT ${part_timeout} COST ${TEST_TIMEOUT}
                           ENVIRONMENT "GTEST_TOTAL_SHARDS=${MOISSON_TEST_PROCESSES};GTEST_SHARD_INDEX=${index}")
    endforeach()
  else()
    gtest_discover_tests(${TEST_NAME} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${TEST_NAME}." DISCOVERY_TIMEOUT 60
      PROPERTIES LABELS ${TEST_LABEL} TIMEOUT ${TEST_TIMEOUT})
  endif()
endfunction()
