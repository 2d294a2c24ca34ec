#include "confusable.hpp"

#include <algorithm>
#include <iterator>

#include "dikast/utf8.hpp"

namespace dikast::lint {
namespace {

struct Pair {
  char16_t letter;
  char latin;
};

// Single-letter prototypes of UTS 39 confusables.txt for Greek and Cyrillic, sorted by letter.
constexpr Pair kLookAlikes[] = {
    {0x0391, 'a'}, {0x0392, 'b'}, {0x0395, 'e'}, {0x0396, 'z'}, {0x0397, 'h'}, {0x0399, 'l'},
    {0x039A, 'k'}, {0x039C, 'm'}, {0x039D, 'n'}, {0x039F, 'o'}, {0x03A1, 'p'}, {0x03A4, 't'},
    {0x03A5, 'y'}, {0x03A7, 'x'}, {0x03B1, 'a'}, {0x03B3, 'y'}, {0x03B9, 'i'}, {0x03BA, 'k'},
    {0x03BD, 'v'}, {0x03BF, 'o'}, {0x03C1, 'p'}, {0x03C3, 'o'}, {0x03C5, 'u'}, {0x03F2, 'c'},
    {0x03F3, 'j'}, {0x03F9, 'c'}, {0x0405, 's'}, {0x0406, 'l'}, {0x0408, 'j'}, {0x0410, 'a'},
    {0x0412, 'b'}, {0x0415, 'e'}, {0x041A, 'k'}, {0x041C, 'm'}, {0x041D, 'h'}, {0x041E, 'o'},
    {0x0420, 'p'}, {0x0421, 'c'}, {0x0422, 't'}, {0x0423, 'y'}, {0x0425, 'x'}, {0x0430, 'a'},
    {0x0435, 'e'}, {0x043E, 'o'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0443, 'y'}, {0x0445, 'x'},
    {0x0455, 's'}, {0x0456, 'i'}, {0x0458, 'j'}, {0x0475, 'v'}, {0x04AE, 'y'}, {0x04AF, 'y'},
    {0x04BB, 'h'}, {0x04C0, 'l'}, {0x04CF, 'l'}, {0x0501, 'd'}, {0x050C, 'g'}, {0x051A, 'q'},
    {0x051B, 'q'}, {0x051C, 'w'}, {0x051D, 'w'}};

char latin_of(char32_t c) {
  const auto* at =
      std::lower_bound(std::begin(kLookAlikes), std::end(kLookAlikes), c,
                       [](const Pair& pair, char32_t wanted) { return pair.letter < wanted; });
  return at != std::end(kLookAlikes) && at->letter == c ? at->latin : '\0';
}

char32_t fold(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // full-width forms
  if (const char latin = latin_of(c)) return static_cast<char32_t>(latin);
  if (c == 'I' || c == '1' || c == '|') return 'l';
  if (c == '0') return 'o';
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c >= 0x0410 && c <= 0x042F) return c + 32;  // Cyrillic capitals
  if (c >= 0x0391 && c <= 0x03A9) return c + 32;  // Greek capitals
  return c;
}

bool is_space(char32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

}  // namespace

bool is_invisible(char32_t c) {
  return c == 0xAD || c == 0x34F || c == 0x61C || c == 0x115F || c == 0x1160 || c == 0x17B4 ||
         c == 0x17B5 || (c >= 0x180B && c <= 0x180F) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x3164 ||
         c == 0xFEFF || c == 0xFFA0 || (c >= 0xE0000 && c <= 0xE0FFF);
}

bool is_combining(char32_t c) {
  return (c >= 0x300 && c <= 0x36F) || (c >= 0x483 && c <= 0x489) || (c >= 0x1AB0 && c <= 0x1AFF) ||
         (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
         (c >= 0xFE20 && c <= 0xFE2F);
}

bool looks_latin(char32_t c) { return latin_of(c) != '\0'; }

std::string skeleton(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto decoded = utf8::decode_at(text, i);
    if (!decoded) {
      out += text[i++];
      continue;
    }
    i += decoded->length;
    if (!is_space(decoded->code_point) && !is_invisible(decoded->code_point))
      utf8::append(out, fold(decoded->code_point));
  }
  return out;
}

}  // namespace dikast::lint
