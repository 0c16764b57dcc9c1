// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/tsv.hpp"

#include "core/assert.hpp"
#include "core/utf8.hpp"

#include <algorithm>

namespace moisson::normalise {

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> pieces;
    while (true) {
        const auto at = text.find(separator);
        pieces.push_back(text.substr(0, at));
        if (at == std::string_view::npos)
            return pieces;
        text.remove_prefix(at + 1);
    }
}

Result<Table> Table::parse(
    std::string_view file,
    std::string_view content,
    std::vector<std::string_view> columns_wanted
) {
    Table table;
    table.file_ = file;
    if (!is_clean_utf8(content))
        return Error(Code::config_invalid, std::string(file) + ":1: not UTF-8");
    std::size_t line = 0;
    for (std::size_t at = 0; at < content.size();) {
        const std::string_view text = content.substr(at, content.find('\n', at) - at);
        at += text.size() + 1;
        ++line;
        auto cells = split(text, '\t');
        if (line == 1) {
            table.header_ = std::move(cells);
            continue;
        }
        table.rows_.push_back(std::move(cells));
        if (table.rows_.back().size() != table.header_.size())
            return table.error(
                table.rows_.size() - 1,
                std::to_string(table.rows_.back().size()) + " columns instead of " +
                    std::to_string(table.header_.size())
            );
    }
    for (const std::string_view column : columns_wanted)
        if (std::find(table.header_.begin(), table.header_.end(), column) == table.header_.end())
            return Error(
                Code::config_invalid,
                std::string(file) + ":1: no column '" + std::string(column) + "'"
            );
    if (table.rows_.empty())
        return Error(Code::config_invalid, std::string(file) + ":1: no rows");
    return table;
}

std::string_view Table::cell(std::size_t row, std::string_view column) const {
    const auto found = std::find(header_.begin(), header_.end(), column);
    MOISSON_ASSERT(found != header_.end());
    return rows_[row][static_cast<std::size_t>(found - header_.begin())];
}

std::vector<std::string_view> Table::list(std::size_t row, std::string_view column) const {
    const std::string_view text = cell(row, column);
    if (text.empty())
        return {};
    return split(text, ';');
}

Error Table::error(std::size_t row, const std::string& reason) const {
    return Error(Code::config_invalid, file_ + ":" + std::to_string(row + 2) + ": " + reason);
}

} // namespace moisson::normalise
