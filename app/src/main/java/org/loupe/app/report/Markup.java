package org.loupe.app.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Writes HTML, and SVG inside it, that is well-formed XML too: every text and attribute is escaped
 * and every element is closed by construction.
 */
final class Markup {

  private final StringBuilder text = new StringBuilder("<!DOCTYPE html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  Markup open(String element, Object... attributes) {
    begin(element, attributes).append('>');
    open.push(element);
    return this;
  }

  /** Closes the element that was opened last. */
  Markup close() {
    text.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** Writes an element that has no content. */
  Markup empty(String element, Object... attributes) {
    begin(element, attributes).append("/>\n");
    return this;
  }

  /** Writes an element that holds a text. */
  Markup element(String element, String content, Object... attributes) {
    return open(element, attributes).text(content).close();
  }

  Markup text(String content) {
    escape(content);
    return this;
  }

  /**
   * Writes an element whose content HTML takes as it is, a style or a script.
   *
   * @param content ours, never a user's; must do without what XML would want escaped
   */
  Markup code(String element, String content) {
    if (content.indexOf('<') >= 0 || content.indexOf('&') >= 0) {
      throw new IllegalArgumentException("a " + element + " must do without < and &");
    }
    begin(element).append('>').append(content).append("</").append(element).append(">\n");
    return this;
  }

  /** Returns the whole page. */
  String finish() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("elements are still open: " + open);
    }
    return text.toString();
  }

  private StringBuilder begin(String element, Object... attributes) {
    text.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      Object value = attributes[i + 1];
      if (value instanceof Double number) {
        text.append(coordinate(number));
      } else {
        escape(value.toString());
      }
      text.append('"');
    }
    return text;
  }

  /** Returns a number of pixels, to a hundredth. */
  private static String coordinate(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a coordinate must be finite, was " + value);
    }
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** Names may hold anything that a file system allows, also what XML does not. */
  private void escape(String content) {
    content
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '"' -> text.append("&quot;");
                case '\'' -> text.append("&#39;");
                default -> text.appendCodePoint(isAllowed(c) ? c : '\uFFFD');
              }
            });
  }

  private static boolean isAllowed(int c) {
    boolean control = (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
    // marks that turn the direction of text could make a name look like another
    boolean direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return !control && !direction && !surrogate && (c & 0xFFFE) != 0xFFFE;
  }
}
