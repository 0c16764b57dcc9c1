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

std::optional<std::string> author_of(const Request& request, const Output& output) {
    const std::string author = request.author.empty() ? own_account() : request.author;
    if (author.size() > limits::correction_author_bytes) {
        fmt::print(
            output.problems,
            "moisson : --auteur a {} octets au plus\n",
            limits::correction_author_bytes
        );
        return std::nullopt;
    }
    return repair_utf8(author).text;
}

std::optional<Trace> trace_of(const Request& request, const Output& output) {
    if (request.motive.find_first_not_of(" \t\r\n") == std::string::npos ||
        request.motive.size() > limits::correction_reason_bytes) {
        fmt::print(
            output.problems,
            "moisson : --motif est attendu ({} octets au plus)\n",
            limits::correction_reason_bytes
        );
        return std::nullopt;
    }
    std::optional<std::string> author = author_of(request, output);
    if (!author)
        return std::nullopt;
    Trace trace;
    trace.author = std::move(*author);
    trace.motive = repair_utf8(request.motive).text;
    return trace;
}

} // namespace moisson::cli
