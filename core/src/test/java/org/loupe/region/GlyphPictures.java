package org.loupe.region;

import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Draws the pictures that {@link Glyphs} compares characters with, and writes them into the file
 * named as argument: {@code core/src/main/resources/org/loupe/region/glyphs.bin}.
 *
 * <p>The fonts are DejaVu and Liberation (the metrics of Arial, Times and Courier), which have to
 * be installed. Pictures that are almost the same are written once.
 */
final class GlyphPictures {

  private static final List<String> TEXTS =
      List.of(
          "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "n", "m", "u", "p", "\u00b5", "\u00c5",
          "nm", "mm", "\u00b5m", "um");

  private static final List<Font> FONTS =
      List.of(
          new Font("Liberation Sans", Font.PLAIN, 1),
          new Font("Liberation Sans", Font.BOLD, 1),
          new Font("Liberation Sans Narrow", Font.PLAIN, 1),
          new Font("Liberation Mono", Font.PLAIN, 1),
          new Font("Liberation Mono", Font.BOLD, 1),
          new Font("Liberation Serif", Font.PLAIN, 1),
          new Font("DejaVu Sans", Font.PLAIN, 1),
          new Font("DejaVu Sans", Font.BOLD, 1),
          new Font("DejaVu Sans Condensed", Font.PLAIN, 1),
          new Font("DejaVu Sans Mono", Font.PLAIN, 1),
          new Font("DejaVu Sans Mono", Font.BOLD, 1));

  /** Sizes of the fonts: small letters are drawn in other shapes than large ones. */
  private static final int[] SIZES = {9, 10, 11, 13, 17, 48};

  private static final double SAME = 0.955;

  private GlyphPictures() {}

  public static void main(String[] arguments) throws IOException {
    Files.write(Path.of(arguments[0]), pictures());
  }

  static byte[] pictures() {
    List<String> families =
        Arrays.asList(
            GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<double[]> written = new ArrayList<>();
    int count = 0;
    for (String text : TEXTS) {
      written.clear();
      for (Font font : FONTS) {
        if (!families.contains(font.getFamily())) {
          throw new IllegalStateException("needs the font " + font.getFamily());
        }
        for (int size : SIZES) {
          for (Object smoothing : DrawnText.SMOOTHINGS) {
            Ink ink = ink(text, font.deriveFont((float) size), smoothing);
            double[] cells = ink.resampled(Glyphs.COLUMNS, Glyphs.ROWS);
            if (text.length() > 1 && !DrawnText.isOnePiece(ink)) {
              continue; // letters that do not touch are read one by one
            }
            if (written.stream().noneMatch(other -> likeness(other, cells) > SAME)) {
              written.add(cells);
              write(out, text, (double) ink.width() / ink.height(), cells);
              count++;
            }
          }
        }
      }
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    word(all, count);
    all.writeBytes(out.toByteArray());
    return all.toByteArray();
  }

  private static Ink ink(String text, Font font, Object smoothing) {
    BufferedImage image = DrawnText.draw(text, font, smoothing);
    return DrawnText.ink(image);
  }

  private static void write(ByteArrayOutputStream out, String text, double aspect, double[] cells) {
    out.write(text.length());
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    word(out, (int) Math.round(64 * aspect));
    for (double cell : cells) {
      out.write((int) Math.round(255 * cell));
    }
  }

  private static void word(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }

  private static double likeness(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElse(0);
    double meanB = Arrays.stream(b).average().orElse(0);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return ab / Math.sqrt(aa * bb);
  }
}
