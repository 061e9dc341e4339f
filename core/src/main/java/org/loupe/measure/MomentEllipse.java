package org.loupe.measure;

import org.loupe.geometry.Ellipse;
import org.loupe.image.Mask;

/**
 * The ellipse with the second moments of a region, each pixel a unit square of variance 1/12.
 *
 * <p>Of the four families in use this is the one with pixel variance, as MATLAB's region properties
 * document it; a region of one pixel has axes of 2/√3 pixels.
 */
public final class MomentEllipse {

  private MomentEllipse() {}

  /**
   * Returns the ellipse of the set pixels.
   *
   * @throws IllegalArgumentException if no pixel is set
   */
  public static Ellipse of(Mask region) {
    int width = region.width();
    long n = 0;
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < region.set().length; i++) {
      if (region.set()[i]) {
        n++;
        sumX += i % width;
        int y = i / width;
        sumY += y;
      }
    }
    if (n == 0) {
      throw new IllegalArgumentException("a region must have at least one pixel, had none");
    }
    double meanX = sumX / n;
    double meanY = sumY / n;
    double varX = 0;
    double varY = 0;
    double covXy = 0;
    for (int i = 0; i < region.set().length; i++) {
      if (region.set()[i]) {
        double dx = i % width - meanX;
        int y = i / width;
        double dy = y - meanY;
        varX += dx * dx;
        varY += dy * dy;
        covXy += dx * dy;
      }
    }
    return ShapeMatrix.ofMoments(
            meanX + 0.5, meanY + 0.5, varX / n + 1.0 / 12, varY / n + 1.0 / 12, covXy / n)
        .toEllipse();
  }
}
