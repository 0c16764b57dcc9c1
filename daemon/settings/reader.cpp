// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// YAML nodes as checked values.
#include "settings/reader.hpp"

#include "core/utf8.hpp"
#include "i18n/details.hpp"
#include "routes/nearest.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>

namespace moisson::settings {

namespace {

constexpr std::size_t secret_bytes_max = 4096;

// Neither PostgreSQL nor a page takes NUL; other control characters have no use either.
bool is_text(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t';
    });
}

// Notes where the last document says its first thing.
class DocumentStarts final : public YAML::EventHandler {
public:
    void OnDocumentStart(const YAML::Mark&) override { seen_ = false; }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { note(mark); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { note(mark); }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t, const std::string&)
        override {
        note(mark);
    }
    void OnSequenceStart(
        const YAML::Mark& mark,
        const std::string&,
        YAML::anchor_t,
        YAML::EmitterStyle::value
    ) override {
        note(mark);
    }
    void OnSequenceEnd() override {}
    void OnMapStart(
        const YAML::Mark& mark,
        const std::string&,
        YAML::anchor_t,
        YAML::EmitterStyle::value
    ) override {
        note(mark);
    }
    void OnMapEnd() override {}

    int last = 0;

private:
    void note(const YAML::Mark& mark) {
        if (!seen_)
            last = mark.line + 1;
        seen_ = true;
    }

    bool seen_ = false;
};

// Line of the second document. Two are asked for and no more: after some broken texts yaml-cpp
// finds empty documents for ever.
std::optional<int> second_document(const std::string& text) {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    DocumentStarts starts;
    if (!parser.HandleNextDocument(starts) || !parser.HandleNextDocument(starts))
        return std::nullopt;
    return starts.last;
}

} // namespace

void Reader::add(const YAML::Node& where, std::string message) const {
    const YAML::Mark mark = where.Mark();
    problems.push_back(Problem{file, mark.is_null() ? 0 : mark.line + 1, std::move(message)});
}

std::optional<std::string> Reader::scalar(const YAML::Node& node, std::string_view option) const {
    if (node.IsNull())
        return std::string();
    if (!node.IsScalar()) {
        add(node, fmt::format("{} : une seule valeur est attendue", option));
        return std::nullopt;
    }
    if (!is_text(node.Scalar())) {
        add(node, fmt::format("{} : un caractère de contrôle n'est pas permis", option));
        return std::nullopt;
    }
    return node.Scalar();
}

std::optional<std::vector<std::string>>
Reader::list(const YAML::Node& node, std::string_view option) const {
    std::vector<std::string> out;
    if (node.IsNull())
        return out;
    if (node.IsScalar()) {
        out.push_back(node.Scalar());
        return out;
    }
    if (!node.IsSequence()) {
        add(node, fmt::format("{} : une liste est attendue", option));
        return std::nullopt;
    }
    for (const YAML::Node& item : node) {
        if (!item.IsScalar() || !is_text(item.Scalar())) {
            add(item, fmt::format("{} : une liste de textes est attendue", option));
            return std::nullopt;
        }
        out.push_back(item.Scalar());
    }
    return out;
}

std::optional<std::string>
Reader::resolve(const YAML::Node& node, std::string_view option, bool& is_reference) const {
    is_reference = false;
    const std::optional<std::string> text = scalar(node, option);
    if (!text || !text->starts_with("${") || !text->ends_with("}"))
        return text;
    is_reference = true;
    const std::string name = text->substr(2, text->size() - 3);
    if (name.starts_with("file:"))
        return read_secret(node, option, name.substr(5));
    std::optional<std::string> value = environment(name);
    if (!value)
        add(node, fmt::format("{} : la variable d'environnement {} n'existe pas", option, name));
    return value;
}

std::optional<std::string>
Reader::read_secret(const YAML::Node& node, std::string_view option, const std::string& path)
    const {
    std::optional<std::string> line = first_line(path);
    if (!line)
        add(node, fmt::format("{} : le fichier {} ne peut pas être lu", option, path));
    return line;
}

std::optional<std::string> first_line(const std::string& path) {
    std::ifstream in(path);
    std::array<char, secret_bytes_max> line{};
    if (!in || !in.getline(line.data(), line.size()))
        return std::nullopt;
    return std::string(line.data());
}

namespace {

// The parser speaks English: what it usually says is said in French, the rest in its own words.
std::string yaml_problem(const std::string& message) {
    if (i18n::knows_detail(message))
        return "YAML incorrect : " + i18n::detail_text(Code::config_invalid, message);
    return fmt::format("YAML incorrect (message de l’analyseur : {})", message);
}

} // namespace

std::optional<YAML::Node> parse_yaml(const std::string& text, const Reader& reader) {
    if (!is_clean_utf8(text)) {
        reader.problems.push_back(Problem{reader.file, 0, "le fichier n'est pas écrit en UTF-8"});
        return std::nullopt;
    }
    try {
        if (const auto second = second_document(text))
            reader.problems.push_back(Problem{
                reader.file,
                *second,
                "un second document YAML commence ici (après « --- ») ; un seul est permis"});
        return YAML::Load(text);
    } catch (const YAML::Exception& error) {
        const int line = error.mark.is_null() ? 0 : error.mark.line + 1;
        reader.problems.push_back(Problem{reader.file, line, yaml_problem(error.msg)});
    }
    return std::nullopt;
}

std::vector<std::pair<std::string, YAML::Node>>
entries(const YAML::Node& node, std::string_view section, const Reader& reader) {
    std::vector<std::pair<std::string, YAML::Node>> out;
    if (node.IsNull())
        return out;
    if (!node.IsMap()) {
        reader.add(
            node,
            section.empty() ? "des lignes « clé: valeur » sont attendues"
                            : fmt::format("{} : une section « clé: valeur » est attendue", section)
        );
        return out;
    }
    std::set<std::string> seen;
    for (const auto& entry : node) {
        if (!entry.first.IsScalar()) {
            reader.add(entry.first, "une clé est un texte");
            continue;
        }
        const std::string key = entry.first.Scalar();
        if (!seen.insert(key).second)
            reader.add(entry.first, fmt::format("la clé « {} » est écrite deux fois", key));
        else
            out.emplace_back(key, entry.second);
    }
    return out;
}

std::string unknown_key(std::string_view key, const std::vector<std::string>& known) {
    std::vector<std::string_view> names;
    for (const std::string& name : known)
        names.push_back(std::string_view(name).substr(0, name.find('.')));
    const std::string_view near = routes::nearest_name(key, names);
    if (near.empty())
        return fmt::format("clé inconnue « {} »", key);
    return fmt::format("clé inconnue « {} » ; vouliez-vous dire « {} » ?", key, near);
}

std::string json_text(std::string_view text) {
    return nlohmann::json(text).dump();
}

std::string json_list(const std::vector<std::string>& texts) {
    std::string out = "[";
    for (const std::string& text : texts) {
        if (out.size() > 1)
            out += ", ";
        out += json_text(text);
    }
    return out + "]";
}

} // namespace moisson::settings
