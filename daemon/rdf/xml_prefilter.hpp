// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// XmlPrefilter: what XML parsers cannot forgive, mended in the bytes of a stream before they see
// it: bare ampersands, control characters, a second document behind the first. Works on every
// encoding that contains ASCII.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moisson::rdf::xml {

class XmlPrefilter {
public:
    // Appends mended bytes to `out`. False when another XML declaration begins: rest() is that
    // document so far, for a new filter and parser.
    bool feed(std::string_view bytes, std::string& out);
    const std::string& rest() const { return rest_; }
    void finish(std::string& out);

    // A tag has more attributes than it may: nothing behind it is given out.
    bool is_overfull() const;

    std::size_t ampersands() const { return ampersands_; }
    std::size_t controls() const { return controls_; }
    std::size_t lines() const { return lines_; }

private:
    enum class Mode : unsigned char { text, comment, cdata, instruction };

    // Length of what can be decided at the start of `text`, 0 when more must come.
    std::size_t step(std::string_view text, bool at_end, std::string& out);
    std::size_t step_markup(std::string_view text, bool at_end, std::string& out);
    std::size_t step_ampersand(std::string_view text, bool at_end, std::string& out);
    std::size_t leave(std::string_view text, std::string_view end, bool at_end, std::string& out);
    void copy(std::string_view text, std::string& out);
    void count_attributes(std::string_view text);

    Mode mode_ = Mode::text;
    std::string rest_;
    bool started_ = false;
    bool second_ = false;
    bool in_tag_ = false;
    // That opened the value which is being read.
    char quote_ = '\0';
    std::size_t attributes_ = 0;
    std::size_t ampersands_ = 0;
    std::size_t controls_ = 0;
    std::size_t lines_ = 0;
};

} // namespace moisson::rdf::xml
