// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The files of web/: compiled into the program, or read from a directory while designing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::render {

class WebFiles {
public:
    // What was compiled in.
    WebFiles() = default;
    // Development: every read goes to the disk. `directory` is the folder web/.
    explicit WebFiles(std::string directory) : directory_(std::move(directory)) {}

    bool live() const { return !directory_.empty(); }
    // `name` as "templates/home.mustache"; only names that were compiled in exist.
    std::optional<std::string> read(std::string_view name) const;
    std::vector<std::string_view> names() const;

private:
    std::string directory_;
};

} // namespace moisson::render
