# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# The HTTP server's part of the room `net`.
set(MOISSON_NET_SERVER_SOURCES
  server/client_turns.cpp server/compression.cpp server/connection.cpp server/connection_request.cpp server/connection_stream.cpp server/connection_write.cpp server/error_page.cpp server/forwarded.cpp server/gzip_stream.cpp
  server/http_server.cpp server/place.cpp server/rate_limit.cpp server/respond.cpp server/target.cpp)
