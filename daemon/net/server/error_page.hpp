// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Answers that the server gives by itself: a short French page, or problem+json (RFC 9457).
#pragma once

#include "net/http_server.hpp"

#include <string_view>

namespace moisson::net {

enum class ErrorForm { html, problem_json };

// problem+json under /api/ and for clients that ask for JSON, else a page.
ErrorForm error_form(std::string_view path, std::string_view accept);

// 400, 408, 413, 414, 431, 500, 501, 503 or 505. Says nothing about our insides.
ServerResponse error_response(int status, ErrorForm form, std::string_view request_id);

} // namespace moisson::net
