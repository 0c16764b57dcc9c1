// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/link_soft404.hpp"

#include "core/ascii.hpp"
#include "core/digest.hpp"
#include "text/html.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace moisson::monitor {
namespace {

constexpr int differing_bits_max = 3;
constexpr std::size_t sharers_min = 2;
// Anywhere in a path; words of their own in a path.
constexpr std::array<std::string_view, 4> path_marks{
    "not-found",
    "notfound",
    "not_found",
    "introuvable"};
constexpr std::array<std::string_view, 2> path_words{"erreur", "error"};
constexpr std::array<std::string_view, 7> phrases{
    "page introuvable",
    "page non trouvée",
    "page not found",
    "n'existe pas",
    "n’existe pas",
    "this page does not exist",
    "this page doesn't exist"};

std::string_view path_and_query(std::string_view url) {
    const std::size_t scheme = url.find("://");
    const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
    const std::size_t slash = url.find('/', host);
    return slash == std::string_view::npos ? std::string_view("/") : url.substr(slash);
}

std::string_view without_query(std::string_view path) {
    return path.substr(0, path.find_first_of("?#"));
}

// "/" or the root of a language: "/fr", "/en/".
bool is_root(std::string_view url) {
    std::string_view path = without_query(path_and_query(url));
    if (path.ends_with('/'))
        path.remove_suffix(1);
    if (path.empty())
        return true;
    path.remove_prefix(1);
    return path.size() == 2 && path.find('/') == std::string_view::npos;
}

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_letter_or_digit(char c) {
    return is_letter(c) || (c >= '0' && c <= '9');
}

// `word` with nothing of its kind on either side.
bool has_word(std::string_view path, std::string_view word, bool (*is_kind)(char)) {
    for (std::size_t at = path.find(word); at != std::string_view::npos;
         at = path.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if (!(at > 0 && is_kind(path[at - 1])) && !(end < path.size() && is_kind(path[end])))
            return true;
    }
    return false;
}

// Not in "40412", nor in the hexadecimal names of files.
bool names_404(std::string_view path) {
    return has_word(path, "404", is_letter_or_digit);
}

// Queries carry signatures and words of the user's: only the path of the answer counts. What was
// asked for, in the query too, is no sign.
bool says_error(std::string_view final_url, std::string_view original) {
    const std::string path = ascii_lowered(without_query(path_and_query(final_url)));
    const std::string before = ascii_lowered(path_and_query(original));
    if (names_404(path) && !names_404(before))
        return true;
    const auto is_new = [&](std::string_view mark) {
        return before.find(mark) == std::string::npos;
    };
    return std::any_of(
               path_marks.begin(),
               path_marks.end(),
               [&](std::string_view mark) {
                   return is_new(mark) && path.find(mark) != std::string::npos;
               }
           ) ||
           std::any_of(path_words.begin(), path_words.end(), [&](std::string_view word) {
               return is_new(word) && has_word(path, word, is_letter);
           });
}

bool says_not_found(std::string_view body) {
    const std::string text = ascii_lowered(body);
    return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) {
        return text.find(phrase) != std::string::npos;
    });
}

} // namespace

std::uint64_t simhash(std::string_view html) {
    const std::string text = text::html_to_text(html);
    std::array<int, 64> weights{};
    std::array<std::string_view, 3> words;
    std::size_t count = 0;
    for (std::size_t begin = text.find_first_not_of(" \n\t"); begin != std::string::npos;) {
        const std::size_t end = std::min(text.find_first_of(" \n\t", begin), text.size());
        words[0] = words[1];
        words[1] = words[2];
        words[2] = std::string_view(text).substr(begin, end - begin);
        ++count;
        const std::string shingle =
            std::string(words[0]) + ' ' + std::string(words[1]) + ' ' + std::string(words[2]);
        const std::uint64_t hash = fast_hash(shingle);
        for (std::size_t bit = 0; bit < weights.size(); ++bit)
            weights[bit] += (hash >> bit & 1) != 0 ? 1 : -1;
        begin = text.find_first_not_of(" \n\t", end);
    }
    std::uint64_t out = 0;
    for (std::size_t bit = 0; bit < weights.size(); ++bit)
        if (weights[bit] > 0)
            out |= std::uint64_t{1} << bit;
    return count == 0 ? 0 : out;
}

bool alike(std::uint64_t left, std::uint64_t right) {
    return std::popcount(left ^ right) <= differing_bits_max;
}

std::optional<LinkCode> soft404(const LinkTarget& target, const Soft404Input& in) {
    const bool redirected = in.final_url != target.url;
    // A file that many addresses lead to is one file, not an error page, whatever it is called.
    if (!in.html)
        return std::nullopt;
    if (redirected && says_error(in.final_url, target.url))
        return LinkCode::soft404_path;
    if (!in.file)
        return std::nullopt;
    const bool to_root = redirected && is_root(in.final_url) && !is_root(target.url);
    if (to_root && (says_not_found(in.body) || in.canary_alike.value_or(false)))
        return LinkCode::soft404_root;
    if (redirected && in.sharers >= sharers_min)
        return LinkCode::soft404_shared_target;
    if (in.canary_alike.value_or(false))
        return LinkCode::soft404_canary;
    return std::nullopt;
}

std::string canary_key(std::string_view url) {
    const std::string_view plain = url.substr(0, url.find_first_of("?#"));
    const std::size_t slash = plain.rfind('/');
    const std::size_t scheme = plain.find("://");
    if (slash == std::string_view::npos || scheme == std::string_view::npos || slash < scheme + 3)
        return std::string(plain) + '/';
    return std::string(plain.substr(0, slash + 1));
}

std::string canary_address(std::string_view url, std::string_view noise) {
    const std::string_view plain = url.substr(0, url.find_first_of("?#"));
    const std::string directory = canary_key(url);
    std::string_view ending;
    if (plain.size() > directory.size()) {
        const std::string_view name = plain.substr(directory.size());
        const std::size_t dot = name.rfind('.');
        if (dot != std::string_view::npos && name.size() - dot <= 8)
            ending = name.substr(dot);
    }
    return directory + "moisson-" + std::string(noise) + std::string(ending);
}

} // namespace moisson::monitor
