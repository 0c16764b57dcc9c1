// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The catalogue export of data.gouv.fr (CSV, gzip) as catalogue entries, for measures on real text.
#pragma once

#include "store/change_feed.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::test {

// Rows of a CSV with a header, quotes and newlines in quotes. The whole file in memory.
std::vector<std::vector<std::string>> read_csv(std::string_view bytes, char delimiter);
// Contents of a file, decompressed when it is gzip. Throws when it cannot be read.
std::string read_file(const std::string& path);

// The directory of recorded catalogues (MOISSON_CORPUS, else beside the checkout); empty if absent.
std::string corpus_folder();

// Hands over the datasets of the export in chunks, so that only one of them is in memory; nothing
// when the corpus has none.
inline constexpr std::size_t datagouv_chunk = 10'000;
void for_datagouv(
    const std::string& corpus,
    const std::function<void(std::vector<store::CatalogEntry>)>& take
);
// Every dataset of the export, empty when the corpus has none. The id is that of the export under
// the scheme "udata", so that judged queries can name it.
std::vector<store::CatalogEntry> read_datagouv(const std::string& corpus);
DatasetId datagouv_id(std::string_view remote_id);

} // namespace moisson::test
