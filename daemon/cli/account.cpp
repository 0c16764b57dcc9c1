// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/account.hpp"

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
    if (author.size() > author_bytes_max) {
        fmt::print(output.problems, "moisson : --auteur a {} octets au plus\n", author_bytes_max);
        return std::nullopt;
    }
    return repair_utf8(author).text;
}

} // namespace moisson::cli
