package org.loupe.region;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Reads single characters of scale bar labels by their likeness to stored pictures.
 *
 * <p>A character is brought to {@value #COLUMNS} x {@value #ROWS} pixels by averaging over its
 * bounding box, less its mean and at unit length; its likeness to a stored picture is their scalar
 * product (normalized cross-correlation). Height over width must agree as well. A character is read
 * only if no picture of another one is about as like.
 *
 * <p>The pictures were drawn by {@code GlyphPictures} of the tests, in free fonts.
 */
final class Glyphs {

  static final int COLUMNS = 8;
  static final int ROWS = 12;
  static final String RESOURCE = "glyphs.bin";

  /** Likeness from which a character may be read. */
  private static final double LEAST_LIKENESS = 0.8;

  /** By how much the likeness to any other character has to be less. */
  private static final double LEAST_LEAD = 0.04;

  /** Most ratio of the aspects of a character and its picture. */
  private static final double ASPECT = 1.4;

  private static final Glyphs STORED = load();

  private final String[] texts;
  private final double[] aspects;
  private final float[][] pictures;

  private Glyphs(String[] texts, double[] aspects, float[][] pictures) {
    this.texts = texts;
    this.aspects = aspects;
    this.pictures = pictures;
  }

  static Glyphs stored() {
    return STORED;
  }

  /**
   * A character and how sure it is.
   *
   * @param text one character, or the unit {@code nm} or {@code µm} whose letters touch
   */
  record Reading(String text, double likeness) {}

  /**
   * The file: the number of pictures as two bytes; of each the length of its text and the text in
   * ISO 8859-1, 64 times width over height as two bytes, and its pixels row by row.
   */
  private static Glyphs load() {
    try (InputStream in = Glyphs.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource " + RESOURCE);
      }
      byte[] bytes = in.readAllBytes();
      int at = 2;
      int count = word(bytes, 0);
      String[] texts = new String[count];
      double[] aspects = new double[count];
      float[][] pictures = new float[count][];
      for (int i = 0; i < count; i++) {
        int length = bytes[at++];
        texts[i] = new String(bytes, at, length, java.nio.charset.StandardCharsets.ISO_8859_1);
        at += length;
        aspects[i] = word(bytes, at) / 64.0;
        at += 2;
        double[] pixels = new double[COLUMNS * ROWS];
        for (int k = 0; k < pixels.length; k++) {
          pixels[k] = bytes[at++] & 0xFF;
        }
        pictures[i] = normalized(pixels);
      }
      return new Glyphs(texts, aspects, pictures);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int word(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  /** Returns the character that {@code ink} shows; empty if that is not beyond doubt. */
  Optional<Reading> read(Ink ink) {
    float[] picture = normalized(ink.resampled(COLUMNS, ROWS));
    double aspect = (double) ink.width() / ink.height();
    double best = 0;
    double second = 0;
    String text = "";
    for (int i = 0; i < pictures.length; i++) {
      double ratio = Math.max(aspect / aspects[i], aspects[i] / aspect);
      // a pixel more or less is much in a narrow character
      double slack = 1 + 1.0 / ink.width();
      if (ratio > ASPECT * slack) {
        continue;
      }
      double likeness = product(picture, pictures[i]);
      if (texts[i].equals(text)) {
        best = Math.max(best, likeness);
      } else if (likeness > best) {
        second = best;
        best = likeness;
        text = texts[i];
      } else {
        second = Math.max(second, likeness);
      }
    }
    return best >= LEAST_LIKENESS && best - second >= LEAST_LEAD
        ? Optional.of(new Reading(text, best))
        : Optional.empty();
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Less the mean, at unit length; zeros for a constant picture. */
  private static float[] normalized(double[] pixels) {
    double mean = 0;
    for (double pixel : pixels) {
      mean += pixel / pixels.length;
    }
    double squares = 0;
    for (double pixel : pixels) {
      squares += (pixel - mean) * (pixel - mean);
    }
    float[] normal = new float[pixels.length];
    for (int i = 0; i < normal.length && squares > 0; i++) {
      normal[i] = (float) ((pixels[i] - mean) / Math.sqrt(squares));
    }
    return normal;
  }
}
