package org.loupe.app.report;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * The font of figures and of the PDF, which comes with Loupe so that they look the same everywhere:
 * DejaVu Sans 2.37, which has Greek, Å and raised digits. Its license is beside it and in NOTICE.
 */
final class ReportFont {

  /** Families that stand for it in an SVG, where it is not embedded. */
  static final String FAMILIES = "'DejaVu Sans', Verdana, Arial, Helvetica, sans-serif";

  private static final String FILE = "DejaVuSans.ttf";

  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

  private ReportFont() {}

  /** Loads it once, when it is first needed. */
  private static final class Loaded {

    static final Font FONT = load();

    private static Font load() {
      try (InputStream in = open()) {
        return Font.createFont(Font.TRUETYPE_FONT, in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (FontFormatException e) {
        throw new IllegalStateException("the font that comes with Loupe is damaged", e);
      }
    }
  }

  /** Opens the font's file. */
  static InputStream open() {
    return Objects.requireNonNull(ReportFont.class.getResourceAsStream(FILE), FILE);
  }

  static Font of(double size) {
    return Loaded.FONT.deriveFont((float) size);
  }

  /** Returns the width of a line of text, in points. */
  static double width(String words, double size) {
    // at a large size, where no hint for small pixels changes it
    return of(1000).getStringBounds(words, EXACT).getWidth() * size / 1000;
  }
}
