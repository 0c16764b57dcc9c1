// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The files of the repository as git knows them (tracked or new, never ignored), read whole.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::repo {

struct File {
    // Relative to the root, with "/".
    std::string path;
    std::string text;

    std::vector<std::string_view> lines() const;
    bool is_code() const;
};

std::filesystem::path root();
// Every text file below 1 MiB.
const std::vector<File>& files();

} // namespace moisson::repo
