// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/author.hpp"

#include "core/limits.hpp"
#include "core/utf8.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace moisson::cli {
namespace {

std::string own_account() {
    const char* const behind = std::getenv("SUDO_USER");
    if (behind != nullptr && *behind != '\0')
        return behind;
    const passwd* const account = ::getpwuid(::getuid());
    return account == nullptr ? "uid " + std::to_string(::getuid()) : account->pw_name;
}

} // namespace

std::optional<Trace> trace_of(const Request& request, const Output& output) {
    const std::string author = request.author.empty() ? own_account() : request.author;
    if (request.motive.find_first_not_of(" \t\r\n") == std::string::npos ||
        request.motive.size() > limits::correction_reason_bytes ||
        author.size() > limits::correction_author_bytes) {
        fmt::print(
            output.problems,
            "moisson : --motif est attendu ({} octets au plus), --auteur a {} octets au plus\n",
            limits::correction_reason_bytes,
            limits::correction_author_bytes
        );
        return std::nullopt;
    }
    Trace trace;
    trace.author = repair_utf8(author).text;
    trace.motive = repair_utf8(request.motive).text;
    return trace;
}

} // namespace moisson::cli
