# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# Every third-party library, its minimum version and why we use it. All are Debian 12 packages;
# packaging/dependencies.txt lists the package names that `make` installs.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

# Boost.Asio and Boost.Beast (headers): event loop, HTTP/1.1. Boost.URL: RFC 3986 parsing.
find_package(Boost 1.81 REQUIRED COMPONENTS url)
# TLS for Beast, SHA-256 and SHA-1 (UUIDv5).
find_package(OpenSSL 3.0 REQUIRED)
# gzip and deflate of HTTP bodies.
find_package(ZLIB REQUIRED)
# brotli of files that never change: style sheet and icon, packed once at start.
pkg_check_modules(brotli REQUIRED IMPORTED_TARGET libbrotlienc>=1.0)
# PostgreSQL client, blocking, used by daemon/store only.
pkg_check_modules(pqxx REQUIRED IMPORTED_TARGET libpqxx>=6.4)
# COPY and LISTEN below what libpqxx 6.4 offers.
pkg_check_modules(pq REQUIRED IMPORTED_TARGET libpq)
# JSON wires and API answers.
find_path(MOISSON_NLOHMANN_INCLUDE nlohmann/json.hpp REQUIRED)
# The fast way into nlohmann's values for well-formed records (ADR 0014).
pkg_check_modules(simdjson REQUIRED IMPORTED_TARGET simdjson>=3.0)
# Configuration files.
find_package(yaml-cpp 0.7 REQUIRED)
# Name resolution that cannot be blocked by dead names (decision 12).
pkg_check_modules(cares REQUIRED IMPORTED_TARGET libcares>=1.18)
# Registrable domain of a host: the key of the request budget (decision 11).
pkg_check_modules(psl REQUIRED IMPORTED_TARGET libpsl)
# Internationalised host names (UTS 46).
pkg_check_modules(idn2 REQUIRED IMPORTED_TARGET libidn2)
# Raw records (decision 21).
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
# Unicode NFC/NFKD, categories, case folding; small and without locale data.
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
# Linear-time regular expressions over hostile text (pattern.tsv is written in RE2 syntax).
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
# Its .pc file says -pthread to the compiler, which would make the precompiled headers unusable;
# Threads::Threads already says what linking needs.
set_target_properties(PkgConfig::re2 PROPERTIES INTERFACE_COMPILE_OPTIONS "")
# Markdown of CKAN and udata descriptions.
pkg_check_modules(cmark REQUIRED IMPORTED_TARGET libcmark>=0.30)
# Forgiving HTML parser, for text and for sanitised HTML; XML connectors later.
find_package(LibXml2 2.9 REQUIRED)
# RDF/XML, Turtle, TriG, N-Triples and N-Quads readers (daemon/rdf); no network code of it is used.
pkg_check_modules(raptor2 REQUIRED IMPORTED_TARGET raptor2>=2.0.15)
# Snowball stemmers.
find_path(MOISSON_STEMMER_INCLUDE libstemmer.h REQUIRED)
find_library(MOISSON_STEMMER_LIBRARY stemmer REQUIRED)
# Fast non-cryptographic hashes (index, deduplication).
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
# Text formatting: std::format does not exist in g++ 12.
find_package(fmt 9 REQUIRED)
# Command-line parsing of moisson and moissond.
find_path(MOISSON_CLI11_INCLUDE CLI/CLI.hpp REQUIRED)
# Mustache templates of the pages (header only).
find_path(MOISSON_MUSTACHE_INCLUDE NAMES kainjow/mustache.hpp mustache.hpp REQUIRED)
# Allocator of the daemon: a third less processor time, half the memory at rest (ADR 0018).
pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc>=5.2)
# Mail: SMTP, MIME and their TLS (daemon/notify). The GnuTLS flavour, because libraptor2-dev wants it.
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl>=7.88)
# Readiness and watchdog notifications.
pkg_check_modules(systemd REQUIRED IMPORTED_TARGET libsystemd)

foreach(header_only NLOHMANN CLI11 MUSTACHE)
  string(TOLOWER ${header_only} name)
  add_library(moisson_third_${name} INTERFACE)
  target_include_directories(moisson_third_${name} SYSTEM INTERFACE ${MOISSON_${header_only}_INCLUDE})
endforeach()
# Hostile JSON never turns into another type by itself (core/json_access.hpp).
target_compile_definitions(moisson_third_nlohmann INTERFACE JSON_USE_IMPLICIT_CONVERSIONS=0)
add_library(moisson_third_stemmer INTERFACE)
target_include_directories(moisson_third_stemmer SYSTEM INTERFACE ${MOISSON_STEMMER_INCLUDE})
target_link_libraries(moisson_third_stemmer INTERFACE ${MOISSON_STEMMER_LIBRARY})

# Asio settings that every translation unit must share.
add_library(moisson_third_asio INTERFACE)
target_link_libraries(moisson_third_asio INTERFACE Boost::headers Threads::Threads
                                                   OpenSSL::SSL OpenSSL::Crypto)
target_compile_definitions(moisson_third_asio INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)

if(MOISSON_TESTS)
  find_package(GTest 1.12 REQUIRED)
  # Unpacks what the server packed.
  pkg_check_modules(brotlidec REQUIRED IMPORTED_TARGET libbrotlidec>=1.0)
endif()
