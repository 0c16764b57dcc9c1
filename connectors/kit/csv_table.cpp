// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/csv_table.hpp"

#include "core/ascii.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <string>

namespace moisson::kit {
namespace {

constexpr std::size_t columns_max = 1'000;
// A text without end is begun anew at the next line, each time at the price of the rest of the
// file.
constexpr std::size_t restarts_max = 50;

std::string folded(std::string_view name) {
    const std::size_t first = name.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return ascii_lowered(name.substr(first, name.find_last_not_of(" \t\r\n") - first + 1));
}

} // namespace

// Quotes count at the beginning of a cell only; what follows the closing one belongs to the cell.
CsvTable::Cut CsvTable::cut(std::size_t at, bool keep) const {
    const std::string_view text = text_;
    const char ends[] = {delimiter_, '\n', '\0'};
    Cut cut;
    while (true) {
        ++cut.count;
        std::string cell;
        bool quoted = at < text.size() && text[at] == '"';
        while (quoted) {
            const std::size_t quote = text.find('"', ++at);
            cut.ended = quote != std::string_view::npos;
            const std::size_t end = cut.ended ? quote : text.size();
            if (keep)
                cell += text.substr(at, end - at);
            at = std::min(end + 1, text.size());
            // A quote that is doubled is one of the text.
            quoted = at < text.size() && cut.ended && text[at] == '"';
            if (quoted && keep)
                cell += '"';
        }
        const std::size_t end = std::min(text.find_first_of(ends, at, 2), text.size());
        if (keep) {
            cell += text.substr(at, end - at);
            if ((end >= text.size() || text[end] == '\n') && cell.ends_with('\r'))
                cell.pop_back();
            cut.cells.push_back(std::move(cell));
        }
        at = std::min(end + 1, text.size());
        if (end < text.size() && text[end] == delimiter_)
            continue;
        cut.end = at;
        return cut;
    }
}

void CsvTable::add_row(std::size_t at, const Cut& cut, std::size_t line) {
    Row row;
    row.offset = at;
    const std::string cells = "line " + std::to_string(line) + ": " + std::to_string(cut.count) +
                              " cells, " + std::to_string(columns_.size()) + " expected";
    if (!cut.ended)
        row.broken =
            Error(Code::truncated, "line " + std::to_string(line) + ": a text without end");
    else if (cut.count < columns_.size())
        row.broken = Error(Code::truncated, cells);
    else if (cut.count > columns_.size())
        row.broken = Error(Code::too_large, cells);
    broken_ += row.broken ? 1 : 0;
    rows_.push_back(std::move(row));
}

void CsvTable::read_rows(std::size_t at) {
    std::size_t restarts = 0;
    // The header is the first line, and may hold line breaks.
    std::size_t line = 1;
    std::size_t counted = 0;
    while (at < text_.size()) {
        line += static_cast<std::size_t>(std::count(
            text_.begin() + static_cast<std::ptrdiff_t>(counted),
            text_.begin() + static_cast<std::ptrdiff_t>(at),
            '\n'
        ));
        counted = at;
        if (text_[at] == '\n' || text_.compare(at, 2, "\r\n") == 0) {
            at = text_.find('\n', at) + 1;
            continue;
        }
        const Cut row = cut(at, false);
        add_row(at, row, line);
        // The rest of the file is not lost with a text that does not end.
        if (!row.ended && restarts++ < restarts_max)
            at = std::min(std::min(text_.find('\n', at), text_.size()) + 1, text_.size());
        else
            at = row.end;
    }
}

Result<CsvTable> CsvTable::read(std::string text) {
    CsvTable table;
    table.text_ = std::move(text);
    if (table.text_.starts_with(byte_order_mark))
        table.text_.erase(0, byte_order_mark.size());
    Cut header;
    char best = ',';
    for (const char delimiter : {',', ';', '\t', '|'}) {
        table.delimiter_ = delimiter;
        Cut found = table.cut(0, false);
        if (found.count > header.count) {
            header = std::move(found);
            best = delimiter;
        }
    }
    table.delimiter_ = best;
    if (header.count > columns_max)
        return Error(Code::limit_reached, std::to_string(header.count) + " columns");
    header = table.cut(0, true);
    for (const std::string& name : header.cells)
        table.columns_.push_back(folded(name));
    if (table.columns_.size() < 2 || !header.ended)
        return Error(Code::bad_shape, "no table: the first line names no columns");
    table.read_rows(header.end);
    return table;
}

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
    const auto found = std::find(columns_.begin(), columns_.end(), folded(name));
    if (found == columns_.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - columns_.begin());
}

std::vector<std::string> CsvTable::cells(std::size_t row) const {
    if (rows_[row].broken)
        return {};
    return cut(rows_[row].offset, true).cells;
}

} // namespace moisson::kit
