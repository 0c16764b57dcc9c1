// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "repo/files.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

namespace moisson::repo {
namespace {

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    if (pipe == nullptr)
        throw std::runtime_error("cannot run " + command);
    std::string out;
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;)
        out.append(buffer.data(), n);
    return out;
}

std::vector<File> load() {
    std::vector<File> list;
    const std::string names =
        output_of("git -C '" + root().string() + "' ls-files -z -co --exclude-standard");
    std::size_t begin = 0;
    while (begin < names.size()) {
        const std::size_t end = names.find('\0', begin);
        File file;
        file.path = names.substr(begin, end - begin);
        begin = end + 1;
        const auto path = root() / file.path;
        std::error_code ec;
        if (!std::filesystem::is_regular_file(path, ec) ||
            std::filesystem::file_size(path, ec) > (1U << 20))
            continue;
        std::ifstream in(path, std::ios::binary);
        file.text.assign(std::istreambuf_iterator<char>(in), {});
        if (file.text.find('\0') == std::string::npos)
            list.push_back(std::move(file));
    }
    if (list.size() < 20)
        throw std::runtime_error("git lists hardly any file: not a checkout?");
    return list;
}

} // namespace

std::vector<std::string_view> File::lines() const {
    std::vector<std::string_view> out;
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        out.push_back(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return out;
}

bool File::is_code() const {
    return path.ends_with(".cpp") || path.ends_with(".hpp");
}

std::filesystem::path root() {
    return MOISSON_SOURCE_DIR;
}

const std::vector<File>& files() {
    static const std::vector<File> list = load();
    return list;
}

} // namespace moisson::repo
