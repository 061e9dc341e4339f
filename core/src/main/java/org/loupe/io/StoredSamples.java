package org.loupe.io;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.loupe.image.GrayImage;
import org.loupe.micrograph.Micrograph;

/**
 * The values of a mask as its file holds them. A micrograph has what is seen: a palette's colors,
 * and brighter where more is stored; in a mask the numbers themselves mean something.
 */
public final class StoredSamples {

  private StoredSamples() {}

  /**
   * Returns the values of a mask: of a palette of colors the numbers of the colors, of one of grays
   * the grays, but where 0 is white and 255 black (ImageJ's inverting look-up table, as a palette
   * or as TIFF's WhiteIsZero) what is stored. Empty if that cannot be told.
   *
   * @param seen the same file as a micrograph
   * @throws IOException if the file cannot be read again
   */
  public static Optional<GrayImage> ofMask(Path file, Micrograph seen) throws IOException {
    if (seen.notes().stream().anyMatch(note -> note.contains("palette applied"))) {
      BufferedImage image = ImageIO.read(file.toFile());
      if (image == null || !(image.getColorModel() instanceof IndexColorModel colors)) {
        return Optional.empty();
      }
      return Optional.of(
          isGray(colors) && !isInverting(colors)
              ? seen.image()
              : new GrayImage(
                  seen.width(),
                  seen.height(),
                  image
                      .getRaster()
                      .getSamples(0, 0, seen.width(), seen.height(), 0, (float[]) null)));
    }
    if (seen.notes().stream().noneMatch(note -> note.startsWith("samples inverted"))) {
      return Optional.of(seen.image());
    }
    if (seen.bits() != 8 && seen.bits() != 16) {
      return Optional.empty();
    }
    float[] samples = seen.image().samples();
    float[] stored = new float[samples.length];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = (1 << seen.bits()) - 1 - samples[i];
    }
    return Optional.of(new GrayImage(seen.width(), seen.height(), stored));
  }

  private static boolean isGray(IndexColorModel colors) {
    for (int i = 0; i < colors.getMapSize(); i++) {
      if (colors.getRed(i) != colors.getGreen(i) || colors.getRed(i) != colors.getBlue(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isInverting(IndexColorModel grays) {
    for (int i = 0; i < grays.getMapSize(); i++) {
      if (grays.getRed(i) != 255 - i) {
        return false;
      }
    }
    return grays.getMapSize() == 256;
  }
}
