// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "settings/synonyms.hpp"

#include "search/analyser.hpp"
#include "settings/reader.hpp"
#include "settings/text_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace moisson::settings {
namespace {

using Items = std::function<void(const YAML::Node&)>;

// Words that the search sees, joined: what tells one expression from another.
std::string seen_as(std::string_view text) {
    std::vector<search::Word> words;
    search::split_words(text, words);
    std::string out;
    std::size_t count = 0;
    for (const search::Word& word : words)
        if (!word.compound && ++count <= search::expression_words_max)
            out += word.text + ' ';
    return count > search::expression_words_max ? std::string() : out;
}

class FileReader {
public:
    FileReader(
        const Reader& reader,
        const normalise::Vocabularies* vocabularies,
        search::Lexicon& out
    )
        : reader_(reader), vocabularies_(vocabularies), out_(out) {}

    void read(const YAML::Node& document) {
        const std::vector<std::string> known = {"synonyms", "one_way", "countries"};
        for (const auto& [key, value] : entries(document, "", reader_)) {
            if (key == "synonyms")
                each(value, key, [this](const YAML::Node& node) { synonyms(node); });
            else if (key == "one_way")
                each(value, key, [this](const YAML::Node& node) { one_way(node); });
            else if (key == "countries")
                each(value, key, [this](const YAML::Node& node) { country(node); });
            else
                reader_.add(value, unknown_key(key, known));
        }
    }

private:
    void each(const YAML::Node& node, const std::string& section, const Items& visit) {
        if (node.IsNull())
            return;
        if (!node.IsSequence()) {
            reader_.add(node, fmt::format("{} : une liste est attendue", section));
            return;
        }
        if (node.size() > synonym_entries_max) {
            reader_.add(node, fmt::format("{} : {} entrées au plus", section, synonym_entries_max));
            return;
        }
        for (const YAML::Node& item : node)
            visit(item);
    }

    // False with a problem: no word that can be searched, too long, or written before.
    bool check(const YAML::Node& node, const std::string& text, std::vector<std::string>& seen) {
        const std::string words = seen_as(text);
        if (words.empty() || text.size() > synonym_bytes_max) {
            reader_.add(
                node,
                fmt::format(
                    "« {} » : de 1 à {} mots que la recherche connaît sont attendus",
                    text,
                    search::expression_words_max
                )
            );
            return false;
        }
        if (std::find(seen.begin(), seen.end(), words) != seen.end()) {
            reader_.add(node, fmt::format("« {} » est écrit deux fois dans cette entrée", text));
            return false;
        }
        seen.push_back(words);
        return true;
    }

    std::vector<std::string>
    expressions(const YAML::Node& node, std::string_view section, std::size_t least) {
        std::vector<std::string> seen;
        return expressions(node, section, least, seen);
    }
    std::vector<std::string> expressions(
        const YAML::Node& node,
        std::string_view section,
        std::size_t least,
        std::vector<std::string>& seen
    ) {
        const auto texts = reader_.list(node, section);
        if (!texts)
            return {};
        if (texts->size() < least || texts->size() > synonym_expressions_max) {
            reader_.add(
                node,
                fmt::format(
                    "{} : de {} à {} expressions sont attendues",
                    section,
                    least,
                    synonym_expressions_max
                )
            );
            return {};
        }
        std::vector<std::string> out;
        for (const std::string& text : *texts)
            if (check(node, text, seen))
                out.push_back(text);
        return out;
    }

    void synonyms(const YAML::Node& node) {
        if (!node.IsSequence()) {
            reader_.add(node, "synonyms : une liste d'expressions est attendue");
            return;
        }
        out_.add_synonyms(expressions(node, "synonyms", 2));
    }

    // The two values of an entry, nullopt with a problem when one is missing.
    std::optional<std::pair<std::string, YAML::Node>> pair_of(
        const YAML::Node& node,
        std::string_view section,
        const std::string& first,
        const std::string& second
    ) {
        const std::size_t before = reader_.problems.size();
        std::string text;
        YAML::Node list;
        bool has_list = false;
        for (const auto& [key, value] : entries(node, section, reader_)) {
            if (key == first) {
                text = reader_.scalar(value, key).value_or(std::string());
            } else if (key == second) {
                list = value;
                has_list = true;
            } else {
                reader_.add(value, unknown_key(key, {first, second}));
            }
        }
        if (reader_.problems.size() == before && (text.empty() || !has_list))
            reader_.add(
                node,
                fmt::format("{} : {} et {} sont obligatoires", section, first, second)
            );
        if (reader_.problems.size() != before)
            return std::nullopt;
        return std::pair(std::move(text), list);
    }

    void one_way(const YAML::Node& node) {
        const auto entry = pair_of(node, "one_way", "word", "also");
        if (!entry)
            return;
        std::vector<std::string> seen;
        if (check(node, entry->first, seen))
            out_.add_one_way(entry->first, expressions(entry->second, "also", 1, seen));
    }

    void country(const YAML::Node& node) {
        const auto entry = pair_of(node, "countries", "code", "names");
        if (!entry)
            return;
        const auto& code = entry->first;
        if (vocabularies_ != nullptr) {
            const auto rows = vocabularies_->countries();
            const bool known = std::any_of(rows.begin(), rows.end(), [&code](const auto& row) {
                return row.is_country && row.code == code;
            });
            if (!known)
                reader_.add(node, fmt::format("« {} » n'est pas le code d'un pays", code));
        }
        for (const std::string& name : expressions(entry->second, "names", 1))
            out_.add_country(name, code);
    }

    const Reader& reader_;
    const normalise::Vocabularies* vocabularies_;
    search::Lexicon& out_;
};

} // namespace

LoadedLexicon load_lexicon(const std::string& path, const normalise::Vocabularies* vocabularies) {
    LoadedLexicon out;
    auto lexicon = std::make_shared<search::Lexicon>();
    if (vocabularies != nullptr)
        for (const auto& row : vocabularies->countries())
            if (row.is_country)
                for (const std::string* const name :
                     {&row.labels.fr, &row.labels.en, &row.labels.ar})
                    lexicon->add_country(*name, row.code);
    if (!path.empty()) {
        const TextFile file = read_text_file(path);
        if (!file.problem.empty()) {
            out.problems.push_back(Problem{path, 0, file.problem});
            return out;
        }
        const Environment none = [](const std::string&) { return std::optional<std::string>(); };
        const Reader reader{path, none, out.problems};
        if (const auto document = parse_yaml(file.text, reader))
            FileReader(reader, vocabularies, *lexicon).read(*document);
    }
    out.lexicon = std::move(lexicon);
    return out;
}

} // namespace moisson::settings
