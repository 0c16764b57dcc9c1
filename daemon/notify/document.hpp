// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A message before it is mail: blocks that are written once and shown twice, as plain text and as
// HTML, so that both say the same (research S8.1). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moisson::notify {

struct Block {
    enum class Kind { title, heading, paragraph, item, link, note };

    Kind kind = Kind::paragraph;
    std::string text;
    // Of an item: the sentence under its title.
    std::string detail;
    // Of an item or a link.
    std::string action;
    std::string url;
};

struct Document {
    std::string subject;
    std::vector<Block> blocks;

    // What the message says in one line; once, first.
    void title(std::string text) { add(Block::Kind::title, std::move(text)); }
    void heading(std::string text) { add(Block::Kind::heading, std::move(text)); }
    void paragraph(std::string text) { add(Block::Kind::paragraph, std::move(text)); }
    void note(std::string text) { add(Block::Kind::note, std::move(text)); }
    void link(std::string text, std::string url);
    void item(std::string title, std::string detail, std::string action, std::string url);

private:
    void add(Block::Kind kind, std::string text);
};

// Lines of 72 columns at most but for addresses; "\n" line ends.
std::string to_text(const Document& document);
// Without script, image or anything fetched.
std::string to_html(const Document& document);

} // namespace moisson::notify
