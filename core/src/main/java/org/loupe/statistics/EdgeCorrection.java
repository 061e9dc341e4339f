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
   * Returns the weight of a measured defect, from the box that holds both its ellipse and its
   * detection box, with the margin that counts as touching; empty if that box touches the frame:
   * the counting frame, which is the micrograph without its info bars.
   *
   * <p>What is left out inside the frame does not enter: there a defect counts if its center does,
   * whatever its size, which is unbiased as it is.
   *
   * <p>The detection box counts because an ellipse fitted to what the frame leaves of a defect may
   * well lie inside: by the ellipse alone, cut defects would pass for whole ones.
   */
  public static OptionalDouble weight(MicrographResult micrograph, Defect defect) {
    Box hull = defect.measurement().ellipse().boundingBox();
    Box box = defect.detection().box();
    double left = Math.min(hull.x(), box.x()) - MARGIN_PX;
    double top = Math.min(hull.y(), box.y()) - MARGIN_PX;
    double right = Math.max(hull.right(), box.right()) + MARGIN_PX;
    double bottom = Math.max(hull.bottom(), box.bottom()) + MARGIN_PX;
    Box frame = micrograph.region().frame();
    boolean touches =
        defect.measurement().flags().contains(MeasurementFlag.TOUCHES_EDGE)
            || left < frame.x()
            || top < frame.y()
            || right > frame.right()
            || bottom > frame.bottom();
    return touches
        ? OptionalDouble.empty()
        : weight(frame.width(), frame.height(), new Box(left, top, right - left, bottom - top));
  }
}
