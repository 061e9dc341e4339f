package org.loupe.statistics;

import java.util.OptionalDouble;
import org.loupe.defect.Defect;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.MicrographResult;
import org.loupe.geometry.Box;

/**
 * The weight that makes up for large defects touching the frame more often than small ones.
 *
 * <p>Of all the places where a defect with a bounding box of w x h could lie in a frame of W x H,
 * the fraction (W - w)(H - h) / (W H) does not touch the frame. Leaving out those that touch and
 * weighting the others by the inverse is unbiased (R. E. Miles, <i>On the elimination of edge
 * effects in planar sampling</i>, in Stochastic Geometry, 1974; C. Lantuéjoul, 1980).
 */
public final class EdgeCorrection {

  /**
   * How near to the frame a defect counts as touching it, in pixels: its rim may be cut. The
   * measurement decides by it; the weight must hold to the same rule to be unbiased.
   */
  private static final double MARGIN_PX = 1;

  private EdgeCorrection() {}

  /**
   * Returns W H / ((W - w)(H - h)); empty for a defect as large as the frame.
   *
   * @param frameWidth W, in pixels
   * @param frameHeight H, in pixels
   * @param defect bounding box of a defect that does not touch the frame
   */
  public static OptionalDouble weight(double frameWidth, double frameHeight, Box defect) {
    double freeWidth = frameWidth - defect.width();
    double freeHeight = frameHeight - defect.height();
    return freeWidth > 0 && freeHeight > 0
        ? OptionalDouble.of(frameWidth * frameHeight / (freeWidth * freeHeight))
        : OptionalDouble.empty();
  }

  /**
   * Returns the weight of a measured defect, from the bounding box of its ellipse with the margin
   * that counts as touching; empty if it touches the frame.
   */
  public static OptionalDouble weight(MicrographResult micrograph, Defect defect) {
    if (defect.measurement().flags().contains(MeasurementFlag.TOUCHES_EDGE)) {
      return OptionalDouble.empty();
    }
    Box hull = defect.measurement().ellipse().boundingBox();
    Box withMargin =
        new Box(
            hull.x() - MARGIN_PX,
            hull.y() - MARGIN_PX,
            hull.width() + 2 * MARGIN_PX,
            hull.height() + 2 * MARGIN_PX);
    return weight(micrograph.widthPx(), micrograph.heightPx(), withMargin);
  }
}
