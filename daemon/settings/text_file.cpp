// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "settings/text_file.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <fstream>
#include <system_error>

namespace moisson::settings {
namespace {

constexpr std::size_t chunk_bytes = 16 * 1024;

TextFile refused(std::string why) {
    TextFile out;
    out.problem = std::move(why);
    return out;
}

} // namespace

TextFile read_text_file(const std::filesystem::path& path) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found)
        return refused("le fichier n'existe pas");
    if (error)
        return refused("le fichier ne peut pas être lu");
    if (std::filesystem::is_directory(status))
        return refused("c'est un dossier, un fichier est attendu");
    if (!std::filesystem::is_regular_file(status))
        return refused("ce n'est pas un fichier ordinaire");
    std::ifstream in(path, std::ios::binary);
    TextFile out;
    std::array<char, chunk_bytes> chunk{};
    while (in && out.text.size() <= settings_file_bytes) {
        in.read(chunk.data(), chunk.size());
        out.text.append(chunk.data(), static_cast<std::size_t>(in.gcount()));
    }
    if (out.text.size() > settings_file_bytes)
        return refused(fmt::format(
            "le fichier est trop grand ({} Mio au plus)",
            settings_file_bytes / (1024 * 1024)
        ));
    if (!in.eof())
        return refused("le fichier ne peut pas être lu");
    return out;
}

} // namespace moisson::settings
