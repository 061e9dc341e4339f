package org.loupe.app.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** The report's font within one PDF, of which the file gets the letters that it uses. */
final class PdfFont {

  /** Stands for what the font cannot show. */
  private static final String MISSING = "\uFFFD";

  private final PDType0Font font;
  private final Map<Integer, Boolean> isThere = new HashMap<>();

  PdfFont(PDDocument document) throws IOException {
    try (InputStream in = ReportFont.open()) {
      font = PDType0Font.load(document, in, true);
    }
  }

  PDType0Font font() {
    return font;
  }

  /** Returns the text with a mark in the place of each letter that the font does not have. */
  String shown(String words) {
    StringBuilder shown = new StringBuilder();
    words
        .codePoints()
        .forEach(
            c -> {
              if (isThere.computeIfAbsent(c, this::has)) {
                shown.appendCodePoint(c);
              } else {
                shown.append(MISSING);
              }
            });
    return shown.toString();
  }

  private boolean has(int codePoint) {
    boolean direction =
        (codePoint >= 0x202A && codePoint <= 0x202E)
            || (codePoint >= 0x2066 && codePoint <= 0x2069);
    if (Character.isISOControl(codePoint) || direction) {
      return false;
    }
    try {
      font.encode(Character.toString(codePoint));
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns the width of a line of text, in points. */
  double width(String words, double size) {
    try {
      return font.getStringWidth(shown(words)) * size / 1000;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the lines that a text takes in a column; words longer than it are cut. */
  List<String> lines(String words, double size, double column) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words.split(" ", -1)) {
      for (String piece : pieces(word, size, column)) {
        if (!line.isEmpty() && width(line + " " + piece, size) > column) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(piece);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  private List<String> pieces(String word, double size, double column) {
    if (width(word, size) <= column) {
      return List.of(word);
    }
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    for (int c : word.codePoints().toArray()) {
      String letter = Character.toString(c);
      if (!piece.isEmpty() && width(piece + letter, size) > column) {
        pieces.add(piece.toString());
        piece.setLength(0);
      }
      piece.append(letter);
    }
    pieces.add(piece.toString());
    return pieces;
  }
}
